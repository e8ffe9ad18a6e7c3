import type { Interval } from "./interval.ts";
import { wilsonInterval } from "./wilson.ts";

/** Successes of independent trials. */
export interface Proportion {
  readonly successes: number;
  readonly trials: number;
}

/**
 * The hybrid score interval of the difference of two independent proportions, `left` minus `right`, without continuity correction; null where either
 * has no trials. Unlike a bootstrap it has a width where both are 0 or 1. Newcombe, "Interval estimation for the difference between independent
 * proportions: comparison of eleven methods", Statistics in Medicine 17 (1998), method 10. Counts are as in wilsonInterval, else a StatsError.
 */
export function newcombeInterval(left: Proportion, right: Proportion, confidence = 0.95): Interval | null {
  const leftEnds = wilsonInterval(left.successes, left.trials, confidence);
  const rightEnds = wilsonInterval(right.successes, right.trials, confidence);
  if (!leftEnds || !rightEnds) return null;
  const leftShare = left.successes / left.trials;
  const rightShare = right.successes / right.trials;
  const difference = leftShare - rightShare;
  return {
    low: difference - Math.hypot(leftShare - leftEnds.low, rightEnds.high - rightShare),
    high: difference + Math.hypot(leftEnds.high - leftShare, rightShare - rightEnds.low),
  };
}
