import { formatNumber } from "../../format/number.ts";
import { type Axis, shareOf, type Tick, ticksOf } from "../scene/axis.ts";
import type { Ink, Mark, Scene } from "../scene/scene.ts";
import { type Value, type ValueAxis, valueAxis } from "./value-axis.ts";

export interface ParallelAxis {
  id: string;
  label: string;
  isLog: boolean;
}

export interface ParallelRow {
  id: string;
  label: string;
  color: Ink;
  isStrong: boolean;
  /** One for each axis. */
  values: readonly Value[];
}

/** A stretch of an axis that was brushed, by the places of its values, both included. */
export interface Brush {
  axis: string;
  from: number;
  to: number;
}

export interface PreparedParallel {
  axes: readonly (ParallelAxis & ValueAxis)[];
  rows: readonly (ParallelRow & { places: readonly (number | undefined)[]; isKept: boolean })[];
  keptCount: number;
  notes: string[];
}

/** Every row by its places on the axes; `isKept` where it lies within every brush. A row without a value on an axis has a gap there. */
export function prepareParallel(
  rows: readonly ParallelRow[],
  { axes, brushes }: { axes: readonly ParallelAxis[]; brushes: readonly Brush[] },
): PreparedParallel {
  const placed = axes.map((axis, at) => ({
    ...axis,
    ...valueAxis(
      rows.map(({ values }) => values[at]),
      { isLog: axis.isLog, margin: 0.02 },
    ),
  }));
  const shown = rows.map((row) => {
    const places = placed.map(({ place }, at) => place(row.values[at]));
    const isKept = brushes.every((brush) => {
      const place = places[placed.findIndex(({ id }) => id === brush.axis)];
      return place !== undefined && place >= brush.from && place <= brush.to;
    });
    return { ...row, places, isKept };
  });
  const gaps = shown.filter(({ places }) => places.some((place) => place === undefined)).length;
  const notes = gaps > 0 ? [`${gaps} of ${rows.length} have no value, or none that a log axis can hold, on some axis: a gap`] : [];
  return { axes: placed, rows: shown, keptCount: shown.filter(({ isKept }) => isKept).length, notes };
}

const top = 34;
const bottom = 14;
const sides = 46;
const barHalf = 5;

/** Where the axes stand: pixels from the left, and from which height to which. */
export interface ParallelDrawing {
  scene: Scene;
  axes: readonly { id: string; x: number; top: number; bottom: number; axis: Axis }[];
}

export function drawParallel(
  { axes, rows }: PreparedParallel,
  { brushes, width, height }: { brushes: readonly Brush[]; width: number; height: number },
): ParallelDrawing {
  const foot = height - bottom;
  const gap = axes.length > 1 ? (width - 2 * sides) / (axes.length - 1) : 0;
  const places = axes.map(({ id, axis }, at) => ({ id, x: sides + at * gap, top, bottom: foot, axis }));
  const yOf = (axis: Axis, value: number) => foot - shareOf(axis, value) * (foot - top);
  const rank = (row: PreparedParallel["rows"][number]) => (row.isKept ? 1 : 0) + (row.isStrong ? 2 : 0);
  const lines = rows
    .toSorted((one, other) => rank(one) - rank(other))
    .map((row): Mark => {
      const points = places.flatMap(({ x, axis }, at) => {
        const place = row.places[at];
        return place === undefined ? [Number.NaN, Number.NaN] : [x, yOf(axis, place)];
      });
      return { kind: "path", points, title: row.label, ...lookOf(row, { isMany: rows.length > 60, isBrushed: brushes.length > 0 }) };
    });
  const most = Math.max(40, gap - 8);
  const frame = places.flatMap(({ x, axis }, at): Mark[] => [
    { kind: "path", points: [x, top, x, foot], ink: "quiet", width: 1 },
    { kind: "text", x, y: 12, text: axes[at]?.label ?? "", ink: "text", align: "middle", isStrong: true, most },
    ...ticksOn(
      axis,
      rows.map((row) => row.places[at]),
      Math.floor((foot - top) / 34),
    ).map(
      ({ share, label }): Mark => ({
        kind: "text",
        x: at === axes.length - 1 ? x + 6 : x - 6,
        y: foot - share * (foot - top),
        text: label,
        ink: "text",
        hasEdge: true,
        align: at === axes.length - 1 ? "start" : "end",
        most: sides - 8,
      }),
    ),
  ]);
  const bars = brushes.flatMap((brush): Mark[] => {
    const on = places.find(({ id }) => id === brush.axis);
    if (!on) return [];
    // An end beyond its axis is drawn at the end of the axis.
    const within = (value: number) => Math.min(on.axis.high, Math.max(on.axis.low, value));
    const upper = yOf(on.axis, within(brush.to));
    const box = {
      kind: "box" as const,
      x: on.x - barHalf,
      y: upper,
      width: 2 * barHalf,
      height: Math.max(2, yOf(on.axis, within(brush.from)) - upper),
    };
    return [
      { ...box, ink: 1, opacity: 0.25 },
      { ...box, ink: 1, isOutline: true },
    ];
  });
  return { scene: { width, height, marks: [...lines, ...frame, ...bars] }, axes: places };
}

/** An axis of one number has that number alone: steps around it would be finer than their labels. */
function ticksOn(axis: Axis, places: readonly (number | undefined)[], count: number): readonly Tick[] {
  const [only, ...others] = new Set(places.filter((place) => place !== undefined));
  if (axis.words !== "number" || axis.names || only === undefined || others.length > 0) return ticksOf(axis, count);
  return [{ share: shareOf(axis, only), label: formatNumber(only) }];
}

function lookOf(
  row: PreparedParallel["rows"][number],
  { isMany, isBrushed }: { isMany: boolean; isBrushed: boolean },
): { ink: Ink; width: number; opacity: number } {
  if (isBrushed && !row.isKept) return { ink: "quiet", width: 1, opacity: 0.12 };
  if (row.isStrong) return { ink: row.color, width: 2, opacity: 1 };
  if (isBrushed) return { ink: "text", width: 1.2, opacity: isMany ? 0.4 : 0.7 };
  return { ink: "quiet", width: 1, opacity: isMany ? 0.25 : 0.5 };
}
