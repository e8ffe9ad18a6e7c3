import { requireConfidence } from "../intervals/interval.ts";
import { StatsError } from "../stats-error.ts";
import { type Disparity, disparityAgainst, disparityBetween } from "./disparity.ts";
import { type DisparityIntervals, disparityIntervals } from "./disparity-intervals.ts";
import { type FairnessFinding, type FairnessLimits, type FairnessVerdict, fairnessVerdict } from "./fairness-verdict.ts";
import { countGroups, type GroupCells, type GroupedRows } from "./group-cells.ts";
import { compareGroups, type GroupComparison } from "./group-comparison.ts";
import { ratesOf } from "./group-rates.ts";

/** Which group others are compared with: the largest, the sufficient one with the highest selection rate, or a named one. Ties: first by name. */
export type ReferenceGroup =
  | { readonly by: "largest" }
  | { readonly by: "highest-selection-rate" }
  | { readonly by: "name"; readonly name: string };

export interface FairnessOptions {
  /** Decides all resamples: an integer from 0 to 2^32 - 1. */
  readonly seed: number;
  /** Default: the largest. */
  readonly reference?: ReferenceGroup;
  /** Groups with fewer rows, from 1 up, are listed and count for nothing else. Default 100: the standard error of a rate is at most 0.05. */
  readonly minGroupRows?: number;
  /** True (false) positive rates count for the verdict with this many rows of outcome 1 (0), from 1 up. Default 10. */
  readonly minClassRows?: number;
  readonly limits?: FairnessLimits;
  /** 100 to 100,000. Default 2,000. */
  readonly resamples?: number;
  /** Of the intervals. Default 0.95. */
  readonly confidence?: number;
}

export interface FairnessAssessment {
  /** By name. */
  readonly groups: readonly GroupComparison[];
  /** The group that others are compared with; null where no group is, or the named one does not occur. */
  readonly reference: string | null;
  /** Names of the groups with too few rows. */
  readonly insufficient: readonly string[];
  readonly rowsWithoutGroup: number;
  /** Between the extremes of the sufficient groups. */
  readonly between: Disparity;
  /** Of the sufficient groups against the reference; all null where it is not among them. */
  readonly againstReference: Disparity;
  readonly intervals: { readonly between: DisparityIntervals; readonly againstReference: DisparityIntervals };
  readonly verdict: FairnessVerdict | null;
  /** Every limit on every sufficient group; those violated are the reasons of a `fail`. */
  readonly findings: readonly FairnessFinding[];
}

/** Each interval holds a number for each group and resample. */
const mostGroups = 1000;

/**
 * How decisions treat the groups of one column (combineGroups makes intersections one column): rates of each group, their distance from a
 * reference group, disparities as fairlearn defines them, intervals, and a verdict against limits. The result does not depend on the order of rows.
 * O(n + resamples · groups).
 * @throws StatsError for columns of unlike length, values that are not accepted, more than 1,000 groups, and options outside their limits.
 */
export function assessFairness(rows: GroupedRows, options: FairnessOptions): FairnessAssessment {
  const { seed, minGroupRows = 100, minClassRows = 10, resamples = 2000, confidence = 0.95, limits = {} } = options;
  requireOptions({ minGroupRows, minClassRows, resamples, limits });
  requireConfidence(confidence);
  const { groups, rowsWithoutGroup } = countGroups(rows);
  if (groups.length > mostGroups) throw new StatsError(`there are ${groups.length} groups: compare at most ${mostGroups}`);
  const sufficient = groups.filter((group) => rowsOf(group) >= minGroupRows);
  const reference = chooseReference({ groups, sufficient }, options.reference);
  const resampling = { hasActual: rows.actual !== undefined, seed, resamples, confidence };
  const compared = compareGroups(groups, placeOf(groups, reference), { ...resampling, minGroupRows });
  const judged = compared.filter(({ isSufficient }) => isSufficient);
  const base = judged.find(({ name }) => name === reference);
  return {
    groups: compared,
    reference,
    insufficient: compared.filter(({ isSufficient }) => !isSufficient).map(({ name }) => name),
    rowsWithoutGroup,
    between: disparityBetween(judged),
    againstReference: base
      ? disparityAgainst(
          base,
          judged.filter((group) => group !== base),
        )
      : disparityBetween([]),
    intervals: disparityIntervals(sufficient, placeOf(sufficient, reference), resampling),
    ...fairnessVerdict(compared, { limits, reference, minClassRows }),
  };
}

const rowsOf = ({ cells }: GroupCells): number => cells.reduce((sum, count) => sum + count, 0);

function placeOf(groups: readonly GroupCells[], name: string | null): number | null {
  const place = groups.findIndex((group) => group.name === name);
  return place === -1 ? null : place;
}

function chooseReference(
  { groups, sufficient }: { readonly groups: readonly GroupCells[]; readonly sufficient: readonly GroupCells[] },
  reference: ReferenceGroup = { by: "largest" },
): string | null {
  switch (reference.by) {
    case "name":
      return groups.find(({ name }) => name === reference.name)?.name ?? null;
    case "highest-selection-rate":
      return firstHighest(sufficient, ({ cells }) => ratesOf(cells, false).selectionRate ?? 0);
    case "largest":
      return firstHighest(groups, rowsOf);
  }
}

function firstHighest(groups: readonly GroupCells[], value: (group: GroupCells) => number): string | null {
  const highest = Math.max(...groups.map(value));
  return groups.find((group) => value(group) === highest)?.name ?? null;
}

function requireOptions(options: { minGroupRows: number; minClassRows: number; resamples: number; limits: FairnessLimits }): void {
  const { useLowerBound: _, ...limits } = options.limits;
  requireWhole("least rows of a group", options.minGroupRows, [1, Number.MAX_SAFE_INTEGER]);
  requireWhole("least rows of an outcome", options.minClassRows, [1, Number.MAX_SAFE_INTEGER]);
  requireWhole("number of resamples", options.resamples, [100, 100_000]);
  for (const [name, limit] of Object.entries(limits))
    if (limit !== undefined && !(limit >= 0 && limit <= 1))
      throw new StatsError(`the limit ${name} is ${limit}: give a number from 0 to 1`);
}

function requireWhole(name: string, value: number, [least, most]: readonly [number, number]): void {
  if (!Number.isInteger(value) || value < least || value > most)
    throw new StatsError(`the ${name} is ${value}: give a whole number from ${least} to ${most}`);
}
