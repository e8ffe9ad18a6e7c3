"use client";
import type { ChartPanel, PanelOf } from "@plumbline/contracts/experiments/chart-panel";
import { useMemo, useState } from "react";
import { axisOfPanel, type CurveIndex, indexCurves, type LineRun, stepsWithin } from "./curve-lines.ts";
import { useDrawings } from "./drawings.ts";

/** The part of an axis that all charts over it look at. */
export interface Zoom {
  axis: string;
  range: readonly [number, number];
}

/** A chart needs no more points than it has pixels; a closer look gets all there are, up to the most that an answer holds. */
const pointsOfAll = { least: 40, most: 600, together: 120_000 };
const pointsOfRange = 10_000;

const isLine = (panel: ChartPanel): panel is PanelOf<"line"> => panel.kind === "line";
const keysOf = (panels: readonly PanelOf<"line">[]): string[] => [
  ...new Set(panels.flatMap(({ metrics, x, xMetric }) => [...metrics, ...(x === "metric" && xMetric !== undefined ? [xMetric] : [])])),
];

/** Every curve of the board by one reading, and by another those of a range that is looked at, in full. */
export function useBoardCurves(panels: readonly ChartPanel[], runs: readonly LineRun[]) {
  const [zoom, setZoom] = useState<Zoom>();
  const lines = useMemo(() => panels.filter(isLine), [panels]);
  const runIds = useMemo(() => runs.map(({ runId }) => runId), [runs]);
  const keys = useMemo(() => keysOf(lines), [lines]);
  const hasTimes = lines.some(({ x }) => x === "relative" || x === "clock");
  const share = Math.floor(pointsOfAll.together / Math.max(1, runIds.length * keys.length));
  const maxPoints = Math.min(pointsOfAll.most, Math.max(pointsOfAll.least, share));
  const whole = useDrawings({ runIds, keys, hasTimes, maxPoints }, { isKept: true });
  const all = useMemo(() => indexCurves(whole.data?.curves ?? []), [whole.data]);

  const close = useMemo(() => closeLook(zoom, { lines, runs, all }), [zoom, lines, runs, all]);
  const closely = useDrawings({ runIds, hasTimes, maxPoints: pointsOfRange, ...close }, { isKept: false });
  const part = useMemo(() => closely.data && indexCurves(closely.data.curves), [closely.data]);
  const isClose = (panel: PanelOf<"line">) => part !== undefined && zoom?.axis === axisOfPanel(panel);
  return {
    query: whole,
    zoom,
    setZoom,
    /** Whether the curves of the range have come, so that those are what is drawn. */
    isClose,
    curvesFor: (panel: PanelOf<"line">): CurveIndex => (part && isClose(panel) ? part : all),
  };
}

interface Known {
  lines: readonly PanelOf<"line">[];
  runs: readonly LineRun[];
  all: CurveIndex;
}

/** What has to be read for a range: no key where nothing is zoomed. */
function closeLook(zoom: Zoom | undefined, { lines, runs, all }: Known): { keys: string[]; startStep?: number; endStep?: number } {
  const zoomed = zoom ? lines.filter((panel) => axisOfPanel(panel) === zoom.axis) : [];
  const steps = zoomed.flatMap((panel) => (zoom && stepsWithin(panel, zoom.range, { runs, curves: all })) ?? []);
  if (steps.length === 0) return { keys: [] };
  return {
    keys: keysOf(zoomed),
    startStep: Math.min(...steps.map(({ startStep }) => startStep)),
    endStep: Math.max(...steps.map(({ endStep }) => endStep)),
  };
}
