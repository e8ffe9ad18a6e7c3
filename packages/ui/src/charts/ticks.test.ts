import { expect, test } from "vitest";
import { durationTicks, logSplits, logTicks, numberTicks } from "./ticks.ts";

test.each([
  [
    [0, 250, 500],
    ["0", "250", "500"],
  ],
  [
    [0.75, 0.8, 0.85],
    ["0.75", "0.80", "0.85"],
  ],
  [
    [-0.5, 0, 0.5],
    ["−0.5", "0.0", "0.5"],
  ],
  [
    [0, 1e-5, 2e-5],
    ["0", "1e−5", "2e−5"],
  ],
  [
    [0, 2_500_000, 5_000_000],
    ["0", "2.5e6", "5e6"],
  ],
  [
    [0.25, 0.5, 0.75, 1],
    ["0.25", "0.50", "0.75", "1.00"],
  ],
  [[0.8612], ["0.861"]],
  [
    [4_000, 5_000],
    ["4,000", "5,000"],
  ],
  [
    [0, 50_000],
    ["0", "50,000"],
  ],
])("%j is labelled %j", (values, labels) => {
  expect(numberTicks(values)).toEqual(labels);
});

test("a log axis names powers of ten alone", () => {
  expect(logTicks([0.001, 0.02, 0.1, 1, 10, 10_000, 1e7, null])).toEqual(["0.001", "", "0.1", "1", "10", "10,000", "1e7", ""]);
});

test("a log axis has lines at powers of ten, and between them where there is but one", () => {
  expect(logSplits([0.1, 0.2, 0.5, 1, 2])).toEqual([0.1, null, null, 1, null]);
  expect(logSplits([0.5, 1, 2])).toEqual([0.5, 1, 2]);
});

test("seconds read as time", () => {
  expect(durationTicks([0, 30, 60, 90, 3600, 86_400])).toEqual(["0", "30s", "1m", "1m 30s", "1h", "1d"]);
});
