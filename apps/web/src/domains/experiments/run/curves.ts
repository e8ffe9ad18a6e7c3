import { type Curve, fromMetricNumber } from "@plumbline/contracts/experiments/metric";
import type { CurveSeries } from "@plumbline/ui/charts/line-chart";
import type { MetricGroup, Split } from "./metric-groups.ts";

export type Axis = "step" | "time";

export interface CurveContext {
  axis: Axis;
  /** When the run began, in milliseconds since 1970: time runs from there. */
  startTime: number;
  /** The colour of the run. */
  color: number;
}

const splitWords: Record<Split, string> = { valid: "valid", plain: "", test: "test", train: "train" };

/** The curves of one chart: held-out data in full lines, training data dashed, a test set in the next colour. */
export function groupCurves(group: MetricGroup, curves: readonly Curve[], context: CurveContext): CurveSeries[] {
  return group.members.map(({ key, split }) => ({
    id: key,
    label: group.members.length === 1 ? key : splitWords[split] || key,
    color: split === "test" ? (context.color % 8) + 1 : context.color,
    isDashed: split === "train" && group.members.length > 1,
    points: (curves.find((curve) => curve.key === key)?.points ?? []).map((point) => ({
      x: context.axis === "step" ? point.step : (point.timestamp - context.startTime) / 1000,
      y: fromMetricNumber(point.value),
    })),
  }));
}

/** The steps that lie within a range of an axis, with a neighbour on each side: what is read again for a closer look. */
export function stepsWithin(
  curves: readonly Curve[],
  { axis, startTime, range: [from, to] }: Pick<CurveContext, "axis" | "startTime"> & { range: readonly [number, number] },
): { startStep: number; endStep: number } | undefined {
  if (axis === "step") return { startStep: Math.floor(from), endStep: Math.ceil(to) };
  const steps = curves.flatMap(({ points }) => {
    const after = points.findIndex(({ timestamp }) => timestamp > startTime + from * 1000);
    const before = points.findLastIndex(({ timestamp }) => timestamp < startTime + to * 1000);
    if (after < 0 || before < 0) return [];
    return [points[Math.max(0, after - 1)]?.step ?? 0, points[Math.min(points.length - 1, before + 1)]?.step ?? 0];
  });
  return steps.length === 0 ? undefined : { startStep: Math.min(...steps), endStep: Math.max(...steps) };
}

/** How many of the stored points of a chart are drawn. */
export function pointCounts(group: MetricGroup, curves: readonly Curve[]): { drawn: number; total: number } {
  const shown = curves.filter((curve) => group.members.some(({ key }) => key === curve.key));
  return {
    drawn: shown.reduce((sum, { points }) => sum + points.length, 0),
    total: shown.reduce((sum, { total }) => sum + total, 0),
  };
}

const units: readonly [RegExp, string][] = [
  [/_percentage$/, "%"],
  [/_megabytes$/, "MB"],
  [/_watts$/, "W"],
];

/** `system/gpu_0_memory_usage_megabytes` in words, and its unit. With several nodes the node stands before: `system/node_1/…`. */
export function systemName(key: string): { title: string; unit: string | undefined } {
  const [name = "", node] = key
    .replace(/^system\//, "")
    .split("/")
    .reverse();
  const unit = units.find(([pattern]) => pattern.test(name));
  const words = (unit ? name.replace(unit[0], "") : name).replaceAll("_", " ").replace(/^system /, "");
  const title = words.replace(/\b(cpu|gpu|sm)\b/g, (word) => word.toUpperCase());
  return { title: [node?.replaceAll("_", " "), title].flatMap((part) => (part ? [capitalised(part)] : [])).join(": "), unit: unit?.[1] };
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
