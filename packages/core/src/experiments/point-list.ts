import type { MetricPoint } from "./metric-point.ts";

/** Points in their order, without an object for each: a million of them take 24 megabytes. */
export interface PointList {
  readonly length: number;
  readonly steps: Float64Array;
  readonly timestamps: Float64Array;
  readonly values: Float64Array;
}

/** Integers that lie equally far apart. */
export interface Stride {
  readonly first: number;
  readonly stride: number;
}

/** What a block holds, as short as it can be read without decoding. */
export interface PointColumns {
  readonly steps: Float64Array | Stride;
  readonly timestamps: Float64Array | Stride;
  readonly values: Float64Array;
}

export const bytesOfColumns = ({ steps, timestamps, values }: PointColumns): number =>
  [steps, timestamps, values].reduce((sum, column) => sum + ("stride" in column ? 0 : column.byteLength), 0);

/** One of them. */
export interface ReadPoint extends MetricPoint {
  readonly step: number;
  readonly timestamp: number;
}

export function pointAt({ steps, timestamps, values }: PointList, index: number): ReadPoint {
  return { step: steps[index] ?? 0, timestamp: timestamps[index] ?? 0, value: values[index] ?? 0 };
}

export function allocatePoints(length: number): PointList {
  return { length, steps: new Float64Array(length), timestamps: new Float64Array(length), values: new Float64Array(length) };
}

/** Room that is kept: for a million points, 24 megabytes. */
const keptPoints = 2 ** 20;
let room = allocatePoints(0);

/** Points of anything, in one room that serves every call: a new one for each curve costs more than to fill it. Valid until the next call. */
export function borrowPoints(length: number): PointList {
  if (length > keptPoints) return allocatePoints(length);
  if (length > room.length) room = allocatePoints(Math.min(keptPoints, Math.max(length, room.length * 2)));
  return partOf(room, 0, length);
}

/** Integers beyond 2^53 become the nearest float64, as they do on their way to a client. */
export function listOfPoints(points: readonly MetricPoint[]): PointList {
  const list = allocatePoints(points.length);
  putPoints(list, points);
  return list;
}

export const hasSafeIntegers = (points: readonly MetricPoint[]): boolean =>
  points.every(({ step, timestamp }) => typeof step === "number" && typeof timestamp === "number");

export function putPoints({ steps, timestamps, values }: PointList, points: readonly MetricPoint[]): void {
  for (const [index, point] of points.entries()) {
    steps[index] = Number(point.step);
    timestamps[index] = Number(point.timestamp);
    values[index] = point.value;
  }
}

/** Into a list that has their very length. */
export function putColumns(list: PointList, { steps, timestamps, values }: PointColumns): void {
  putIntegers(list.steps, steps);
  putIntegers(list.timestamps, timestamps);
  list.values.set(values);
}

function putIntegers(target: Float64Array, column: Float64Array | Stride): void {
  if ("stride" in column) for (let index = 0; index < target.length; index += 1) target[index] = column.first + column.stride * index;
  else target.set(column);
}

/** Those from one place to before another. */
export function partOf(list: PointList, from: number, to: number): PointList {
  const { steps, timestamps, values } = list;
  return {
    length: to - from,
    steps: steps.subarray(from, to),
    timestamps: timestamps.subarray(from, to),
    values: values.subarray(from, to),
  };
}

/** The first place of which something is so that is so of all that follow it; the length where it is so of none. */
export function firstWhere(length: number, isSo: (index: number) => boolean): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isSo(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The place of the first of sorted steps that is not below one. */
export const firstFrom = ({ steps, length }: PointList, step: number): number => firstWhere(length, (index) => (steps[index] ?? 0) >= step);
