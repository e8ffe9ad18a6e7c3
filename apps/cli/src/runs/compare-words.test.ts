import type { RunComparison } from "@plumbline/contracts/experiments/compare-runs";
import { expect, test } from "vitest";
import { differenceLine, differenceRows } from "./compare-words.ts";

const run = (name: string) => ({ name }) as RunComparison["runs"][number];
const comparison: RunComparison = {
  runs: [run("first"), run("second"), run("third")],
  missing: [],
  isCut: false,
  params: [
    { key: "depth", isDiffering: true, values: ["3", "4", null] },
    { key: "seed", isDiffering: false, values: ["7"] },
  ],
  tags: [{ key: "team", isDiffering: false, values: ["risk"] }],
  inputs: [{ key: "training", isDiffering: true, values: ["loans v1", "loans v1", "loans v2"] }],
  metrics: [
    { key: "auc", isDiffering: true, last: [0.8, 0.813, null], min: [0, 0, null], max: [0.8, 0.813, null] },
    { key: "loss", isDiffering: true, last: ["NaN", 0.25, 0.5], min: [null, 0, 0], max: [null, 1, 1] },
  ],
};
const same: RunComparison = { ...comparison, params: [], inputs: [], metrics: [] };

test("what differs is counted in one line", () => {
  expect(differenceLine(comparison)).toBe("1 param, 1 dataset and 2 metrics differ.");
  expect(differenceLine({ ...same, inputs: comparison.inputs })).toBe("1 dataset differs.");
  expect(differenceLine({ ...same, metrics: comparison.metrics })).toBe("2 metrics differ.");
  expect(differenceLine(same)).toBe("Nothing that was logged differs.");
});

test("metrics stand with what they are from the first run's; what a run lacks is a dash", () => {
  expect(differenceRows(comparison, false)).toEqual([
    ["", "", "first", "second", "third"],
    ["metric", "auc", "0.8", "0.813 (+0.013)", "-"],
    ["metric", "loss", "NaN", "0.25", "0.5"],
    ["param", "depth", "3", "4", "-"],
    ["dataset", "training", "loans v1", "loans v1", "loans v2"],
  ]);
});

test("with everything, what is the same stands in every column", () => {
  expect(differenceRows(comparison, true).slice(4)).toEqual([
    ["param", "seed", "7", "7", "7"],
    ["dataset", "training", "loans v1", "loans v1", "loans v2"],
    ["tag", "team", "risk", "risk", "risk"],
  ]);
  expect(differenceRows(same, false)).toEqual([]);
});

test("a long value is cut, and none steers the terminal", () => {
  const params = [{ key: "cfg", isDiffering: true, values: ["x".repeat(49), "a\u001b[2J\nb", "y".repeat(48)] }];
  expect(differenceRows({ ...same, params }, false)[1]).toEqual(["param", "cfg", `${"x".repeat(47)}…`, "a [2J b", "y".repeat(48)]);
});
