import { decodeMetricBlock, encodeMetricBlock, type MetricBlock } from "../metric-block.ts";
import { comparePoints, type Int64, type MetricPoint } from "../metric-point.ts";

/** Points that a merged block holds at most. */
export const mergedPoints = 4096;
/** A block of so many is not merged again. */
export const fullPoints = mergedPoints / 2;

/** Points of one run and key, each once, in their order; `repeats` are those that stood there before. */
export interface Distinct {
  readonly points: readonly MetricPoint[];
  readonly repeats: readonly MetricPoint[];
}

/** What several blocks of one run and key hold; RangeError if one of them is damaged. */
export function gatherPoints(blocks: readonly Uint8Array[]): Distinct {
  const sorted = blocks.flatMap(decodeMetricBlock).sort(comparePoints);
  const points: MetricPoint[] = [];
  const repeats: MetricPoint[] = [];
  let before: MetricPoint | undefined;
  for (const point of sorted) {
    (before && comparePoints(before, point) === 0 ? repeats : points).push(point);
    before = point;
  }
  return { points, repeats };
}

/** Takes out the points that another block holds as well. */
export function crossOff({ points, repeats }: Distinct, other: Uint8Array): Distinct {
  const there = decodeMetricBlock(other);
  const kept: MetricPoint[] = [];
  const found = [...repeats];
  let place = 0;
  for (const point of points) {
    let ahead = there[place];
    while (ahead && comparePoints(ahead, point) < 0) {
      place += 1;
      ahead = there[place];
    }
    (ahead && comparePoints(ahead, point) === 0 ? found : kept).push(point);
  }
  return kept.length === points.length ? { points, repeats } : { points: kept, repeats: found };
}

/** A block that knows from when to when its points are. */
export interface MergedBlock extends MetricBlock {
  readonly loTime: Int64;
  readonly hiTime: Int64;
}

/** The least and the greatest timestamp of at least one point. */
export function timesOf(points: readonly MetricPoint[]): { loTime: Int64; hiTime: Int64 } {
  let [loTime, hiTime] = [points[0]?.timestamp ?? 0, points[0]?.timestamp ?? 0];
  for (const { timestamp } of points) {
    if (timestamp < loTime) loTime = timestamp;
    if (timestamp > hiTime) hiTime = timestamp;
  }
  return { loTime, hiTime };
}

/** Sorted points as blocks of nearly equal size, none larger than `mergedPoints`. */
export function cutIntoBlocks(points: readonly MetricPoint[]): MergedBlock[] {
  const count = Math.ceil(points.length / mergedPoints);
  return Array.from({ length: count }, (_, index) => {
    const part = points.slice(Math.floor((index * points.length) / count), Math.floor(((index + 1) * points.length) / count));
    return { ...encodeMetricBlock(part), ...timesOf(part) };
  });
}

/** By how much a summary counts too much. */
export interface Excess {
  readonly count: number;
  readonly numericCount: number;
  readonly sum: number;
}

/** Of points that were counted once more than they are there. An infinity stays in the sum: one of it is left. */
export function excessOf(repeats: readonly MetricPoint[]): Excess {
  const numbers = repeats.filter(({ value }) => !Number.isNaN(value));
  const sum = numbers.reduce((total, { value }) => (Number.isFinite(value) ? total + value : total), 0);
  return { count: repeats.length, numericCount: numbers.length, sum };
}

export interface BlockFacts {
  readonly digest: Buffer;
  readonly count: number;
  readonly isMerged: boolean;
}

/** Points that are merged at once at most, so that a transaction stays short. */
const pointsAtOnce = 65_536;
/** A block that was merged before is merged again when the new ones have at least a quarter of its points. */
const growth = 4;

/**
 * Which of a run and key's small blocks to merge: those as they arrived, and merged ones that are not much larger, so
 * that a point is written again only a few times while its series grows. `isMore`: some are left for another round.
 */
export function chooseBlocks(small: readonly BlockFacts[]): { chosen: readonly BlockFacts[]; isMore: boolean } {
  const arrived = small.filter((block) => !block.isMerged);
  const chosen: BlockFacts[] = [];
  let points = 0;
  for (const block of arrived) {
    if (points > 0 && points + block.count > pointsAtOnce) break;
    chosen.push(block);
    points += block.count;
  }
  const isMore = chosen.length < arrived.length;
  if (chosen.length === 0) return { chosen, isMore };
  for (const block of small.filter(({ isMerged }) => isMerged).sort((left, right) => left.count - right.count)) {
    if (block.count > growth * points) break;
    chosen.push(block);
    points += block.count;
  }
  return { chosen, isMore };
}
