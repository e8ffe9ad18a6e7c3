"use client";
import { compareRuns } from "@plumbline/contracts/experiments/compare-runs";
import { keepPreviousData, queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { useApi, type WorkspaceApi } from "#src/shell/api.tsx";
import { coalesce } from "#src/shell/live/coalesce.ts";
import { useChanges } from "#src/shell/live/live.tsx";
import { isCode } from "#src/shell/problem-text.ts";
import { inScope } from "../queries.ts";
import { orderByOf, parseSort } from "../runs/columns.ts";
import type { CompareScope } from "./compare-scope.ts";

/** All that the runs have, by one reading; what stays the same over all of them comes once. */
const comparisonQuery = (api: WorkspaceApi, scope: CompareScope) =>
  queryOptions({
    queryKey: [api.workspace, "comparison", scope],
    queryFn: ({ signal }) => api.call(compareRuns, askedOf(scope), { signal }),
    placeholderData: keepPreviousData,
    retry: (failures, error) => !(isCode(error, "invalid") || isCode(error, "not-found")) && failures < 2,
  });

function askedOf(scope: CompareScope) {
  if (scope.kind === "named") return { runIds: [...scope.runIds] };
  const { experimentId, filter, sort, isDeleted, most } = scope;
  return {
    ...inScope(experimentId === undefined ? undefined : [experimentId]),
    filter,
    orderBy: orderByOf(parseSort(sort)),
    view: isDeleted ? ("deleted" as const) : ("active" as const),
    limit: most,
  };
}

const readEveryMs = 5_000;

/** The comparison, read again soon after one of its runs changes. */
export function useComparison(scope: CompareScope) {
  const client = useQueryClient();
  const options = comparisonQuery(useApi(), scope);
  const query = useQuery(options);
  const key = JSON.stringify(options.queryKey);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` is the query in short
  const readings = useMemo(
    () => coalesce<undefined>(readEveryMs, () => void client.invalidateQueries({ queryKey: options.queryKey })),
    [key, client],
  );
  useEffect(() => readings.stop, [readings]);
  const runIds = useMemo(() => new Set(query.data?.runs.map(({ runId }) => runId)), [query.data]);
  useChanges(({ topic, subject }) => {
    if (topic === "run" && runIds.has(subject)) readings.add(key, undefined);
  });
  return query;
}
