import { decodeColumns } from "./metric-block.ts";
import { decodeBundle, singleBlock } from "./metric-bundle.ts";
import { compareValues } from "./metric-point.ts";
import { borrowPoints, hasSafeIntegers, listOfPoints, type PointColumns, type PointList, partOf, putColumns } from "./point-list.ts";
import type { PageParts } from "./store/metric-reads.ts";

type PagePart = PageParts["parts"][number];

/**
 * The points of parts put side by side, where that brings them into the order of a history, each once: by timestamp, step and value. Undefined
 * where parts overlap, or where an integer needs more than a float64. Valid until the next call.
 */
export function columnsOf(parts: readonly PagePart[], keyId: number): PointList | undefined {
  const read: PointColumns[] = [];
  for (const part of parts) {
    const found = readPart(part, keyId);
    if (!found) return undefined;
    read.push(...found);
  }
  const list = borrowPoints(read.reduce((sum, { values }) => sum + values.length, 0));
  let at = 0;
  for (const columns of read) {
    putColumns(partOf(list, at, at + columns.values.length), columns);
    at += columns.values.length;
  }
  return isInOrder(list) ? list : undefined;
}

/** None where the key is in no part; undefined where an integer needs more than a float64. */
function readPart({ points, isBundle }: PagePart, keyId: number): PointColumns[] | undefined {
  const single = isBundle ? singleBlock(points) : { keyId, block: points };
  if (single && single.keyId !== keyId) return [];
  if (single) {
    const columns = decodeColumns(single.block);
    return columns && [columns];
  }
  const found = decodeBundle(points, (id) => id === keyId).map((one) => one.points);
  return found.every(hasSafeIntegers) ? found.map(listOfPoints) : undefined;
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
