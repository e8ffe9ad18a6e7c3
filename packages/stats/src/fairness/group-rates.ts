/** Shares of a group's rows, 0 to 1; null where the denominator has no rows or outcomes are not known. */
export interface GroupRates {
  readonly rows: number;
  /** Of all rows, those selected (predicted 1). */
  readonly selectionRate: number | null;
  /** Of all rows, those whose outcome is 1. */
  readonly baseRate: number | null;
  /** Of the rows whose outcome is 1, those selected. */
  readonly truePositiveRate: number | null;
  /** Of the rows whose outcome is 0, those selected. */
  readonly falsePositiveRate: number | null;
  /** Rows whose outcome is 1, and 0; null where outcomes are not known. */
  readonly positives: number | null;
  readonly negatives: number | null;
}

/** The rates of one group's cells: true negatives, false positives, false negatives, true positives. */
export function ratesOf(cells: Float64Array, hasActual: boolean): GroupRates {
  const [trueNegatives = 0, falsePositives = 0, falseNegatives = 0, truePositives = 0] = cells;
  const positives = truePositives + falseNegatives;
  const negatives = trueNegatives + falsePositives;
  const rows = positives + negatives;
  return {
    rows,
    selectionRate: ratio(truePositives + falsePositives, rows),
    baseRate: hasActual ? ratio(positives, rows) : null,
    truePositiveRate: hasActual ? ratio(truePositives, positives) : null,
    falsePositiveRate: hasActual ? ratio(falsePositives, negatives) : null,
    positives: hasActual ? positives : null,
    negatives: hasActual ? negatives : null,
  };
}

/** Null where either is null or the divisor is 0. */
export const ratio = (over: number | null, under: number | null): number | null =>
  over === null || under === null || under === 0 ? null : over / under;

/** Null where either is null. */
export const difference = (left: number | null, right: number | null): number | null =>
  left === null || right === null ? null : left - right;
