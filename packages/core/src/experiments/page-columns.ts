import { countOf, decodeInto } from "./metric-block.ts";
import { decodeBundle, singleBlock } from "./metric-bundle.ts";
import { compareValues, type MetricPoint } from "./metric-point.ts";
import { borrowPoints, hasSafeIntegers, type PointList, partOf, pointAt, putPoints } from "./point-list.ts";
import type { PageParts } from "./store/metric-reads.ts";

type PagePart = PageParts["parts"][number];
type PackedPart = { readonly block: Uint8Array } | { readonly list: readonly MetricPoint[] };

/**
 * The points of parts put side by side, where that brings them into the order of a history, each once: by timestamp, step and value. Undefined
 * where parts overlap, or where an integer needs more than a float64. Valid until the next call.
 */
export function columnsOf(parts: readonly PagePart[], keyId: number): PointList | undefined {
  const packed = parts.flatMap((part) => packedOf(part, keyId));
  const room = borrowPoints(packed.reduce((sum, part) => sum + sizeOf(part), 0));
  let at = 0;
  for (const part of packed) {
    const to = at + sizeOf(part);
    if (!put(part, partOf(room, at, to))) return undefined;
    at = to;
  }
  return isInOrder(room) ? room : undefined;
}

function packedOf({ points, isBundle }: PagePart, keyId: number): PackedPart[] {
  if (!isBundle) return [{ block: points }];
  const single = singleBlock(points);
  if (single) return single.keyId === keyId ? [{ block: single.block }] : [];
  return decodeBundle(points, (id) => id === keyId).map((one) => ({ list: one.points }));
}

const sizeOf = (part: PackedPart): number => ("list" in part ? part.list.length : countOf(part.block));

function put(part: PackedPart, into: PointList): boolean {
  if ("block" in part) return decodeInto(part.block, into);
  if (!hasSafeIntegers(part.list)) return false;
  putPoints(into, part.list);
  return true;
}

function isInOrder({ length, timestamps, steps, values }: PointList): boolean {
  for (let index = 1; index < length; index += 1) {
    // Most points have a time of their own.
    if (rise(timestamps, index) > 0) continue;
    const order = rise(timestamps, index) || rise(steps, index) || compareValues(values[index] ?? 0, values[index - 1] ?? 0);
    if (order <= 0) return false;
  }
  return true;
}

const rise = (column: Float64Array, index: number): number => (column[index] ?? 0) - (column[index - 1] ?? 0);

/** The place of the first point for which something is so that is so for all that follow it. */
export function firstWhere(list: PointList, isSo: (point: MetricPoint) => boolean): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isSo(pointAt(list, middle))) high = middle;
    else low = middle + 1;
  }
  return low;
}
