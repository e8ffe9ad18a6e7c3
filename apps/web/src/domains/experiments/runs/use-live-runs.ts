"use client";
import { searchRuns } from "@plumbline/contracts/experiments/run";
import { type InfiniteData, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { useApi } from "#src/shell/api.tsx";
import { coalesce } from "#src/shell/live/coalesce.ts";
import { useChanges } from "#src/shell/live/live.tsx";
import { inScope, type RunSearch, runsQuery } from "../queries.ts";
import { allOf } from "./columns.ts";
import { mergeFresh, type RunPage } from "./live-rows.ts";

const readEveryMs = 1_000;
const mostAtOnce = 500;

interface Seen {
  runId: string;
  kind: string;
}

/** Keeps the rows of the table true: each changed run is read alone and put in its place, however long the list is. */
export function useLiveRuns(search: RunSearch): { unseenCount: number; showUnseen: () => void } {
  const api = useApi();
  const client = useQueryClient();
  const [unseen, setUnseen] = useState<readonly string[]>([]);
  const { queryKey } = runsQuery(api, search);
  const key = JSON.stringify(queryKey);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` is the query in short; a new one is a new list
  const readings = useMemo(() => {
    const read = async (seen: readonly Seen[]) => {
      const runs = await readRuns(seen.map(({ runId }) => runId).slice(0, mostAtOnce));
      const deletedIds = new Set(seen.filter(({ kind }) => isGone(kind, search)).map(({ runId }) => runId));
      client.setQueryData<InfiniteData<RunPage, string>>(queryKey, (old) => {
        if (!old) return old;
        const merged = mergeFresh(old.pages, { runs, deletedIds, isNewestFirst: search.orderBy.length === 0 });
        setUnseen((before) => [...new Set([...before, ...merged.unseenIds])]);
        return { ...old, pages: merged.pages };
      });
    };
    const readRuns = async (runIds: readonly string[]) => {
      const { experimentIds, view, columns } = search;
      const filter = allOf(search.filter, `attributes.run_id IN (${runIds.map((runId) => `'${runId}'`).join(", ")})`);
      const page = await api.call(searchRuns, { ...inScope(experimentIds), view, columns, filter, limit: mostAtOnce });
      return page.items;
    };
    // What could not be read now is read with the run's next change, or with the list.
    return coalesce<Seen>(readEveryMs, (seen) => void read(seen).catch(() => undefined));
  }, [key, api, client]);
  useEffect(() => {
    setUnseen([]);
    return readings.stop;
  }, [readings]);
  useChanges((change) => {
    if (change.topic !== "run" || !isOf(change.data, search.experimentIds)) return;
    readings.add(change.subject, { runId: change.subject, kind: change.kind });
  });
  const showUnseen = () => {
    setUnseen([]);
    void client.resetQueries({ queryKey });
  };
  return { unseenCount: unseen.length, showUnseen };
}

/** Whether what happened to a run takes it out of the list; among the runs of all experiments one that moves stays. */
function isGone(kind: string, { view, experimentIds }: RunSearch): boolean {
  if (kind === "delete") return view === "active";
  if (kind === "restore") return view === "deleted";
  return kind === "leave" && experimentIds !== undefined;
}

function isOf(data: Record<string, unknown> | null, experimentIds: RunSearch["experimentIds"]): boolean {
  const experimentId = data?.experimentId;
  return typeof experimentId !== "string" || !experimentIds || experimentIds.includes(experimentId);
}
