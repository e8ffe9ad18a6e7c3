import { type Axis, isPlaceable } from "../scene/axis.ts";
import { frameOf, placeX, placeY } from "../scene/frame.ts";
import type { Area, Ink, Mark, Scene } from "../scene/scene.ts";
import { type Value, type ValueAxis, valueAxis } from "./value-axis.ts";

export interface ScatterPoint {
  id: string;
  label: string;
  color: Ink;
  /** Drawn strongly; all are where none is. */
  isStrong: boolean;
  x: Value;
  y: Value;
}

export interface ScatterOptions {
  isLogX: boolean;
  isLogY: boolean;
  xLabel: string;
  yLabel: string;
}

export interface PreparedScatter {
  points: readonly (ScatterPoint & { left: number; up: number })[];
  x: Axis;
  y: Axis;
  notes: string[];
  pointCount: number;
}

/** Points with both values; the others are counted in a note. */
export function prepareScatter(all: readonly ScatterPoint[], { isLogX, isLogY }: ScatterOptions): PreparedScatter {
  const x = valueAxis(
    all.map((point) => point.x),
    { isLog: isLogX, margin: 0.04 },
  );
  const y = valueAxis(
    all.map((point) => point.y),
    { isLog: isLogY, margin: 0.04 },
  );
  const points = all.flatMap((point) => {
    const left = x.place(point.x);
    const up = y.place(point.y);
    return left === undefined || up === undefined ? [] : [{ ...point, left, up }];
  });
  return { points, x: x.axis, y: y.axis, notes: notesOf(all, { x, y, isLogX, isLogY }), pointCount: points.length };
}

function notesOf(
  all: readonly ScatterPoint[],
  { x, y, isLogX, isLogY }: { x: ValueAxis; y: ValueAxis; isLogX: boolean; isLogY: boolean },
): string[] {
  const missing = all.filter((point) => point.x === undefined || point.y === undefined).length;
  const isRefused = (value: Value, axis: Axis, isLog: boolean) => value !== undefined && !axis.names && !isPlaceable(Number(value), isLog);
  const refused = all.filter((point) => isRefused(point.x, x.axis, isLogX) || isRefused(point.y, y.axis, isLogY)).length;
  return [
    ...(missing > 0 ? [`${missing} without both values`] : []),
    ...(refused > 0 ? [`${refused} not finite, or at or below zero on a log axis, left out`] : []),
  ];
}

export interface ScatterDrawing {
  scene: Scene;
  area: Area;
  x: Axis;
  y: Axis;
  /** The centres, in pixels. */
  spots: readonly { id: string; x: number; y: number }[];
}

export function drawScatter(
  prepared: PreparedScatter,
  options: ScatterOptions,
  { width, height }: { width: number; height: number },
): ScatterDrawing {
  const { x, y, points } = prepared;
  const { area, marks } = frameOf({ width, height, x, y, xLabel: options.xLabel, yLabel: options.yLabel });
  const isAll = !points.some(({ isStrong }) => isStrong);
  const spots = points.map(({ id, left, up }) => ({ id, x: placeX(area, x, left), y: placeY(area, y, up) }));
  const dots = points.map((point, at): Mark & { isStrong: boolean } => ({
    kind: "dot",
    x: spots[at]?.x ?? 0,
    y: spots[at]?.y ?? 0,
    radius: isAll || point.isStrong ? 3.5 : 2.5,
    ink: isAll || point.isStrong ? point.color : "quiet",
    opacity: isAll || point.isStrong ? 0.9 : 0.4,
    title: point.label,
    isStrong: point.isStrong,
  }));
  // What is chosen lies on top.
  const ordered = dots.toSorted((one, other) => Number(one.isStrong) - Number(other.isStrong));
  return { scene: { width, height, marks, inside: { area: grown(area), marks: ordered } }, area, x, y, spots };
}

const grown = ({ left, top, width, height }: Area): Area => ({ left: left - 4, top: top - 4, width: width + 8, height: height + 8 });
