"use client";
import type { MetricSummary } from "@plumbline/contracts/experiments/metric";
import { chartHeight } from "@plumbline/ui/charts/chart-grid";
import { assignColors } from "@plumbline/ui/charts/colors";
import { CheckboxRow } from "@plumbline/ui/checkbox";
import { SearchInput } from "@plumbline/ui/input";
import { Kbd } from "@plumbline/ui/kbd";
import { EmptyState } from "@plumbline/ui/states";
import { Segments } from "@plumbline/ui/tabs";
import { useMemo, useState } from "react";
import { useSearchKey } from "#src/components/search-key.ts";
import { useUrlState } from "#src/components/url-state.ts";
import type { Axis } from "./curves.ts";
import { LoggedOnce } from "./logged-once.tsx";
import { ChartBar, MetricCharts } from "./metric-charts.tsx";
import { groupMetrics } from "./metric-groups.ts";
import { rankMetrics } from "./metric-rank.ts";
import { MetricTable } from "./metric-table.tsx";
import { useRun } from "./run-context.tsx";
import { splitMetrics } from "./run-facts.ts";
import { SmoothingSlider } from "./smoothing-slider.tsx";

const views = [
  { value: "charts", label: "Charts" },
  { value: "table", label: "Table" },
] as const;
/** Drawn at most at once; one request reads fifty curves. */
const mostCharts = 24;

/** Every metric of the run, as curves or as figures. */
export function MetricsPart() {
  const run = useRun();
  const url = useUrlState();
  const box = useSearchKey("Metrics", "Search metrics");
  const search = url.get("search") ?? "";
  const view = url.get("view") === "table" ? "table" : "charts";
  const { model } = splitMetrics(run.metrics);
  const found = useMemo(() => model.filter(({ key }) => key.toLowerCase().includes(search.trim().toLowerCase())), [model, search]);
  if (model.length === 0) {
    return (
      <EmptyState title={run.status === "RUNNING" ? "No metric yet" : "No metric was logged"}>
        Curves show as the script logs them.
      </EmptyState>
    );
  }
  return (
    <div className="grid gap-2.5">
      <div className="flex flex-wrap items-center gap-2">
        <SearchInput
          ref={box}
          aria-label="Search metrics"
          placeholder="Search metrics"
          value={search}
          onChange={(event) => url.set({ search: event.target.value })}
          trailing={<Kbd>/</Kbd>}
          className="min-w-48 flex-1 sm:max-w-sm"
        />
        <Segments label="View" value={view} onChange={(next) => url.set({ view: next === "table" ? next : undefined })} options={views} />
      </div>
      {view === "table" ? (
        <MetricTable metrics={found} />
      ) : (
        <>
          <Curves metrics={found} />
          <LoggedOnce metrics={found} />
          {found.length === 0 && <p className="text-ink-3">No metric has this in its name.</p>}
        </>
      )}
    </div>
  );
}

/** What was logged more than once, drawn. */
function Curves({ metrics }: { metrics: readonly MetricSummary[] }) {
  const { runId } = useRun();
  const url = useUrlState();
  const [cursor, setCursor] = useState<number>();
  const axis: Axis = url.get("axis") === "time" ? "time" : "step";
  const isLog = url.get("log") === "1";
  const smoothing = Number(url.get("smooth") ?? 0) || 0;
  const groups = useMemo(() => groupMetrics(rankMetrics(metrics.filter(({ count }) => count > 1).map(({ key }) => key))), [metrics]);
  if (groups.length === 0) return null;
  return (
    <>
      <ChartBar axis={axis} onAxis={(next) => url.set({ axis: next === "time" ? next : undefined })} cursor={cursor}>
        <CheckboxRow checked={isLog} onChange={(next) => url.set({ log: next ? "1" : undefined })}>
          Log axis
        </CheckboxRow>
        <SmoothingSlider value={smoothing} onChange={(next) => url.set({ smooth: next > 0 ? String(next) : undefined })} />
        <span className="text-ink-3 max-sm:hidden">Drag over a range to look closer, double-click to see all.</span>
      </ChartBar>
      <MetricCharts
        groups={groups.slice(0, mostCharts)}
        axis={axis}
        color={assignColors([runId]).get(runId) ?? 1}
        isLog={isLog}
        smoothing={smoothing}
        height={chartHeight(groups.length)}
        onCursor={setCursor}
      />
      {groups.length > mostCharts && (
        <p className="text-ink-3">
          {mostCharts} of {groups.length} charts. Search for the others, or see all figures in the table.
        </p>
      )}
    </>
  );
}
