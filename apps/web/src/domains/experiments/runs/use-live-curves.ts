"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { useApi } from "#src/shell/api.tsx";
import { coalesce } from "#src/shell/live/coalesce.ts";
import { useChanges } from "#src/shell/live/live.tsx";
import { type CurveSearch, curvesQuery } from "../queries.ts";

const readEveryMs = 1_000;

/** Curves of several runs, read again soon after one of them changes; those of all others leave them alone. */
export function useLiveCurves(search: CurveSearch) {
  const client = useQueryClient();
  const options = curvesQuery(useApi(), search);
  const key = JSON.stringify(options.queryKey);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` is the query in short
  const readings = useMemo(
    () => coalesce<undefined>(readEveryMs, () => void client.invalidateQueries({ queryKey: options.queryKey })),
    [key, client],
  );
  useEffect(() => readings.stop, [readings]);
  useChanges(({ topic, subject }) => {
    // Those of one run alone are read again with the run.
    if (topic === "run" && search.runIds.length > 1 && search.runIds.includes(subject)) readings.add(key, undefined);
  });
  return useQuery(options);
}
