import type { Interval } from "../intervals/interval.ts";
import { newcombeInterval, type Proportion } from "../intervals/newcombe.ts";
import { normalQuantile } from "../intervals/normal-quantile.ts";
import { wilsonInterval } from "../intervals/wilson.ts";
import type { GroupCells } from "./group-cells.ts";
import { difference, type GroupRates, ratesOf, ratio } from "./group-rates.ts";
import { type ResampleOptions, resampleMeasures } from "./resample-measures.ts";

/** One group, alone and against the reference: differences are group minus reference, ratios group over reference; null where undefined. */
export interface GroupComparison extends GroupRates {
  readonly name: string;
  /** Whether the group has rows enough to count for the verdict and for disparities over groups. */
  readonly isSufficient: boolean;
  /** Mean score minus observed rate; null unless scores and outcomes are known. */
  readonly calibrationGap: number | null;
  readonly selectionRateDifference: number | null;
  readonly selectionRateRatio: number | null;
  readonly truePositiveRateDifference: number | null;
  readonly truePositiveRateRatio: number | null;
  readonly falsePositiveRateDifference: number | null;
  readonly falsePositiveRateRatio: number | null;
  /** At the confidence asked for. */
  readonly intervals: {
    /** Wilson's. */
    readonly selectionRate: Interval | null;
    /** Against the reference: stratified percentile bootstrap; see resampleMeasures. It has no width where both select all rows. */
    readonly selectionRateRatio: Interval | null;
    /** Against the reference: Newcombe's. */
    readonly truePositiveRateDifference: Interval | null;
    readonly falsePositiveRateDifference: Interval | null;
    /** The mean's normal interval, by the central limit theorem. */
    readonly calibrationGap: Interval | null;
  };
}

export interface ComparisonOptions extends ResampleOptions {
  readonly minGroupRows: number;
}

/** Compares each group with the one at index `reference`, if there is one; the reference itself has no intervals against itself. */
export function compareGroups(groups: readonly GroupCells[], reference: number | null, options: ComparisonOptions): GroupComparison[] {
  const baseOf = (rates: readonly GroupRates[]) => (reference === null ? undefined : rates[reference]);
  const allRates = groups.map(({ cells }) => ratesOf(cells, options.hasActual));
  const ratios = resampleMeasures(groups, (rates) => rates.map((group) => against(group, baseOf(rates)).selectionRateRatio), options);
  return groups.map((group, index) => {
    const rates = ratesOf(group.cells, options.hasActual);
    const base = reference === null ? undefined : groups[reference];
    return {
      name: group.name,
      isSufficient: rates.rows >= options.minGroupRows,
      ...rates,
      calibrationGap: group.residuals ? group.residuals.sum / rates.rows : null,
      ...against(rates, baseOf(allRates)),
      intervals: {
        selectionRate: wilsonInterval(selected(group), rates.rows, options.confidence),
        selectionRateRatio: base === group ? null : (ratios[index] ?? null),
        truePositiveRateDifference: rateInterval(positivesOf, [group, base], options),
        falsePositiveRateDifference: rateInterval(negativesOf, [group, base], options),
        calibrationGap: calibrationInterval(group, rates.rows, options.confidence),
      },
    };
  });
}

const selected = ({ cells: [, falsePositives = 0, , truePositives = 0] }: GroupCells): number => falsePositives + truePositives;

type Selected = (group: GroupCells) => Proportion;
const positivesOf: Selected = ({ cells: [, , falseNegatives = 0, truePositives = 0] }) => ({
  successes: truePositives,
  trials: truePositives + falseNegatives,
});
const negativesOf: Selected = ({ cells: [trueNegatives = 0, falsePositives = 0] }) => ({
  successes: falsePositives,
  trials: falsePositives + trueNegatives,
});

/** Null for the reference itself: the proportions of an interval must be independent. */
function rateInterval(
  selectedOf: Selected,
  [group, base]: readonly [GroupCells, GroupCells | undefined],
  { hasActual, confidence }: ComparisonOptions,
): Interval | null {
  return !hasActual || !base || base === group ? null : newcombeInterval(selectedOf(group), selectedOf(base), confidence);
}

function against(rates: GroupRates, base: GroupRates | undefined) {
  const [selection, truePositive, falsePositive] = [
    base?.selectionRate ?? null,
    base?.truePositiveRate ?? null,
    base?.falsePositiveRate ?? null,
  ];
  return {
    selectionRateDifference: difference(rates.selectionRate, selection),
    selectionRateRatio: ratio(rates.selectionRate, selection),
    truePositiveRateDifference: difference(rates.truePositiveRate, truePositive),
    truePositiveRateRatio: ratio(rates.truePositiveRate, truePositive),
    falsePositiveRateDifference: difference(rates.falsePositiveRate, falsePositive),
    falsePositiveRateRatio: ratio(rates.falsePositiveRate, falsePositive),
  };
}

function calibrationInterval({ residuals }: GroupCells, rows: number, confidence: number): Interval | null {
  if (!residuals || rows < 2) return null;
  const gap = residuals.sum / rows;
  const variance = Math.max(residuals.squares - rows * gap ** 2, 0) / (rows - 1);
  const reach = normalQuantile((1 + confidence) / 2) * Math.sqrt(variance / rows);
  return { low: gap - reach, high: gap + reach };
}
