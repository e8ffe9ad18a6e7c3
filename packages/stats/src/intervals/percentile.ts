import { StatsError } from "../stats-error.ts";
import { type Interval, requireConfidence } from "./interval.ts";

/**
 * The value below which the given fraction (0 to 1) of an ascending column lies, by linear interpolation between neighbours: definition 7 of Hyndman
 * and Fan, "Sample quantiles in statistical packages", The American Statistician 50 (1996), which is numpy's default. Null for an empty column; a
 * fraction outside [0, 1] is a StatsError. The column is not checked for its order.
 */
export function quantileOfSorted(sorted: Float64Array, fraction: number): number | null {
  if (!(fraction >= 0 && fraction <= 1)) throw new StatsError(`the fraction is ${fraction}: give a number from 0 to 1`);
  const place = fraction * (sorted.length - 1);
  const lower = Math.floor(place);
  const left = sorted[lower];
  const right = sorted[Math.min(lower + 1, sorted.length - 1)];
  if (left === undefined || right === undefined) return null;
  // From the nearer neighbour, as numpy does: the result is exact at both ends.
  const weight = place - lower;
  const step = right - left;
  return weight < 0.5 ? left + step * weight : right - step * (1 - weight);
}

/** Like quantileOfSorted, for a column in any order, which is left as it is. O(n log n). */
export const quantile = (values: Float64Array, fraction: number): number | null => quantileOfSorted(values.toSorted(), fraction);

/**
 * The percentile interval of resampled values: from their (1 - confidence) / 2 quantile to the one at (1 + confidence) / 2. Efron and Tibshirani, "An
 * Introduction to the Bootstrap" (1993), chapter 13. Null without values.
 */
export function percentileInterval(values: Float64Array, confidence: number): Interval | null {
  requireConfidence(confidence);
  const sorted = values.toSorted();
  const low = quantileOfSorted(sorted, (1 - confidence) / 2);
  const high = quantileOfSorted(sorted, (1 + confidence) / 2);
  return low === null || high === null ? null : { low, high };
}
