export { type BinaryColumn, type CategoryColumn, encodeCategories, type NumberColumn } from "./columns.ts";
export type { PairedRows } from "./comparison/canonical-rows.ts";
export {
  type CompareOptions,
  type ComparisonVerdict,
  compareModels,
  type ModelComparison,
  verdictOf,
} from "./comparison/compare-models.ts";
export { isHigherBetter, type PairedMetric } from "./comparison/paired-metric.ts";
export { assessFairness, type FairnessAssessment, type FairnessOptions, type ReferenceGroup } from "./fairness/assess-fairness.ts";
export { combineGroups } from "./fairness/combine-groups.ts";
export { type Disparity, disparityAgainst, disparityBetween } from "./fairness/disparity.ts";
export type { DisparityIntervals } from "./fairness/disparity-intervals.ts";
export type { FairnessFinding, FairnessLimit, FairnessLimits, FairnessVerdict } from "./fairness/fairness-verdict.ts";
export type { GroupedRows } from "./fairness/group-cells.ts";
export type { GroupComparison } from "./fairness/group-comparison.ts";
export type { GroupRates } from "./fairness/group-rates.ts";
export type { Interval } from "./intervals/interval.ts";
export { newcombeInterval, type Proportion } from "./intervals/newcombe.ts";
export { normalQuantile } from "./intervals/normal-quantile.ts";
export { percentileInterval, quantile, quantileOfSorted } from "./intervals/percentile.ts";
export { wilsonInterval } from "./intervals/wilson.ts";
export { type BinaryMetrics, type BinaryMetricsOptions, binaryMetrics } from "./metrics/binary-metrics.ts";
export { applyThreshold, type Confusion, type ConfusionRates, confusionRates, countConfusion } from "./metrics/confusion.ts";
export { type MulticlassMetrics, multiclassMetrics } from "./metrics/multiclass-metrics.ts";
export { type CalibrationBin, calibrationBins, type ProbabilityMetrics, probabilityMetrics } from "./metrics/probability.ts";
export { type RankingMetrics, rankingMetrics } from "./metrics/ranking.ts";
export { type RegressionMetrics, regressionMetrics } from "./metrics/regression-metrics.ts";
export { drawBinomial, drawMultinomial } from "./random/binomial.ts";
export { createRandom, type Random } from "./random/xoshiro.ts";
export { StatsError } from "./stats-error.ts";
export type { DataCheck, DataCheckKind } from "./validation/data-check.ts";
export type { ColumnSummary, ColumnType, ColumnValue, TableSummary } from "./validation/table-summary.ts";
export { type CheckResult, type TableValidation, validateTable } from "./validation/validate-table.ts";
