/** What two models are compared by; definitions are those of this package's metrics. */
export type PairedMetric = "auc" | "accuracy" | "f1" | "logLoss" | "brier" | "ks" | "mae" | "rmse" | "r2";

/** Whether a higher value of the metric is the better one. */
export const isHigherBetter: Readonly<Record<PairedMetric, boolean>> = {
  auc: true,
  accuracy: true,
  f1: true,
  logLoss: false,
  brier: false,
  ks: true,
  mae: false,
  rmse: false,
  r2: true,
};
