import { hash } from "node:crypto";
import { ByteReader, ByteWriter } from "./byte-buffer.ts";
import { readInts, readSafeInts, writeInts } from "./int-column.ts";
import { comparePoints, type Int64, type MetricPoint } from "./metric-point.ts";
import type { PointColumns } from "./point-list.ts";
import { readValues, readValuesInto, writeValues } from "./value-column.ts";

const version = 1;
const digestBytes = 16;

export interface MetricBlock {
  readonly bytes: Buffer;
  /** Names the points whatever the format: the same points have it in every version of the codec. */
  readonly digest: Buffer;
  readonly loStep: Int64;
  readonly hiStep: Int64;
  /** Points in the block, identical ones once. */
  readonly count: number;
}

function withoutRepeats(points: readonly MetricPoint[]): readonly MetricPoint[] {
  let before: MetricPoint | undefined;
  let repeats = 0;
  for (const point of points) {
    const order = before ? comparePoints(before, point) : -1;
    if (order > 0) throw new RangeError("the points of a metric block must be sorted");
    if (order === 0) repeats += 1;
    before = point;
  }
  if (repeats === 0) return points;
  return points.filter((point, index) => {
    const previous = points[index - 1];
    return !previous || comparePoints(previous, point) !== 0;
  });
}

// Encoding never yields, so one writer serves every call.
const writer = new ByteWriter(4096);

function digestOf(points: readonly MetricPoint[]): Buffer {
  writer.restart();
  for (const { step, timestamp, value } of points) {
    writer.int64(step);
    writer.int64(timestamp);
    writer.float64(value);
  }
  // As text and back: three times as fast as asking for a buffer.
  return Buffer.from(hash("sha256", writer.peek(), "binary").slice(0, digestBytes), "latin1");
}

/** A block's bytes; of points that are sorted and each there once. Valid until the next call. */
export function encodePoints(points: readonly MetricPoint[]): Uint8Array {
  writer.restart();
  writer.byte(version);
  writer.varint(points.length);
  writeInts(
    writer,
    points.map(({ step }) => step),
  );
  writeInts(
    writer,
    points.map(({ timestamp }) => timestamp),
  );
  writeValues(
    writer,
    points.map(({ value }) => value),
  );
  return writer.peek();
}

/**
 * Packs points sorted by `comparePoints` (RangeError if they are not) into one block: a version, the
 * count, and a column each of steps, timestamps and values. At least one point.
 */
export function encodeMetricBlock(points: readonly MetricPoint[]): MetricBlock {
  const distinct = withoutRepeats(points);
  const first = distinct[0];
  const last = distinct.at(-1);
  if (!first || !last) throw new RangeError("a metric block holds at least one point");
  return {
    bytes: Buffer.from(encodePoints(distinct)),
    digest: digestOf(distinct),
    loStep: first.step,
    hiStep: last.step,
    count: distinct.length,
  };
}

/** The points of a block in the order they were packed; RangeError if the bytes are no whole block. */
export function decodeMetricBlock(bytes: Uint8Array): MetricPoint[] {
  const { reader, count } = openBlock(bytes);
  const steps = readInts(reader, count);
  const timestamps = readInts(reader, count);
  const values = readValues(reader, count);
  if (reader.left !== 0) throw new RangeError("the metric block goes on after its last point");
  return values.map((value, index) => ({ step: steps[index] ?? 0, timestamp: timestamps[index] ?? 0, value }));
}

function openBlock(bytes: Uint8Array): { reader: ByteReader; count: number } {
  const reader = new ByteReader(bytes);
  const found = reader.byte();
  if (found !== version) throw new RangeError(`metric block version ${found} is not known`);
  const count = reader.varint();
  // A constant column costs a byte a point in the values at least, so a count cannot lie far.
  if (count > reader.left) throw new RangeError("the metric block ends too early");
  return { reader, count };
}

/** The points of a block in columns; undefined where a step or time is no safe integer. */
export function decodeColumns(bytes: Uint8Array): PointColumns | undefined {
  const { reader, count } = openBlock(bytes);
  const steps = readSafeInts(reader, count);
  const timestamps = steps && readSafeInts(reader, count);
  if (!timestamps) return undefined;
  const values = new Float64Array(count);
  readValuesInto(reader, values);
  if (reader.left !== 0) throw new RangeError("the metric block goes on after its last point");
  return { steps, timestamps, values };
}

/** Merges several lists of points of one run and key, each of them sorted: identical points once. */
export function mergePoints(lists: readonly (readonly MetricPoint[])[]): readonly MetricPoint[] {
  if (lists.length === 1) return withoutRepeats(lists[0] ?? []);
  // Lists that follow one another make one sorted run, which a sort goes through once.
  const byFirst = [...lists].sort((left, right) => {
    const [first, other] = [left[0], right[0]];
    return first && other ? comparePoints(first, other) : 0;
  });
  return withoutRepeats(byFirst.flat().sort(comparePoints));
}

export interface MetricTotals {
  readonly count: number;
  /** Points that are not NaN: what `sum` divides by for a mean. */
  readonly numericCount: number;
  /** Undefined when every value is NaN. */
  readonly min: number | undefined;
  readonly max: number | undefined;
  readonly sum: number;
  readonly first: MetricPoint;
  /** What MLflow calls the latest: the greatest by step, timestamp and value. */
  readonly last: MetricPoint;
}

function summarizeValues(points: readonly MetricPoint[]): Pick<MetricTotals, "numericCount" | "min" | "max" | "sum"> {
  let [min, max, sum, numericCount] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0];
  for (const { value } of points) {
    if (Number.isNaN(value)) continue;
    numericCount += 1;
    sum += value;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return numericCount > 0 ? { numericCount, min, max, sum } : { numericCount, min: undefined, max: undefined, sum };
}

/** Summarizes points in any order, at least one; repeats count as often as they stand there. */
export function summarizePoints(points: readonly MetricPoint[]): MetricTotals {
  const [start] = points;
  if (!start) throw new RangeError("there are no points to summarize");
  let first = start;
  let last = start;
  for (const point of points) {
    if (comparePoints(point, first) < 0) first = point;
    else if (comparePoints(point, last) > 0) last = point;
  }
  return { count: points.length, ...summarizeValues(points), first, last };
}
