import { type GroupRates, ratio } from "./group-rates.ts";

/** How far apart groups are, over all of them; null where it cannot be told. Definitions of fairlearn 0.15. */
export interface Disparity {
  /** Of selection rates. */
  readonly demographicParityDifference: number | null;
  readonly demographicParityRatio: number | null;
  /** The worse of the true and the false positive rates; null unless both can be told. */
  readonly equalizedOddsDifference: number | null;
  readonly equalizedOddsRatio: number | null;
  /** Of true positive rates. */
  readonly equalOpportunityDifference: number | null;
  readonly equalOpportunityRatio: number | null;
}

/** Distance of several rates: the difference is at least 0, the ratio at most 1. */
interface Spread {
  readonly difference: number | null;
  readonly ratio: number | null;
}

/**
 * Disparity between the extremes: difference of the highest and the lowest rate, ratio of the lowest to the highest (fairlearn's
 * method="between_groups"). A group whose rate is undefined is left out of that rate's comparison, where fairlearn takes the rate for 0; null with
 * fewer than two rates, and for the ratio where all are 0.
 */
export function disparityBetween(groups: readonly GroupRates[]): Disparity {
  return disparityBy(groups, (rates) => {
    const highest = Math.max(...rates);
    const lowest = Math.min(...rates);
    return rates.length < 2 ? nothing : { difference: highest - lowest, ratio: ratio(lowest, highest) };
  });
}

/**
 * Disparity against one group: the largest distance of another group's rate from the reference's, and the smallest ratio, the smaller rate over the
 * larger one. With all rows as reference it is fairlearn's method="to_overall".
 */
export function disparityAgainst(reference: GroupRates, others: readonly GroupRates[]): Disparity {
  return disparityBy([reference, ...others], ([base, ...rates], hasReference) => {
    if (base === undefined || !hasReference || rates.length === 0) return nothing;
    const ratios = rates.map((rate) => symmetricRatio(rate, base));
    return {
      difference: Math.max(...rates.map((rate) => Math.abs(rate - base))),
      ratio: ratios.every((value) => value !== null) ? Math.min(...ratios) : null,
    };
  });
}

/** The smaller of two rates over the larger, at most 1; null where both are 0 or either is null. */
export const symmetricRatio = (left: number | null, right: number | null): number | null =>
  left === null || right === null ? null : ratio(Math.min(left, right), Math.max(left, right));

const nothing: Spread = { difference: null, ratio: null };

function disparityBy(groups: readonly GroupRates[], spread: (rates: number[], hasFirst: boolean) => Spread): Disparity {
  const spreadOf = (name: "selectionRate" | "truePositiveRate" | "falsePositiveRate"): Spread =>
    spread(
      groups.map((group) => group[name]).filter((rate) => rate !== null),
      groups[0]?.[name] !== null,
    );
  const selection = spreadOf("selectionRate");
  const truePositive = spreadOf("truePositiveRate");
  const falsePositive = spreadOf("falsePositiveRate");
  return {
    demographicParityDifference: selection.difference,
    demographicParityRatio: selection.ratio,
    equalizedOddsDifference: bothOr(Math.max, truePositive.difference, falsePositive.difference),
    equalizedOddsRatio: bothOr(Math.min, truePositive.ratio, falsePositive.ratio),
    equalOpportunityDifference: truePositive.difference,
    equalOpportunityRatio: truePositive.ratio,
  };
}

const bothOr = (worse: (left: number, right: number) => number, left: number | null, right: number | null): number | null =>
  left === null || right === null ? null : worse(left, right);
