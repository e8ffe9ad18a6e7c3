import { expect, test } from "vitest";
import { readComparison } from "./comparison-report.ts";
import { readFairness, symmetric } from "./fairness-report.ts";

const auc = {
  metric: "auc",
  rows: 400,
  champion: 0.81,
  candidate: 0.83,
  improvement: 0.02,
  interval: { low: 0.01, high: 0.03 },
  verdict: "better",
};

test("one comparison is read by itself, in a part of the report, and in a list", () => {
  const only = {
    rows: 400,
    margin: 0,
    champion: null,
    metrics: [expect.objectContaining({ metric: "auc", interval: { low: 0.01, high: 0.03 } })],
  };
  expect(readComparison(auc)).toEqual(only);
  expect(readComparison({ rows: 400, comparison: auc }, { margin: 0.005, champion_version: 11 })).toEqual({
    ...only,
    margin: 0.005,
    champion: 11,
  });
  expect(
    readComparison({ comparisons: [auc, { ...auc, metric: "ks", interval: null }] })?.metrics.map(({ metric, interval }) => [
      metric,
      interval,
    ]),
  ).toEqual([
    ["auc", { low: 0.01, high: 0.03 }],
    ["ks", null],
  ]);
});

test.each([undefined, null, "text", [], {}, { metrics: [{ name: "auc" }] }])("%j holds no comparison", (report) => {
  expect(readComparison(report)).toBeUndefined();
});

const group = (name: string, rows: number, ratio: number | null) => ({
  name,
  rows,
  selectionRate: 0.5,
  selectionRateRatio: ratio,
  isSufficient: rows >= 30,
  intervals: { selectionRateRatio: ratio === null ? null : { low: ratio - 0.02, high: ratio + 0.02 } },
});
const report = {
  reference: "35 to 49",
  groups: [group("75 and over", 8, 0.1), group("under 25", 40, 0.87), group("35 to 49", 90, 1)],
};

test("groups are read the largest first; the lowest ratio is that of a group large enough", () => {
  const read = readFairness({ assessment: report }, {});
  expect(read?.groups.map(({ name, isReference }) => [name, isReference])).toEqual([
    ["35 to 49", true],
    ["under 25", false],
    ["75 and over", false],
  ]);
  expect(read?.lowest?.name).toBe("under 25");
  expect(read?.limit).toBeNull();
});

test("a group far above the reference is as far from it as one far below", () => {
  const groups = [group("ref", 90, 1), group("below", 80, 0.9), group("above", 70, 1.25)];
  const lowest = readFairness({ reference: "ref", groups }, {})?.lowest;
  expect(lowest?.name).toBe("above");
  expect(symmetric(lowest?.ratio ?? 0)).toBeCloseTo(0.8);
});

test("the limit is the one that the report was made with", () => {
  expect(readFairness({ ...report, limits: { selectionRatioMin: 0.8 } }, {})?.limit).toBe(0.8);
  expect(readFairness({ ...report, findings: [{ limit: "selectionRatioMin", allowed: 0.75 }] }, {})?.limit).toBe(0.75);
});

test.each([undefined, {}, { groups: [] }, { groups: ["a"] }])("%j tells of no groups", (nothing) => {
  expect(readFairness(nothing, {})).toBeUndefined();
});
