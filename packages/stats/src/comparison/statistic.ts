import type { NumberColumn } from "../columns.ts";
import { rowLogLoss } from "../metrics/probability.ts";
import { rankedAuc, rankedKs, rankRows } from "../metrics/ranked-rows.ts";
import type { PairedMetric } from "./paired-metric.ts";

/** A metric of one model on a resample, which says how often each row was drawn; NaN where it is undefined there. */
export type Statistic = (counts: Uint32Array) => number;

export interface ModelRows {
  readonly actual: NumberColumn;
  readonly predicted: NumberColumn;
  /** For accuracy and f1: scores from here up are predicted positive. */
  readonly threshold: number;
}

/**
 * The metric as a function of row counts, with all work done beforehand that no resample changes. A call costs O(n): rank metrics sort once, here, and
 * walk the sorted rows; all others are functions of one to three sums over rows.
 */
export const statisticOf = (metric: PairedMetric, rows: ModelRows): Statistic => builders[metric](rows);

const builders: Readonly<Record<PairedMetric, (rows: ModelRows) => Statistic>> = {
  auc: (rows) => {
    const ranked = rankRows(Uint8Array.from(rows.actual), rows.predicted);
    return (counts) => rankedAuc(ranked, counts);
  },
  ks: (rows) => {
    const ranked = rankRows(Uint8Array.from(rows.actual), rows.predicted);
    return (counts) => rankedKs(ranked, counts);
  },
  accuracy: (rows) => mean(byRow(rows, (actual, predicted) => (actual === classOf(predicted, rows) ? 1 : 0))),
  logLoss: (rows) => mean(byRow(rows, rowLogLoss)),
  brier: (rows) => mean(byRow(rows, squaredError)),
  mae: (rows) => mean(byRow(rows, (actual, predicted) => Math.abs(predicted - actual))),
  rmse: (rows) => {
    const meanSquare = mean(byRow(rows, squaredError));
    return (counts) => Math.sqrt(meanSquare(counts));
  },
  f1,
  r2,
};

const squaredError = (actual: number, predicted: number): number => (predicted - actual) ** 2;
const classOf = (score: number, { threshold }: ModelRows): number => (score >= threshold ? 1 : 0);

function f1(rows: ModelRows): Statistic {
  const hits = byRow(rows, (actual, predicted) => actual * classOf(predicted, rows));
  const named = byRow(rows, (actual, predicted) => actual + classOf(predicted, rows));
  return (counts) => (2 * weightedSum(counts, hits)) / weightedSum(counts, named);
}

function r2(rows: ModelRows): Statistic {
  const total = rows.actual.length;
  const centre = rows.actual.reduce((sum, value) => sum + value, 0) / total;
  // Sums about the mean of all rows: those of a resample about its own mean follow without cancellation.
  const errors = byRow(rows, squaredError);
  const offsets = byRow(rows, (actual) => actual - centre);
  const squares = byRow(rows, (actual) => (actual - centre) ** 2);
  return (counts) => {
    const about = weightedSum(counts, squares);
    const spread = about - weightedSum(counts, offsets) ** 2 / total;
    return spread > noise * about ? 1 - weightedSum(counts, errors) / spread : Number.NaN;
  };
}

/** A spread this much smaller than its terms is what rounding leaves of a resample with one value. */
const noise = 1e-12;

function mean(values: NumberColumn): Statistic {
  return (counts) => weightedSum(counts, values) / values.length;
}

const byRow = ({ actual, predicted }: ModelRows, value: (actual: number, predicted: number) => number): NumberColumn =>
  Float64Array.from(actual, (outcome, row) => value(outcome, predicted[row] ?? 0));

function weightedSum(counts: Uint32Array, values: NumberColumn): number {
  let sum = 0;
  const rows = counts.length;
  for (let row = 0; row < rows; row++) sum += (counts[row] ?? 0) * (values[row] ?? 0);
  return sum;
}
