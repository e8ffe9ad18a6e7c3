"use client";
import { drawCurves, drawnCurvesMax } from "@plumbline/contracts/experiments/metric";
import { keepPreviousData, queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { useApi, type WorkspaceApi } from "#src/shell/api.tsx";
import { coalesce } from "#src/shell/live/coalesce.ts";
import { useChanges } from "#src/shell/live/live.tsx";

export interface Drawing {
  runIds: readonly string[];
  keys: readonly string[];
  hasTimes: boolean;
  maxPoints: number;
  startStep?: number;
  endStep?: number;
}

const keysMax = 50;

/** All curves of a board in one answer; only a board of more than fifty metrics, or of very many runs, asks more than once. */
const drawingsQuery = (api: WorkspaceApi, { runIds, keys, ...rest }: Drawing) =>
  queryOptions({
    queryKey: [api.workspace, "drawings", { runIds, keys, ...rest }],
    queryFn: async ({ signal }) => {
      const each = Math.max(1, Math.min(keysMax, Math.floor(drawnCurvesMax / runIds.length)));
      const parts = Array.from({ length: Math.ceil(keys.length / each) }, (_, at) => keys.slice(at * each, (at + 1) * each));
      const answers = await Promise.all(
        parts.map((part) => api.call(drawCurves, { runIds: [...runIds], keys: part, ...rest }, { signal })),
      );
      return { curves: answers.flatMap(({ curves }) => curves) };
    },
    enabled: keys.length > 0 && runIds.length > 0,
    // Finding what has stayed the same in some hundred thousand numbers costs more than drawing them.
    structuralSharing: false,
  });

const readEveryMs = 1_000;

/** Curves of several runs, read again soon after one of them changes. */
export function useDrawings(drawing: Drawing, { isKept }: { isKept: boolean }) {
  const client = useQueryClient();
  const options = drawingsQuery(useApi(), drawing);
  const key = JSON.stringify(options.queryKey);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` is the query in short
  const readings = useMemo(
    () => coalesce<undefined>(readEveryMs, () => void client.invalidateQueries({ queryKey: options.queryKey })),
    [key, client],
  );
  useEffect(() => readings.stop, [readings]);
  useChanges(({ topic, subject }) => {
    if (topic === "run" && drawing.runIds.includes(subject)) readings.add(key, undefined);
  });
  return useQuery({ ...options, ...(isKept && { placeholderData: keepPreviousData }) });
}
