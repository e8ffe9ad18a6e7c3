"use client";
import type { ChartPanel } from "@plumbline/contracts/experiments/chart-panel";
import { type Run, searchRuns } from "@plumbline/contracts/experiments/run";
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { useApi } from "#src/shell/api.tsx";
import { coalesce } from "#src/shell/live/coalesce.ts";
import { useChanges } from "#src/shell/live/live.tsx";
import { inScope } from "../../queries.ts";
import type { RunsState } from "../use-runs-state.ts";
import type { LineRun } from "./curve-lines.ts";
import { isOfFigures, panelColumns, readColumns } from "./run-values.ts";

/** Runs whose figures one board draws. */
const mostRuns = 1_000;
const readEveryMs = 5_000;
const none: readonly Run[] = [];

/** The figures that panels draw: of every run that matches, brushed or not, up to a thousand; of the drawn runs alone where that is enough. */
export function useFigures(state: RunsState, { panels, runs }: { panels: readonly ChartPanel[]; runs: readonly LineRun[] }) {
  const api = useApi();
  const client = useQueryClient();
  const columns = useMemo(() => panelColumns(panels), [panels]);
  const isAll = panels.some(isOfFigures);
  const { experimentIds, orderBy, view } = state.search;
  const runIds = runs.map(({ runId }) => `'${runId}'`).join(", ");
  const filter = isAll ? state.unbrushed : `attributes.run_id IN (${runIds})`;
  const queryKey = [api.workspace, "figures", { experimentIds, filter, orderBy, view, columns }];
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) =>
      api.call(
        searchRuns,
        { ...inScope(experimentIds), filter, orderBy: [...orderBy], view, limit: mostRuns, columns: readColumns(columns) },
        { signal },
      ),
    enabled: columns.length > 0 && (isAll || runs.length > 0),
    placeholderData: keepPreviousData,
  });
  const key = JSON.stringify(queryKey);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` is the query in short
  const readings = useMemo(() => coalesce<undefined>(readEveryMs, () => void client.invalidateQueries({ queryKey })), [key, client]);
  useEffect(() => readings.stop, [readings]);
  useChanges(({ topic }) => {
    if (topic === "run" && columns.length > 0) readings.add(key, undefined);
  });
  const isCut = isAll && query.data?.nextCursor != null;
  const failed = query.error ? "The figures of the runs could not be read; charts of figures show what was read before." : undefined;
  return {
    rows: query.data?.items ?? none,
    isPending: query.isLoading,
    note: failed ?? (isCut ? `Charts of figures show the first ${mostRuns} runs in the table's order.` : undefined),
  };
}
