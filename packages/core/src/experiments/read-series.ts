import { decodeColumns, decodeMetricBlock, mergePoints } from "./metric-block.ts";
import { decodeBundle, singleBlock } from "./metric-bundle.ts";
import type { MetricPoint } from "./metric-point.ts";
import type { KeyColumns } from "./part-cache.ts";
import {
  allocatePoints,
  borrowPoints,
  firstFrom,
  hasSafeIntegers,
  listOfPoints,
  type PointColumns,
  type PointList,
  partOf,
  pointAt,
  putColumns,
  putPoints,
} from "./point-list.ts";
import type { StepRange, StoredPoints } from "./store/metric-reads.ts";

/** A block, what it decodes to, or the points of one key from a bundle; with the steps between which its points lie. */
type Part = BlockPart | ColumnsPart | ListPart;

interface Extent {
  readonly loStep: number;
  readonly hiStep: number;
}

interface BlockPart extends Extent {
  readonly block: Uint8Array;
  readonly count: number;
  /** Told what the block decodes to, so that it need not be decoded again. */
  readonly onDecoded: (columns: PointColumns) => void;
}

interface ColumnsPart extends Extent {
  readonly columns: PointColumns;
}

interface ListPart extends Extent {
  readonly list: readonly MetricPoint[];
}

/** Packed points, or what was kept of them. */
export type FoundPoints = Omit<StoredPoints, "points" | "digest"> & {
  readonly points: Uint8Array | KeyColumns;
  /** Told of what was decoded, where that is worth keeping. */
  readonly keep?: (decoded: KeyColumns) => void;
};

/** What was found of runs and keys, by run and key; bundles are taken apart. */
export function partsOf(stored: readonly FoundPoints[], wanted: ReadonlySet<number>): Map<number, Map<number, Part[]>> {
  const parts = new Map<number, Map<number, Part[]>>();
  const add = (runKey: number, keyId: number, part: Part): void => {
    const ofRun = parts.get(runKey) ?? new Map<number, Part[]>();
    parts.set(runKey, ofRun);
    const list = ofRun.get(keyId);
    if (list) list.push(part);
    else ofRun.set(keyId, [part]);
  };
  for (const found of stored) for (const { keyId, part } of partsIn(found, wanted)) add(found.runKey, keyId, part);
  return parts;
}

function partsIn(found: FoundPoints, wanted: ReadonlySet<number>): { keyId: number; part: Part }[] {
  const { points, count, loStep, hiStep, keep } = found;
  // A block's digest names its points alone: those of another key may be the same.
  if ("columns" in points) return [{ keyId: found.keyId ?? points.keyId, part: { columns: points.columns, loStep, hiStep } }];
  const single = found.keyId === null ? singleBlock(points) : { keyId: found.keyId, block: points };
  if (!single) return decodeBundle(points, (id) => wanted.has(id)).map((one) => ({ keyId: one.keyId, part: listPart(one.points) }));
  const { keyId, block } = single;
  return [{ keyId, part: { block, count, loStep, hiStep, onDecoded: (columns) => keep?.({ keyId, columns }) } }];
}

const listPart = (list: readonly MetricPoint[]): ListPart => ({ list, loStep: Number(list[0]?.step), hiStep: Number(list.at(-1)?.step) });

/** The points of one run and key in a range: sorted by step, timestamp and value, identical ones once. Valid until the next call. */
export function readSeries(parts: readonly Part[], range: StepRange): PointList {
  const whole = joined(parts) ?? listOfPoints(mergePoints(parts.map(listOf)));
  const from = range.startStep === undefined ? 0 : firstFrom(whole, range.startStep);
  const to = range.endStep === undefined ? whole.length : firstFrom(whole, range.endStep + 1);
  return partOf(whole, from, Math.max(from, to));
}

/** The parts put side by side, those that overlap merged before. Undefined where integers need more than a float64. */
function joined(parts: readonly Part[]): PointList | undefined {
  const room = borrowPoints(parts.reduce((sum, part) => sum + sizeOf(part), 0));
  let at = 0;
  for (const group of overlapping(parts)) {
    const [first, ...others] = group;
    const part = first && others.length > 0 ? listPart(mergePoints(group.map(listOf))) : first;
    if (!part) continue;
    const to = at + sizeOf(part);
    if (!put(part, partOf(room, at, to))) return undefined;
    at = to;
  }
  return partOf(room, 0, at);
}

/** Groups of parts in the order of their steps; no step is in two groups. */
function overlapping(parts: readonly Part[]): Part[][] {
  const groups: Part[][] = [];
  let hiStep = Number.NEGATIVE_INFINITY;
  for (const part of [...parts].sort((left, right) => left.loStep - right.loStep)) {
    if (part.loStep > hiStep) groups.push([part]);
    else groups.at(-1)?.push(part);
    hiStep = Math.max(hiStep, part.hiStep);
  }
  return groups;
}

function put(part: Part, into: PointList): boolean {
  if ("list" in part) {
    if (!hasSafeIntegers(part.list)) return false;
    putPoints(into, part.list);
    return true;
  }
  const columns = "block" in part ? decoded(part) : part.columns;
  if (columns) putColumns(into, columns);
  return columns !== undefined;
}

function decoded({ block, onDecoded }: BlockPart): PointColumns | undefined {
  const columns = decodeColumns(block);
  if (columns) onDecoded(columns);
  return columns;
}

function sizeOf(part: Part): number {
  if ("list" in part) return part.list.length;
  return "block" in part ? part.count : part.columns.values.length;
}

function listOf(part: Part): readonly MetricPoint[] {
  if ("list" in part) return part.list;
  return "block" in part ? decodeMetricBlock(part.block) : pointsOf(part.columns);
}

function pointsOf(columns: PointColumns): MetricPoint[] {
  const list = allocatePoints(columns.values.length);
  putColumns(list, columns);
  return Array.from({ length: list.length }, (_, index) => pointAt(list, index));
}
