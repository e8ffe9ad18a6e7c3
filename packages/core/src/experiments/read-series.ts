import { decodeInto, decodeMetricBlock, mergePoints } from "./metric-block.ts";
import { decodeBundle, singleBlock } from "./metric-bundle.ts";
import type { MetricPoint } from "./metric-point.ts";
import { borrowPoints, firstFrom, hasSafeIntegers, listOfPoints, type PointList, partOf, putPoints } from "./point-list.ts";
import type { StepRange, StoredPoints } from "./store/metric-reads.ts";

/** A block, or the points of one key from a bundle; with the steps between which its points lie. */
type Part = BlockPart | ListPart;

interface BlockPart extends Pick<StoredPoints, "count" | "loStep" | "hiStep"> {
  readonly points: Uint8Array;
}

interface ListPart {
  readonly list: readonly MetricPoint[];
  readonly loStep: number;
  readonly hiStep: number;
}

/** What was found of runs and keys, by run and key; bundles are taken apart. */
export function partsOf(stored: readonly Omit<StoredPoints, "digest">[], wanted: ReadonlySet<number>): Map<number, Map<number, Part[]>> {
  const parts = new Map<number, Map<number, Part[]>>();
  const add = (runKey: number, keyId: number, part: Part): void => {
    const ofRun = parts.get(runKey) ?? new Map<number, Part[]>();
    parts.set(runKey, ofRun);
    const list = ofRun.get(keyId);
    if (list) list.push(part);
    else ofRun.set(keyId, [part]);
  };
  for (const found of stored) {
    const single = found.keyId === null ? singleBlock(found.points) : undefined;
    if (found.keyId !== null) add(found.runKey, found.keyId, found);
    else if (single) add(found.runKey, single.keyId, { ...found, points: single.block });
    else for (const { keyId, points } of decodeBundle(found.points, (id) => wanted.has(id))) add(found.runKey, keyId, listPart(points));
  }
  return parts;
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
  if (!("list" in part)) return decodeInto(part.points, into);
  if (!hasSafeIntegers(part.list)) return false;
  putPoints(into, part.list);
  return true;
}

const sizeOf = (part: Part): number => ("list" in part ? part.list.length : part.count);
const listOf = (part: Part): readonly MetricPoint[] => ("list" in part ? part.list : decodeMetricBlock(part.points));
