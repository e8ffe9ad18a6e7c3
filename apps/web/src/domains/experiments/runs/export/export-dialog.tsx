"use client";
import { type ExportFormat, exportedRunsMax } from "@plumbline/contracts/experiments/export-runs";
import { Button } from "@plumbline/ui/button";
import { saveFile } from "@plumbline/ui/charts/save";
import { Dialog } from "@plumbline/ui/dialog";
import { Bytes } from "@plumbline/ui/figure";
import { formatCount } from "@plumbline/ui/format/number";
import { Spinner } from "@plumbline/ui/spinner";
import { Segments } from "@plumbline/ui/tabs";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useApi } from "#src/shell/api.tsx";
import { problemText } from "#src/shell/problem-text.ts";
import type { RunsState } from "../use-runs-state.ts";
import { downloadRuns } from "./download-runs.ts";
import { exportColumns } from "./export-columns.ts";

interface Props {
  state: RunsState;
  experimentId: string;
  onClose: () => void;
}

const formats = [
  { value: "csv", label: "CSV" },
  { value: "parquet", label: "Parquet" },
] as const;
const scopes = [
  { value: "shown", label: "Shown columns" },
  { value: "all", label: "All columns" },
] as const;

/** Every matching run as a file, not the page alone; it can be stopped. */
export function ExportDialog({ state, experimentId, onClose }: Props) {
  const { workspace } = useApi();
  const [format, setFormat] = useState<ExportFormat>("csv");
  const [scope, setScope] = useState<"shown" | "all">("shown");
  const [readBytes, setReadBytes] = useState(0);
  const stop = useRef<AbortController>(undefined);
  useEffect(() => () => stop.current?.abort(), []);
  const save = useMutation({
    mutationFn: async () => {
      const stopping = new AbortController();
      stop.current = stopping;
      setReadBytes(0);
      const columns = scope === "all" ? null : exportColumns(state.columns);
      const file = await downloadRuns({
        workspace,
        search: state.search,
        format,
        columns,
        signal: stopping.signal,
        onProgress: setReadBytes,
      });
      saveFile(`runs-${experimentId}.${format}`, file);
    },
    onSuccess: onClose,
  });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Export runs"
      description={`All runs that match the filter, up to ${formatCount(exportedRunsMax)}, in the table's order.`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button tone="primary" busy={save.isPending} onClick={() => save.mutate()}>
            Export
          </Button>
        </>
      }
    >
      <div className="grid justify-items-start gap-3 py-1">
        <Segments label="Format" value={format} onChange={setFormat} options={formats} />
        <Segments label="Columns" value={scope} onChange={setScope} options={scopes} />
        <p className="text-ink-2 text-small">
          {format === "csv"
            ? "Text, with every digit; times in UTC."
            : "Typed: numbers, instants and text. The file is made on the server, then sent."}
        </p>
        <div role="status" className="min-h-6">
          {save.isPending && (
            <span className="flex items-center gap-2">
              <Spinner className="text-accent" />
              {readBytes === 0 ? "The runs are being read" : <Bytes value={readBytes} />}
            </span>
          )}
        </div>
        {save.error && (
          <p role="alert" className="text-bad">
            Not exported. {failureText(save.error)}
          </p>
        )}
      </div>
    </Dialog>
  );
}

/** An answer that broke off says nothing of its own. */
const failureText = (error: unknown): string =>
  error instanceof TypeError ? "The answer broke off before its end: nothing was saved. Try again." : problemText(error).detail;
