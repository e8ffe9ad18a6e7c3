import type { Interval } from "../intervals/interval.ts";
import { type Disparity, disparityAgainst, disparityBetween } from "./disparity.ts";
import type { GroupCells } from "./group-cells.ts";
import { type ResampleOptions, resampleMeasures } from "./resample-measures.ts";

/** The interval of each disparity; null where it has none. */
export type DisparityIntervals = { readonly [Measured in keyof Disparity]: Interval | null };

const measured = [
  "demographicParityDifference",
  "demographicParityRatio",
  "equalizedOddsDifference",
  "equalizedOddsRatio",
  "equalOpportunityDifference",
  "equalOpportunityRatio",
] as const satisfies readonly (keyof Disparity)[];

/**
 * Intervals of the disparities over all groups, as in resampleMeasures. An extreme over groups lies above the truth on average, the more groups and the
 * fewer rows the more: that the interval of a difference excludes 0 does not show that groups differ, which the intervals by group tell.
 */
export function disparityIntervals(
  groups: readonly GroupCells[],
  reference: number | null,
  options: ResampleOptions,
): { between: DisparityIntervals; againstReference: DisparityIntervals } {
  const valuesOf = (disparity: Disparity) => measured.map((name) => disparity[name]);
  const intervals = resampleMeasures(
    groups,
    (rates) => {
      const base = reference === null ? undefined : rates[reference];
      const others = rates.filter((group) => group !== base);
      return [...valuesOf(disparityBetween(rates)), ...valuesOf(base ? disparityAgainst(base, others) : disparityBetween([]))];
    },
    options,
  );
  return { between: named(intervals.slice(0, measured.length)), againstReference: named(intervals.slice(measured.length)) };
}

function named(intervals: readonly (Interval | null)[]): DisparityIntervals {
  const of = (name: keyof Disparity): Interval | null => intervals[measured.indexOf(name)] ?? null;
  return {
    demographicParityDifference: of("demographicParityDifference"),
    demographicParityRatio: of("demographicParityRatio"),
    equalizedOddsDifference: of("equalizedOddsDifference"),
    equalizedOddsRatio: of("equalizedOddsRatio"),
    equalOpportunityDifference: of("equalOpportunityDifference"),
    equalOpportunityRatio: of("equalOpportunityRatio"),
  };
}
