import { type NumberColumn, requireSameLength, requireSquarable } from "../columns.ts";

/** In units of the target, r2 aside; null without rows. */
export interface RegressionMetrics {
  readonly rows: number;
  /** Mean absolute error. */
  readonly mae: number | null;
  /** Square root of the mean squared error. */
  readonly rmse: number | null;
  /** Coefficient of determination, 1 - SSE / SST about the mean of the actual values, at most 1; null where these do not vary. */
  readonly r2: number | null;
  /** Mean of predicted minus actual: above 0, predictions are too high. */
  readonly meanBias: number | null;
}

/** Metrics of predicted numbers for the same rows; values that are not finite or beyond 10^150 are a StatsError. O(n). */
export function regressionMetrics(actual: NumberColumn, predicted: NumberColumn): RegressionMetrics {
  requireSameLength({ actual, predicted });
  requireSquarable("actual", actual);
  requireSquarable("predicted", predicted);
  const rows = actual.length;
  if (rows === 0) return { rows, mae: null, rmse: null, r2: null, meanBias: null };
  const mean = actual.reduce((sum, value) => sum + value, 0) / rows;
  let absolute = 0;
  let square = 0;
  let bias = 0;
  let spread = 0;
  for (let row = 0; row < rows; row++) {
    const value = actual[row] ?? 0;
    const error = (predicted[row] ?? 0) - value;
    absolute += Math.abs(error);
    square += error ** 2;
    bias += error;
    spread += (value - mean) ** 2;
  }
  // Rounding of the mean leaves a constant column a spread.
  const isConstant = spread === 0 || actual.every((value) => value === actual[0]);
  return {
    rows,
    mae: absolute / rows,
    rmse: Math.sqrt(square / rows),
    r2: isConstant ? null : 1 - square / spread,
    meanBias: bias / rows,
  };
}
