import type { BinaryColumn, NumberColumn } from "../columns.ts";
import { applyThreshold, type Confusion, type ConfusionRates, confusionRates, countConfusion } from "./confusion.ts";
import { type ProbabilityMetrics, probabilityMetrics } from "./probability.ts";
import { type RankingMetrics, rankingMetrics } from "./ranking.ts";

export interface BinaryMetricsOptions {
  /** Scores from here up are predicted positive. Default 0.5. */
  readonly threshold?: number;
  /** Bins of the expected calibration error. Default 10. */
  readonly bins?: number;
}

export interface BinaryMetrics extends ConfusionRates, RankingMetrics, ProbabilityMetrics {
  readonly rows: number;
  readonly confusion: Confusion;
}

/** All metrics of a binary classifier that answers probabilities (0 to 1, else a StatsError). O(n log n). */
export function binaryMetrics(actual: BinaryColumn, probabilities: NumberColumn, options: BinaryMetricsOptions = {}): BinaryMetrics {
  const calibration = probabilityMetrics(actual, probabilities, options.bins);
  const confusion = countConfusion(actual, applyThreshold(probabilities, options.threshold ?? 0.5));
  return { rows: actual.length, confusion, ...confusionRates(confusion), ...rankingMetrics(actual, probabilities), ...calibration };
}
