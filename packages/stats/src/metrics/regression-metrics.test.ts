import { expect, test } from "vitest";
import golden from "../../golden/metrics.json" with { type: "json" };
import { regressionMetrics } from "./regression-metrics.ts";

const within = (expected: number | null) => (expected === null ? null : expect.closeTo(expected, 12));

test.each(golden.regression)("agrees with scikit-learn: $name", ({ actual, predicted, mae, rmse, r2, meanBias }) => {
  expect(regressionMetrics(Float64Array.from(actual), Float64Array.from(predicted))).toEqual({
    rows: actual.length,
    mae: within(mae),
    rmse: within(rmse),
    r2: within(r2),
    meanBias: within(meanBias),
  });
});

test("no rows leave every metric undefined", () => {
  expect(regressionMetrics(new Float64Array(), new Float64Array())).toEqual({ rows: 0, mae: null, rmse: null, r2: null, meanBias: null });
});

test("values whose squares might overflow are refused, those at the limit are not", () => {
  const zero = Float64Array.of(0);
  expect(() => regressionMetrics(zero, Float64Array.of(1.1e150))).toThrow('"predicted" holds 1.1e+150 in row 0');
  expect(() => regressionMetrics(Float64Array.of(Number.NEGATIVE_INFINITY), zero)).toThrow('"actual" holds -Infinity in row 0');
  expect(regressionMetrics(Float64Array.of(-1e150), Float64Array.of(1e150)).mae).toBe(2e150);
});
