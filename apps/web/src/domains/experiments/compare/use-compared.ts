"use client";
import type { ComparedRun, RunComparison } from "@plumbline/contracts/experiments/compare-runs";
import { assignColors } from "@plumbline/ui/charts/colors";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useUrlState } from "#src/components/url-state.ts";
import { useApi } from "#src/shell/api.tsx";
import { primaryMetricOf } from "../primary-metric.ts";
import { experimentQuery } from "../queries.ts";
import { type ColumnBrush, parseBrushes, printBrushes } from "../runs/brush-address.ts";
import { keptRuns } from "./kept-runs.ts";
import { type Figure, figures, type KeyRow, keyRows } from "./key-rows.ts";
import { rankCorrelation } from "./rank-correlation.ts";
import { bestRun } from "./row-cells.ts";

export const parts = ["overview", "curves", "scatter", "files"] as const;
export type Part = (typeof parts)[number];
const bottomAxes = ["step", "relative", "clock"] as const;
export type BottomAxis = (typeof bottomAxes)[number];

/** Everything that the page shows of a comparison: the runs, and what the address says of how they are looked at. */
export function useCompared(comparison: RunComparison) {
  const url = useUrlState();
  const { runs } = comparison;
  const placeOf = (runId: string | undefined) => runs.findIndex((run) => run.runId === runId);
  const baseline = Math.max(0, placeOf(url.get("base")));
  const figure = figures.find((name) => name === url.get("figure")) ?? "last";
  const primary = usePrimaryMetric(runs[baseline]);
  const rows = useMemo(() => keyRows(comparison, { figure, primary }), [comparison, figure, primary]);
  const index = useMemo(() => new Map(rows.map((row) => [row.id, row])), [rows]);
  const brushText = url.getAll("brush").join("\n");
  const brushes = useMemo(() => parseBrushes(brushText ? brushText.split("\n") : []), [brushText]);
  const kept = useMemo(() => withBaseline(keptRuns(runs.length, index, brushes), baseline), [runs.length, index, brushes, baseline]);
  const lead = leadRow(rows, url.get("metric"));
  const correlations = useMemo(() => correlationsWith(lead, rows, runs.length), [lead, rows, runs.length]);
  const colors = useMemo(() => assignColors(runs.map(({ runId }) => runId)), [runs]);
  const asked = placeOf(url.get("with"));
  return {
    comparison,
    runs,
    names: useMemo(() => runs.map(({ name }) => name), [runs]),
    colors,
    rows,
    index,
    baseline,
    /** The run that is held against the baseline in full. */
    other: asked >= 0 && asked !== baseline ? asked : otherRun(lead, kept, baseline),
    kept,
    brushes,
    lead,
    running: useMemo(() => new Set(runs.flatMap(({ status }, at) => (status === "RUNNING" ? [at] : []))), [runs]),
    correlations,
    figure,
    ...readingOf(url),
    ...changesOf(url, brushes),
  };
}

export type Compared = ReturnType<typeof useCompared>;

type Url = ReturnType<typeof useUrlState>;

/** How it is looked at, by the address. */
function readingOf(url: Url) {
  const smoothing = Number(url.get("smooth") ?? 0);
  return {
    part: parts.find((name) => name === url.get("part")) ?? "overview",
    isAll: url.get("show") === "all",
    isRelative: url.get("change") === "relative",
    layout: url.get("layout"),
    find: url.get("find") ?? "",
    bottom: bottomAxes.find((name) => name === url.get("over")) ?? "step",
    smoothing: smoothing > 0 && smoothing < 1 ? smoothing : 0,
    isLogCurves: url.get("logy") === "1",
    axes: url.getAll("axis"),
    curveKeys: url.getAll("curve"),
    scatter: { x: url.get("x"), y: url.get("y") },
    file: url.get("file"),
  };
}

function changesOf(url: Url, brushes: readonly ColumnBrush[]) {
  return {
    setPart: (part: Part) => url.set({ part: part === "overview" ? undefined : part }),
    setAll: (isAll: boolean) => url.set({ show: isAll ? "all" : undefined }),
    setRelative: (isRelative: boolean) => url.set({ change: isRelative ? "relative" : undefined }),
    setLayout: (layout: "keys" | "runs") => url.set({ layout }),
    setFind: (find: string) => url.set({ find }),
    setFigure: (figure: Figure) => url.set({ figure: figure === "last" ? undefined : figure, brush: undefined, axis: undefined }),
    setBaseline: (runId: string) => url.set({ base: runId, with: undefined }),
    setOther: (runId: string) => url.set({ with: runId }),
    setLead: (key: string) => url.set({ metric: key, axis: undefined }),
    setBottom: (bottom: BottomAxis) => url.set({ over: bottom === "step" ? undefined : bottom }),
    setSmoothing: (smoothing: number) => url.set({ smooth: smoothing > 0 ? String(smoothing) : undefined }),
    setLogCurves: (isLog: boolean) => url.set({ logy: isLog ? "1" : undefined }),
    setAxes: (axes: readonly string[]) => url.set({ axis: axes }),
    setCurveKeys: (keys: readonly string[]) => url.set({ curve: keys }),
    setScatter: (next: { x?: string; y?: string }) => url.set(next),
    setFile: (file: string) => url.set({ file }),
    setBrushes: (next: readonly ColumnBrush[]) =>
      url.set({ brush: printBrushes([...brushes.filter(({ column }) => next.every((each) => each.column !== column)), ...next]) }),
    setBrush: (column: string, brush: ColumnBrush | undefined) =>
      url.set({ brush: printBrushes([...brushes.filter((each) => each.column !== column), ...(brush ? [brush] : [])]) }),
    clearBrushes: () => url.set({ brush: undefined }),
    setMost: (most: number) => url.set({ most: String(most) }),
    /** Other runs are compared, named one by one; what they were found by counts no more. */
    setRuns: (runIds: readonly string[]) =>
      url.set({ run: runIds, experiment: undefined, filter: undefined, sort: undefined, deleted: undefined, most: undefined }),
  };
}

/** The metric by which the runs of the baseline's experiment are judged, where people said so. */
function usePrimaryMetric(run: ComparedRun | undefined) {
  const experiment = useQuery({ ...experimentQuery(useApi(), run?.experimentId ?? ""), enabled: run !== undefined });
  return useMemo(() => experiment.data && primaryMetricOf(experiment.data), [experiment.data]);
}

/** The baseline stays in sight, whatever is brushed. */
const withBaseline = (kept: readonly number[], baseline: number): number[] => [baseline, ...kept.filter((run) => run !== baseline)];

function leadRow(rows: readonly KeyRow[], asked: string | undefined): KeyRow | undefined {
  const metrics = rows.filter(({ kind }) => kind === "metric");
  return metrics.find(({ label }) => label === asked) ?? metrics.find(({ direction }) => direction !== undefined) ?? metrics[0];
}

/** The run that did best, or the next one. */
function otherRun(lead: KeyRow | undefined, kept: readonly number[], baseline: number): number {
  const best = lead && bestRun(lead, kept);
  return best === undefined || best === baseline ? (kept.find((run) => run !== baseline) ?? baseline) : best;
}

/** So many params are held against the metric; the others are of no use in a table that nobody reads. */
const mostCorrelated = 2000;

function correlationsWith(lead: KeyRow | undefined, rows: readonly KeyRow[], count: number): ReadonlyMap<string, number> {
  if (!lead) return new Map();
  const runs = Array.from({ length: count }, (_, run) => run);
  const params = rows.filter(({ kind, isDiffering }) => kind === "param" && isDiffering).slice(0, mostCorrelated);
  return new Map(
    params.flatMap((row) => {
      const correlation = rankCorrelation(row, lead, runs);
      return correlation === undefined ? [] : [[row.id, correlation] as const];
    }),
  );
}
