import type { PanelOf } from "@plumbline/contracts/experiments/chart-panel";
import { type DrawnCurve, fromMetricNumber } from "@plumbline/contracts/experiments/metric";
import { type Line, lastAtOrBefore } from "@plumbline/ui/charts/lines/lines";

export interface LineRun {
  runId: string;
  name: string;
  /** In milliseconds since 1970. */
  startTime: number;
  color: number;
  /** What it is put together by where bands are drawn. */
  group?: string | undefined;
}

/** Curves of one answer by run and key. */
export type CurveIndex = ReadonlyMap<string, DrawnCurve>;

const curveId = (runId: string, key: string): string => `${runId} ${key}`;

export const indexCurves = (curves: readonly DrawnCurve[]): CurveIndex =>
  new Map(curves.map((curve) => [curveId(curve.runId, curve.key), curve]));

/** The curves of a panel: one of each run and metric that has points. Further metrics of a panel are dashed. */
export function linesOf(panel: PanelOf<"line">, runs: readonly LineRun[], curves: CurveIndex): Line[] {
  return panel.metrics.flatMap((key, at) =>
    runs.flatMap((run): Line[] => {
      const curve = curves.get(curveId(run.runId, key));
      if (!curve || curve.steps.length === 0) return [];
      const x = placesOf(panel, run, { curve, curves });
      return [
        {
          id: curveId(run.runId, key),
          label: panel.metrics.length === 1 ? run.name : `${run.name}, ${key}`,
          color: run.color,
          x,
          y: curve.values.map(fromMetricNumber),
          isDashed: at > 0,
          ...(run.group !== undefined && { group: panel.metrics.length === 1 ? run.group : `${run.group}, ${key}` }),
        },
      ];
    }),
  );
}

function placesOf(panel: PanelOf<"line">, run: LineRun, { curve, curves }: { curve: DrawnCurve; curves: CurveIndex }): readonly number[] {
  const { steps, timestamps } = curve;
  if (panel.x === "clock") return timestamps ?? steps;
  if (panel.x === "relative") return timestamps?.map((timestamp) => (timestamp - run.startTime) / 1000) ?? steps;
  if (panel.x === "step" || panel.xMetric === undefined) return steps;
  const across = curves.get(curveId(run.runId, panel.xMetric));
  return steps.map((step) => (across ? valueAtStep(across, step) : Number.NaN));
}

/** The value of a curve at a step: its own, or on the line between the points around it, as curves are thinned apart. */
function valueAtStep({ steps, values }: DrawnCurve, step: number): number {
  const at = lastAtOrBefore(steps, step);
  const before = steps[at];
  if (before === undefined) return Number.NaN;
  const left = numberAt(values, at);
  const after = steps[at + 1];
  if (before === step) return left;
  return after === undefined ? Number.NaN : left + ((numberAt(values, at + 1) - left) * (step - before)) / (after - before);
}

const numberAt = (values: DrawnCurve["values"], at: number): number => fromMetricNumber(values[at] ?? "NaN");

/** Charts of one axis share crosshair and range. */
export const axisOfPanel = (panel: PanelOf<"line">): string => (panel.x === "metric" ? `m:${panel.xMetric ?? ""}` : panel.x);

/** The steps that lie within a range of an axis, with a neighbour on each side: what has to be read for a closer look. */
export function stepsWithin(
  panel: PanelOf<"line">,
  range: readonly [number, number],
  { runs, curves }: { runs: readonly LineRun[]; curves: CurveIndex },
): { startStep: number; endStep: number } | undefined {
  if (panel.x === "step") return { startStep: Math.floor(range[0]), endStep: Math.ceil(range[1]) };
  const stretches = runs.flatMap((run) =>
    panel.metrics.flatMap((key) => {
      const curve = curves.get(curveId(run.runId, key));
      const stretch = curve && stretchOf(curve, placesOf(panel, run, { curve, curves }), range);
      return stretch ? [stretch] : [];
    }),
  );
  if (stretches.length === 0) return undefined;
  return {
    startStep: stretches.reduce((least, [start]) => Math.min(least, start), Number.POSITIVE_INFINITY),
    endStep: stretches.reduce((most, [, end]) => Math.max(most, end), Number.NEGATIVE_INFINITY),
  };
}

function stretchOf({ steps }: DrawnCurve, places: readonly number[], [from, to]: readonly [number, number]): [number, number] | undefined {
  const after = places.findIndex((x) => x > from);
  const before = places.findLastIndex((x) => x < to);
  const start = steps[Math.max(0, after - 1)];
  const end = steps[Math.min(steps.length - 1, before + 1)];
  return after < 0 || before < 0 || start === undefined || end === undefined ? undefined : [start, end];
}

/** How many of the stored points of a panel are drawn. */
export function pointCounts(panel: PanelOf<"line">, runs: readonly LineRun[], curves: CurveIndex): { drawn: number; total: number } {
  const shown = runs.flatMap(({ runId }) => panel.metrics.flatMap((key) => curves.get(curveId(runId, key)) ?? []));
  return {
    drawn: shown.reduce((sum, { steps }) => sum + steps.length, 0),
    total: shown.reduce((sum, { total }) => sum + total, 0),
  };
}
