import type { ByteReader, ByteWriter } from "./byte-buffer.ts";
import { differenceOf, type Int64, sumOf } from "./metric-point.ts";
import type { Stride } from "./point-list.ts";

/** Steps that count up and timestamps of one batch are the same difference over and over. */
const layouts = { differences: 0, stride: 1 } as const;

function hasOneStride(values: readonly Int64[]): boolean {
  const [first = 0, second = first] = values;
  const stride = differenceOf(second, first);
  let before = second;
  for (let index = 2; index < values.length; index += 1) {
    const value = values[index] ?? before;
    if (differenceOf(value, before) !== stride) return false;
    before = value;
  }
  return true;
}

/** Writes at least one value. */
export function writeInts(writer: ByteWriter, values: readonly Int64[]): void {
  const [first = 0, second = first] = values;
  if (hasOneStride(values)) {
    writer.byte(layouts.stride);
    writer.difference(first, 0);
    if (values.length > 1) writer.difference(second, first);
    return;
  }
  writer.byte(layouts.differences);
  let before: Int64 = 0;
  for (const value of values) {
    writer.difference(value, before);
    before = value;
  }
}

function readStride(reader: ByteReader, count: number): Int64[] {
  const first = reader.next(0);
  const values = [first];
  if (count === 1) return values;
  let value = reader.next(first);
  const stride = differenceOf(value, first);
  values.push(value);
  while (values.length < count) {
    value = sumOf(value, stride);
    values.push(value);
  }
  return values;
}

function readDifferences(reader: ByteReader, count: number): Int64[] {
  const values: Int64[] = [];
  let value: Int64 = 0;
  while (values.length < count) {
    value = reader.next(value);
    values.push(value);
  }
  return values;
}

export function readInts(reader: ByteReader, count: number): Int64[] {
  const layout = reader.byte();
  if (layout === layouts.stride) return readStride(reader, count);
  if (layout === layouts.differences) return readDifferences(reader, count);
  throw new RangeError(`the metric block has an unknown integer layout ${layout}`);
}

/** As `readInts`, as numbers; undefined where one is no safe integer: then they must be read by `readInts`. */
export function readSafeInts(reader: ByteReader, count: number): Float64Array | Stride | undefined {
  const layout = reader.byte();
  if (layout === layouts.differences) {
    const values = new Float64Array(count);
    return reader.sums(values) ? values : undefined;
  }
  if (layout !== layouts.stride) throw new RangeError(`the metric block has an unknown integer layout ${layout}`);
  const first = reader.next(0);
  const second = count > 1 ? reader.next(first) : first;
  const stride = differenceOf(second, first);
  if (typeof first !== "number" || typeof stride !== "number" || !Number.isSafeInteger(first + stride * (count - 1))) return undefined;
  return { first, stride };
}
