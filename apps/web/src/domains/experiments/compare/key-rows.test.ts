import type { RunComparison } from "@plumbline/contracts/experiments/compare-runs";
import { expect, test } from "vitest";
import { primaryMetricOf } from "../primary-metric.ts";
import { keyRows, valueAt } from "./key-rows.ts";
import { directionOf, verdictOf } from "./metric-direction.ts";
import { bestRun, cellOf } from "./row-cells.ts";

const run = (status: "RUNNING" | "FINISHED", endTime: number | null) =>
  ({ status, startTime: 1_000, endTime, owner: "Cora" }) as RunComparison["runs"][number];
const comparison: RunComparison = {
  runs: [run("FINISHED", 61_000), run("RUNNING", null), run("FINISHED", 2_000)],
  missing: [],
  isCut: false,
  params: [
    { key: "depth", isDiffering: true, values: ["3", "4", null] },
    { key: "seed", isDiffering: false, values: ["7"] },
  ],
  tags: [
    { key: "mlflow.user", isDiffering: true, values: ["cora", "noah", "cora"] },
    { key: "mlflow.source.git.commit", isDiffering: false, values: ["9f1c"] },
    { key: "mlflow.source.type", isDiffering: false, values: ["LOCAL"] },
    { key: "team", isDiffering: true, values: ["risk", null, null] },
  ],
  inputs: [{ key: "training", isDiffering: true, values: ["loans v1", "loans v1", "loans v2"] }],
  metrics: [
    { key: "system/cpu", isDiffering: true, last: [1, 2, 3], min: [1, 2, 3], max: [1, 2, 3] },
    { key: "loss", isDiffering: true, last: [0.4, 0.4, 0.4], min: [0.3, 0.2, 0.3], max: [1, 1, 1] },
    { key: "auc", isDiffering: true, last: [0.8, 0.813, "NaN"], min: [0, 0, null], max: [0.8, 0.82, null] },
  ],
};
const rows = keyRows(comparison, { figure: "last", primary: undefined });
const row = (id: string) => rows.find((each) => each.id === id) ?? expect.unreachable(id);

test("metrics first, the most telling one before the others, then params, conditions and tags, at last what the machine measured", () => {
  expect(rows.map(({ kind, label }) => `${kind} ${label}`)).toEqual([
    "metric auc",
    "metric loss",
    "param depth",
    "param seed",
    "condition Data, training",
    "condition Commit",
    "condition User",
    "tag team",
    "run Status",
    "run Duration",
    "run Begun by",
    "system system/cpu",
  ]);
  const primary = { key: "loss", direction: "low" as const };
  expect(keyRows(comparison, { figure: "last", primary })[0]?.label).toBe("loss");
});

test("a run that goes on has no duration yet", () => {
  expect(row("duration").values).toEqual([60, undefined, 1]);
  expect(row("user").isDiffering).toBe(false);
});

test("a metric differs by the figure that is shown", () => {
  expect(row("m:last:loss").isDiffering).toBe(false);
  expect(keyRows(comparison, { figure: "min", primary: undefined }).find(({ id }) => id === "m:min:loss")?.isDiffering).toBe(true);
});

test("what all have alike is read for every run", () => {
  expect([0, 1, 2].map((run) => valueAt(row("p:seed"), run))).toEqual(["7", "7", "7"]);
  expect([0, 1, 2].map((run) => valueAt(row("p:depth"), run))).toEqual(["3", "4", undefined]);
});

test("a metric is held against the baseline's by its direction; NaN and a missing value are held against nothing", () => {
  const better = cellOf(row("m:last:auc"), 1, 0);
  expect(better).toMatchObject({ value: 0.813, verdict: "better", isAsBaseline: false });
  expect(better.change).toBeCloseTo(0.013);
  expect(better.relative).toBeCloseTo(0.01625);
  expect(cellOf(row("m:last:auc"), 0, 1).verdict).toBe("worse");
  expect(cellOf(row("m:last:auc"), 2, 0)).toMatchObject({ change: undefined, verdict: undefined });
  expect(cellOf(row("m:last:loss"), 1, 0)).toMatchObject({ change: 0, verdict: undefined, isAsBaseline: true });
  expect(cellOf(row("p:depth"), 1, 0)).toMatchObject({ change: undefined, isAsBaseline: false });
});

test("the best run is that of the direction, and none where nobody knows it", () => {
  expect(bestRun(row("m:last:auc"), [0, 1, 2])).toBe(1);
  expect(bestRun(row("m:last:auc"), [2])).toBeUndefined();
  expect(bestRun(row("system/cpu".replace(/^/, "m:last:")), [0, 1])).toBeUndefined();
});

test("directions come from what people said, then from the name, then not at all", () => {
  const primary = primaryMetricOf({
    tags: [
      { key: "mlflow.experiment.primaryMetric.name", value: "gain" },
      { key: "mlflow.experiment.primaryMetric.greaterIsBetter", value: "False" },
    ],
  });
  expect(primary).toEqual({ key: "gain", direction: "low" });
  expect(["gain", "val/f1", "val_loss", "ks"].map((key) => directionOf(key, primary))).toEqual(["low", "high", "low", undefined]);
  expect(primaryMetricOf({ tags: [] })).toBeUndefined();
  expect([verdictOf(1, "low"), verdictOf(-1, "low"), verdictOf(0, "low"), verdictOf(1, undefined)]).toEqual([
    "worse",
    "better",
    undefined,
    undefined,
  ]);
});
