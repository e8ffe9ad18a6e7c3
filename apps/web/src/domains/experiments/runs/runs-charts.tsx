"use client";
import { fromMetricNumber } from "@plumbline/contracts/experiments/metric";
import { assignColors } from "@plumbline/ui/charts/colors";
import { type CurveSeries, LineChart } from "@plumbline/ui/charts/line-chart";
import { Skeleton } from "@plumbline/ui/skeleton";
import { EmptyState } from "@plumbline/ui/states";
import { Swatch } from "@plumbline/ui/status";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { Loaded } from "#src/components/loaded.tsx";
import { useApi } from "#src/shell/api.tsx";
import { curvesQuery, runsQuery } from "../queries.ts";
import { isSystemMetric } from "../run/run-facts.ts";
import type { KnownKeys } from "./column-list.tsx";
import type { RunsState } from "./use-runs-state.ts";

const shownRuns = 5;
const shownKeys = 6;

/** Curves of the selected runs beside their table; of the first ones where none is selected. */
export function RunsCharts({ state, known }: { state: RunsState; known: KnownKeys }) {
  const api = useApi();
  const rows = useInfiniteQuery(runsQuery(api, state.search));
  const runs = useMemo(() => {
    const all = rows.data?.pages.flatMap(({ items }) => items) ?? [];
    return state.selected.size > 0 ? all.filter(({ runId }) => state.selected.has(runId)) : all.slice(0, shownRuns);
  }, [rows.data, state.selected]);
  const keys = useMemo(() => chartedKeys(state, known), [state, known]);
  const runIds = useMemo(() => runs.map(({ runId }) => runId), [runs]);
  const curves = useQuery(curvesQuery(api, { runIds, keys }));
  const colors = useMemo(() => assignColors(runIds), [runIds]);
  const [range, setRange] = useState<readonly [number, number]>();
  if (keys.length === 0 || (rows.data && runs.length === 0)) {
    return <EmptyState title="Nothing to draw">Choose a metric under Columns, or select runs in the table.</EmptyState>;
  }
  return (
    <div className="grid gap-2.5">
      <ul className="flex flex-wrap gap-x-4 gap-y-1 text-ink-2 text-small">
        {runs.map((run) => (
          <li key={run.runId} className="flex min-w-0 items-center gap-1.5">
            <Swatch color={colors.get(run.runId) ?? 1} />
            <span className="truncate">{run.name}</span>
          </li>
        ))}
      </ul>
      <Loaded query={curves} what="The curves" skeleton={<Skeleton className="h-40! w-full rounded-lg!" />}>
        {(data) => (
          <div className={state.view === "charts" ? "grid gap-2.5 lg:grid-cols-2 2xl:grid-cols-3" : "grid gap-2.5"}>
            {keys.map((key) => (
              <LineChart
                key={key}
                title={key}
                xLabel="step"
                syncKey="runs"
                series={seriesOf(data.curves, { key, runs, colors })}
                range={range}
                onRange={setRange}
                height={170}
                hasLegend={false}
              />
            ))}
          </div>
        )}
      </Loaded>
    </div>
  );
}

function chartedKeys(state: RunsState, known: KnownKeys): string[] {
  const chosen = state.columns.flatMap((column) => (column.kind === "metric" ? [column.key] : []));
  const keys = chosen.length > 0 ? chosen : known.metrics.filter((key) => !isSystemMetric(key));
  return [...new Set(keys)].slice(0, shownKeys);
}

interface SeriesInput {
  key: string;
  runs: readonly { runId: string; name: string }[];
  colors: ReadonlyMap<string, number>;
}

function seriesOf(
  curves: readonly { runId: string; key: string; points: readonly { step: number; value: number | "NaN" | "Infinity" | "-Infinity" }[] }[],
  { key, runs, colors }: SeriesInput,
): CurveSeries[] {
  return runs.map((run) => ({
    id: run.runId,
    label: run.name,
    color: colors.get(run.runId) ?? 1,
    points:
      curves
        .find((curve) => curve.runId === run.runId && curve.key === key)
        ?.points.map(({ step, value }) => ({ x: step, y: fromMetricNumber(value) })) ?? [],
  }));
}
