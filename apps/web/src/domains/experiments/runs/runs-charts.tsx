"use client";
import { fromMetricNumber } from "@plumbline/contracts/experiments/metric";
import type { RunKeys } from "@plumbline/contracts/experiments/run";
import { ChartGrid, chartHeight } from "@plumbline/ui/charts/chart-grid";
import { assignColors } from "@plumbline/ui/charts/colors";
import { type CurveSeries, LineChart } from "@plumbline/ui/charts/line-chart";
import { Skeleton } from "@plumbline/ui/skeleton";
import { EmptyState } from "@plumbline/ui/states";
import { Swatch } from "@plumbline/ui/status";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { Loaded } from "#src/components/loaded.tsx";
import { useApi } from "#src/shell/api.tsx";
import { runsQuery } from "../queries.ts";
import { chartedKeys, chartedRuns } from "./charted.ts";
import { useLiveCurves } from "./use-live-curves.ts";
import type { RunsState } from "./use-runs-state.ts";

/** Curves of the selected runs beside their table; of the first ones where none is selected. */
export function RunsCharts({ state, known }: { state: RunsState; known: RunKeys }) {
  const api = useApi();
  const rows = useInfiniteQuery(runsQuery(api, state.search));
  const keys = useMemo(() => chartedKeys(state.columns, known.metrics), [state.columns, known.metrics]);
  const runs = useMemo(
    () => chartedRuns(rows.data?.pages.flatMap(({ items }) => items) ?? [], { selected: state.selected, keys }),
    [rows.data, state.selected, keys],
  );
  const runIds = useMemo(() => runs.map(({ runId }) => runId), [runs]);
  const curves = useLiveCurves({ runIds, keys });
  const colors = useMemo(() => assignColors(runIds), [runIds]);
  const [range, setRange] = useState<readonly [number, number]>();
  if (keys.length === 0 || (rows.data && runs.length === 0)) {
    return <EmptyState title="Nothing to draw">Choose a metric under Columns, or select runs in the table.</EmptyState>;
  }
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-2.5">
      <ul className="flex flex-wrap gap-x-4 gap-y-1 text-ink-2 text-small">
        {runs.map((run) => (
          <li key={run.runId} className="flex min-w-0 max-w-full items-center gap-1.5">
            <Swatch color={colors.get(run.runId) ?? 1} />
            <span className="truncate" title={run.name}>
              {run.name}
            </span>
          </li>
        ))}
      </ul>
      <Loaded query={curves} what="The curves" skeleton={<Skeleton className="h-40! w-full rounded-lg!" />}>
        {(data) => (
          <ChartGrid>
            {keys.map((key) => (
              <LineChart
                key={key}
                title={key}
                xLabel="step"
                syncKey="runs"
                series={seriesOf(data.curves, { key, runs, colors })}
                range={range}
                onRange={setRange}
                height={state.view === "charts" ? chartHeight(keys.length) : 170}
                hasLegend={false}
              />
            ))}
          </ChartGrid>
        )}
      </Loaded>
    </div>
  );
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
