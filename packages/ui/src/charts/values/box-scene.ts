import { axisOf, isPlaceable, namesAxis } from "../scene/axis.ts";
import { frameOf, placeX, placeY } from "../scene/frame.ts";
import type { Mark, Scene } from "../scene/scene.ts";

export interface BoxSample {
  group: string;
  color: number;
  value: number;
}

/** A group by its quartiles; the whiskers reach to the last value within one and a half box heights, what lies beyond is shown alone. */
export interface BoxOfGroup {
  group: string;
  color: number;
  count: number;
  low: number;
  lower: number;
  middle: number;
  upper: number;
  high: number;
  outside: number[];
}

export interface PreparedBoxes {
  boxes: readonly BoxOfGroup[];
  groupCount: number;
  isLog: boolean;
  notes: string[];
}

const mostGroups = 20;

/** The largest groups, in the order of their names. */
export function prepareBoxes(samples: readonly BoxSample[], { isLog }: { isLog: boolean }): PreparedBoxes {
  const placeable = samples.filter(({ value }) => isPlaceable(value, isLog));
  const left = samples.length - placeable.length;
  const groups = [...Map.groupBy(placeable, ({ group }) => group)];
  const largest = groups.toSorted((one, other) => other[1].length - one[1].length).slice(0, mostGroups);
  const byName = new Intl.Collator("en", { numeric: true });
  const boxes = largest
    .map(([group, members]) => ({ group, color: members[0]?.color ?? 1, ...fiveOf(members.map(({ value }) => value)) }))
    .sort((one, other) => byName.compare(one.group, other.group));
  const why = isLog ? "not finite, or at or below zero on a log axis" : "not finite";
  return {
    boxes,
    groupCount: groups.length,
    isLog,
    notes: left > 0 ? [`${left} ${left === 1 ? "value" : "values"} ${why}, left out`] : [],
  };
}

function fiveOf(values: readonly number[]): Omit<BoxOfGroup, "group" | "color"> {
  const sorted = values.toSorted((one, other) => one - other);
  const lower = quantile(sorted, 0.25);
  const upper = quantile(sorted, 0.75);
  const reach = 1.5 * (upper - lower);
  const within = sorted.filter((value) => value >= lower - reach && value <= upper + reach);
  return {
    count: sorted.length,
    low: within[0] ?? lower,
    lower,
    middle: quantile(sorted, 0.5),
    upper,
    high: within.at(-1) ?? upper,
    outside: sorted.filter((value) => value < lower - reach || value > upper + reach),
  };
}

/** Between the two nearest values, as the default of R and NumPy. */
function quantile(sorted: readonly number[], share: number): number {
  const at = (sorted.length - 1) * share;
  const low = sorted[Math.floor(at)] ?? Number.NaN;
  const high = sorted[Math.ceil(at)] ?? low;
  return low + (high - low) * (at - Math.floor(at));
}

export function drawBoxes({ boxes, isLog }: PreparedBoxes, size: { width: number; height: number; xLabel: string }): Scene {
  const x = namesAxis(boxes.map(({ group, count }) => `${group} (${count})`));
  const y = axisOf(
    boxes.flatMap((box) => [box.low, box.high, ...box.outside]),
    { isLog, margin: 0.05 },
  );
  const { area, marks } = frameOf({ ...size, x, y });
  const half = Math.min(28, (area.width / Math.max(1, boxes.length)) * 0.3);
  const drawn = boxes.flatMap((box, at): Mark[] => {
    const middle = placeX(area, x, at);
    const up = (value: number) => placeY(area, y, value);
    const bar = (value: number, width: number): Mark => ({
      kind: "path",
      points: [middle - half, up(value), middle + half, up(value)],
      ink: box.color,
      width,
    });
    const frame = {
      kind: "box" as const,
      x: middle - half,
      y: up(box.upper),
      width: 2 * half,
      height: Math.max(1, up(box.lower) - up(box.upper)),
    };
    return [
      { kind: "path", points: [middle, up(box.low), middle, up(box.lower)], ink: box.color, width: 1 },
      { kind: "path", points: [middle, up(box.upper), middle, up(box.high)], ink: box.color, width: 1 },
      { ...frame, ink: box.color, opacity: 0.2, title: box.group },
      { ...frame, ink: box.color, isOutline: true },
      bar(box.middle, 2),
      ...box.outside.map((value): Mark => ({ kind: "dot", x: middle, y: up(value), radius: 2, ink: box.color })),
    ];
  });
  return { ...size, marks: [...marks, ...drawn] };
}
