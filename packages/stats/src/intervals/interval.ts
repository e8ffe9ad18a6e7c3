import { StatsError } from "../stats-error.ts";

/** Both ends belong to the interval. Units are those of the quantity. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Throws a StatsError unless the confidence lies strictly between 0 and 1. */
export function requireConfidence(confidence: number): void {
  if (!(confidence > 0 && confidence < 1))
    throw new StatsError(`the confidence is ${confidence}: give a number between 0 and 1, such as 0.95`);
}
