import { expect, test } from "vitest";
import { metricsBeside, resamplesFor, rowsOfOthersMax } from "./champion-job.ts";

test.each([
  [1, 2000],
  [100_000, 2000],
  [100_100, 1998],
  [999_999, 200],
  [5_000_000, 200],
])("a table of %d rows is resampled %d times", (rows, times) => {
  expect(resamplesFor(rows)).toBe(times);
});

test.each([
  ["of probabilities", [0, 1], "ks", ["auc", "logLoss", "brier", "accuracy", "f1"]],
  ["of other scores", [-3, 7], "auc", ["ks"]],
  ["of numbers", [-3, 7], "mae", ["rmse", "r2"]],
] as const)("metrics %s are compared beside the one that was asked for", (...[, ends, asked, others]) => {
  const column = Float64Array.from(ends);
  expect(metricsBeside(asked, { champion: column, candidate: column })).toEqual(others);
});

test("on more than a million rows the one that was asked for is compared alone", () => {
  const besides = (rows: number) => metricsBeside("auc", { champion: new Float64Array(rows), candidate: new Float64Array(rows) });
  expect(besides(rowsOfOthersMax)).toHaveLength(5);
  expect(besides(rowsOfOthersMax + 1)).toEqual([]);
});
