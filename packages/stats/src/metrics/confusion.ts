import { type BinaryColumn, type NumberColumn, requireBinary, requireFinite, requireSameLength } from "../columns.ts";

/** Rows by what they are and what they were predicted to be. */
export interface Confusion {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly trueNegatives: number;
  readonly falseNegatives: number;
}

/** Shares of rows, each from 0 to 1; null where its denominator has no rows. */
export interface ConfusionRates {
  /** Of all rows, those predicted right. */
  readonly accuracy: number | null;
  /** Mean of recall and specificity; null unless both classes occur. */
  readonly balancedAccuracy: number | null;
  /** Of the rows predicted positive, those that are. */
  readonly precision: number | null;
  /** Of the positive rows, those predicted so: sensitivity, or true positive rate. */
  readonly recall: number | null;
  /** Of the negative rows, those predicted so. */
  readonly specificity: number | null;
  /** Of the negative rows, those predicted positive. */
  readonly falsePositiveRate: number | null;
  /** Of the positive rows, those predicted negative. */
  readonly falseNegativeRate: number | null;
  /** Harmonic mean of precision and recall, 2 TP / (2 TP + FP + FN); null where no row is positive or predicted so. */
  readonly f1: number | null;
}

/** 1 for each score from the threshold up, else 0. A threshold of 0.5 leaves hard predictions of 0 and 1 as they are. */
export function applyThreshold(scores: NumberColumn, threshold: number): BinaryColumn {
  requireFinite("scores", scores);
  return Uint8Array.from(scores, (score) => (score >= threshold ? 1 : 0));
}

/** Counts rows by class and prediction. Both columns hold 0 and 1 for the same rows, else a StatsError. O(n). */
export function countConfusion(actual: BinaryColumn, predicted: BinaryColumn): Confusion {
  requireSameLength({ actual, predicted });
  requireBinary("actual", actual);
  requireBinary("predicted", predicted);
  const cells = new Float64Array(4);
  for (let row = 0; row < actual.length; row++) {
    const cell = 2 * (actual[row] ?? 0) + (predicted[row] ?? 0);
    cells[cell] = (cells[cell] ?? 0) + 1;
  }
  const [trueNegatives = 0, falsePositives = 0, falseNegatives = 0, truePositives = 0] = cells;
  return { truePositives, falsePositives, trueNegatives, falseNegatives };
}

/** The rates of a confusion table. Fawcett, "An introduction to ROC analysis", Pattern Recognition Letters 27 (2006). */
export function confusionRates({ truePositives, falsePositives, trueNegatives, falseNegatives }: Confusion): ConfusionRates {
  const positives = truePositives + falseNegatives;
  const negatives = trueNegatives + falsePositives;
  const recall = share(truePositives, positives);
  const specificity = share(trueNegatives, negatives);
  return {
    accuracy: share(truePositives + trueNegatives, positives + negatives),
    balancedAccuracy: recall === null || specificity === null ? null : (recall + specificity) / 2,
    precision: share(truePositives, truePositives + falsePositives),
    recall,
    specificity,
    falsePositiveRate: share(falsePositives, negatives),
    falseNegativeRate: share(falseNegatives, positives),
    f1: share(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives),
  };
}

const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);
