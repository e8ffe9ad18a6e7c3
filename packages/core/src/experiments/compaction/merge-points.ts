import { encodeMetricBlock, type MetricBlock } from "../metric-block.ts";
import { type Bundle, encodeBundle, type KeyPoints, rangeOf } from "../metric-bundle.ts";
import { comparePoints, type Int64, type MetricPoint } from "../metric-point.ts";

/** Points that a merged block holds at most. */
export const mergedPoints = 4096;
/** A key with so many points gets blocks of its own, which are not merged again. */
export const fullPoints = mergedPoints / 2;
/** Points that a bundle holds at most, unless those of a single key are more. */
const bundledPoints = 8192;

/** Points of one run and key, each once, in their order; `repeats` are those that stood there before. */
export interface Distinct {
  readonly points: readonly MetricPoint[];
  readonly repeats: readonly MetricPoint[];
}

/** What several lists of points of one run and key hold. */
export function gatherPoints(lists: readonly (readonly MetricPoint[])[]): Distinct {
  const sorted = lists.flat().sort(comparePoints);
  const points: MetricPoint[] = [];
  const repeats: MetricPoint[] = [];
  let before: MetricPoint | undefined;
  for (const point of sorted) {
    (before && comparePoints(before, point) === 0 ? repeats : points).push(point);
    before = point;
  }
  return { points, repeats };
}

/** Takes out the points that are in another list as well, which is sorted. */
export function crossOff({ points, repeats }: Distinct, there: readonly MetricPoint[]): Distinct {
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

/** From when to when points are. */
export function timesOf(points: readonly MetricPoint[]): { loTime: Int64; hiTime: Int64 } {
  const { least, greatest } = rangeOf(points.map(({ timestamp }) => timestamp));
  return { loTime: least, hiTime: greatest };
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

/** Keys and their points as bundles, no key in two. */
export function cutIntoBundles(series: readonly KeyPoints[]): Bundle[] {
  const groups: KeyPoints[][] = [];
  let [group, points]: [KeyPoints[], number] = [[], 0];
  for (const one of series) {
    if (group.length > 0 && points + one.points.length > bundledPoints) {
      groups.push(group);
      [group, points] = [[], 0];
    }
    group.push(one);
    points += one.points.length;
  }
  if (group.length > 0) groups.push(group);
  return groups.map(encodeBundle);
}

/** A bundle that was merged before is merged again when a key has at least a quarter as many new points. */
const growth = 4;

/**
 * Which bundles of a shelf to merge with what has arrived, by the points that a key has in them: those that are not much larger, so that a point
 * is written again only a few times while its series grows.
 */
export function chooseBundles<B extends { readonly count: number; readonly keys: number }>(
  bundles: readonly B[],
  arrived: { readonly count: number; readonly keys: number },
): B[] {
  const chosen: B[] = [];
  let pointsOfKey = arrived.count / arrived.keys;
  for (const bundle of [...bundles].sort((left, right) => left.count / left.keys - right.count / right.keys)) {
    const more = bundle.count / bundle.keys;
    if (more > growth * pointsOfKey) break;
    chosen.push(bundle);
    // Those of one generation hold different keys: the last one says how long its keys are now.
    pointsOfKey = Math.max(pointsOfKey, arrived.count / arrived.keys + more);
  }
  return chosen;
}
