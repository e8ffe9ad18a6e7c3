import type { Interval } from "../intervals/interval.ts";
import { symmetricRatio } from "./disparity.ts";
import type { GroupComparison } from "./group-comparison.ts";

/** What groups must keep to; a limit that is not given is not tested. */
export interface FairnessLimits {
  /** Least ratio of a group's selection rate and the reference's, the smaller over the larger, 0 to 1: the four-fifths rule is 0.8. */
  readonly selectionRatioMin?: number;
  /** Largest distance of a group's true positive rate from the reference's, 0 to 1. */
  readonly tprDifferenceMax?: number;
  /** Largest distance of a group's false positive rate from the reference's, 0 to 1. */
  readonly fprDifferenceMax?: number;
  /** Largest distance of a group's mean score from its observed rate, 0 to 1; for the reference as well. */
  readonly calibrationGapMax?: number;
  /** Tests the unfavourable end of each interval (the ratio's lower bound, a difference's larger end) in place of the value. Default false. */
  readonly useLowerBound?: boolean;
}

export type FairnessLimit = "selectionRatioMin" | "tprDifferenceMax" | "fprDifferenceMax" | "calibrationGapMax";

/** `pass`, `fail` or `insufficient`: see fairnessVerdict. */
export type FairnessVerdict = "pass" | "fail" | "insufficient";

/** What one group makes of one limit. */
export interface FairnessFinding {
  readonly group: string;
  readonly limit: FairnessLimit;
  readonly outcome: "kept" | "violated" | "unmeasured";
  /** What the limit allows. */
  readonly allowed: number;
  /** The value on the rows, as the limit counts it: never above 1 for a ratio, never below 0 for a distance. */
  readonly value: number | null;
  /** What was tested: the value, or the unfavourable end of its interval. */
  readonly tested: number | null;
}

export interface VerdictOptions {
  readonly limits: FairnessLimits;
  readonly reference: string | null;
  /** Rates of an outcome count with this many rows of it, in the group and in the reference. */
  readonly minClassRows: number;
}

interface Measured {
  readonly value: number | null;
  readonly bound: number | null;
}

/**
 * Tests every limit on every sufficient group. The verdict is `fail` if any is violated; else `insufficient` if fewer than two groups are sufficient or
 * a limit could be measured in no group, for want of rows, of outcomes or of a sufficient reference; else `pass`. Null without limits. A value that misses its limit by no more than 10^-12,
 * which rounding may do, keeps it.
 */
export function fairnessVerdict(
  groups: readonly GroupComparison[],
  options: VerdictOptions,
): { verdict: FairnessVerdict | null; findings: FairnessFinding[] } {
  const limits = limitNames.filter((limit) => options.limits[limit] !== undefined);
  const sufficient = groups.filter(({ isSufficient }) => isSufficient);
  const reference = sufficient.find(({ name }) => name === options.reference);
  const findings = limits.flatMap((limit) =>
    sufficient
      .filter((group) => limit === "calibrationGapMax" || group !== reference)
      .map((group) => finding(limit, { group, reference }, options)),
  );
  const isMeasured = (limit: FairnessLimit): boolean => findings.some((found) => found.limit === limit && found.outcome === "kept");
  if (limits.length === 0) return { verdict: null, findings };
  if (findings.some(({ outcome }) => outcome === "violated")) return { verdict: "fail", findings };
  return { verdict: sufficient.length >= 2 && limits.every(isMeasured) ? "pass" : "insufficient", findings };
}

const limitNames: readonly FairnessLimit[] = ["selectionRatioMin", "tprDifferenceMax", "fprDifferenceMax", "calibrationGapMax"];
const rounding = 1e-12;

interface Pair {
  readonly group: GroupComparison;
  readonly reference: GroupComparison | undefined;
}

function finding(limit: FairnessLimit, pair: Pair, { limits, minClassRows }: VerdictOptions): FairnessFinding {
  const allowed = limits[limit] ?? 0;
  const { value, bound } = measure(limit, pair, minClassRows);
  const isKept = (tested: number): boolean => (limit === "selectionRatioMin" ? tested >= allowed - rounding : tested <= allowed + rounding);
  // A violation on the rows themselves needs no interval.
  const tested = limits.useLowerBound && (value === null || isKept(value)) ? bound : value;
  const outcome = tested === null ? "unmeasured" : isKept(tested) ? "kept" : "violated";
  return { group: pair.group.name, limit, outcome, allowed, value, tested };
}

const unmeasured: Measured = { value: null, bound: null };

function measure(limit: FairnessLimit, { group, reference }: Pair, minClassRows: number): Measured {
  if (limit === "calibrationGapMax") return distance(group.calibrationGap, group.intervals.calibrationGap);
  if (!reference) return unmeasured;
  if (limit === "selectionRatioMin") {
    const interval = group.intervals.selectionRateRatio;
    return {
      value: symmetricRatio(group.selectionRate, reference.selectionRate),
      bound: interval && Math.min(interval.low, 1 / interval.high),
    };
  }
  const rowsOf = limit === "tprDifferenceMax" ? "positives" : "negatives";
  if (Math.min(group[rowsOf] ?? 0, reference[rowsOf] ?? 0) < minClassRows) return unmeasured;
  return limit === "tprDifferenceMax"
    ? distance(group.truePositiveRateDifference, group.intervals.truePositiveRateDifference)
    : distance(group.falsePositiveRateDifference, group.intervals.falsePositiveRateDifference);
}

const distance = (value: number | null, interval: Interval | null): Measured => ({
  value: value === null ? null : Math.abs(value),
  bound: interval && Math.max(Math.abs(interval.low), Math.abs(interval.high)),
});
