"use client";
import { type Run, searchRuns } from "@plumbline/contracts/experiments/run";
import { Button } from "@plumbline/ui/button";
import { saveFile } from "@plumbline/ui/charts/save";
import { Dialog } from "@plumbline/ui/dialog";
import { formatCount } from "@plumbline/ui/format/number";
import { Spinner } from "@plumbline/ui/spinner";
import { useEffect, useRef, useState } from "react";
import { useApi } from "#src/shell/api.tsx";
import { problemText } from "#src/shell/problem-text.ts";
import { runsCsv } from "./run-table-csv.ts";
import type { RunsState } from "./use-runs-state.ts";

const pageSize = 1_000;

/** Reads every matching run, page by page, and saves the table; it can be stopped. */
export function CsvExport({ state, onClose }: { state: RunsState; onClose: () => void }) {
  const api = useApi();
  const [count, setCount] = useState(0);
  const [failure, setFailure] = useState<string>();
  const input = useRef({ state, onClose });
  useEffect(() => {
    const stop = new AbortController();
    const { search, columns } = input.current.state;
    const read = async () => {
      const runs: Run[] = [];
      let cursor: string | null = "";
      while (cursor !== null) {
        const body = { ...search, experimentIds: [...search.experimentIds], orderBy: [...search.orderBy], limit: pageSize };
        const page: { items: Run[]; nextCursor: string | null } = await api.call(
          searchRuns,
          { ...body, ...(cursor ? { cursor } : {}) },
          { signal: stop.signal },
        );
        runs.push(...page.items);
        setCount(runs.length);
        cursor = page.nextCursor;
      }
      saveFile("runs.csv", new Blob([runsCsv(runs, columns)], { type: "text/csv" }));
      input.current.onClose();
    };
    read().catch((error: unknown) => {
      if (!stop.signal.aborted) setFailure(problemText(error).detail);
    });
    return () => stop.abort();
  }, [api]);
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={failure ? "The table was not saved" : "Saving the table"}
      description={failure ?? `${formatCount(count)} runs read, with the columns on screen.`}
      footer={<Button onClick={onClose}>{failure ? "Close" : "Cancel"}</Button>}
    >
      {!failure && <Spinner className="my-2 text-accent" />}
    </Dialog>
  );
}
