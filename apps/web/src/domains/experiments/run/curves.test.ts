import type { Curve } from "@plumbline/contracts/experiments/metric";
import { expect, test } from "vitest";
import { groupCurves, pointCounts, stepsWithin, systemName } from "./curves.ts";
import { groupMetrics } from "./metric-groups.ts";

const curve = (key: string, values: [number, number][], total = values.length): Curve => ({
  runId: "r",
  key,
  total,
  points: values.map(([step, value]) => ({ step, value, timestamp: 1_000 + step * 500 })),
});
const curves = [
  curve("train_loss", [[0, 1]]),
  curve(
    "val_loss",
    [
      [0, 2],
      [4, 1],
    ],
    100,
  ),
];
const [group] = groupMetrics(["train_loss", "val_loss"]);

test("held-out data is the full line, training data the dashed one, both in the run's colour", () => {
  if (!group) throw new Error("one group was expected");
  const series = groupCurves(group, curves, { axis: "step", startTime: 0, color: 3 });
  expect(series.map(({ label, isDashed, color }) => [label, isDashed, color])).toEqual([
    ["valid", false, 3],
    ["train", true, 3],
  ]);
  expect(series[0]?.points).toEqual([
    { x: 0, y: 2 },
    { x: 4, y: 1 },
  ]);
});

test("time runs in seconds from the start of the run", () => {
  if (!group) throw new Error("one group was expected");
  const series = groupCurves(group, curves, { axis: "time", startTime: 1_000, color: 1 });
  expect(series[0]?.points.map(({ x }) => x)).toEqual([0, 2]);
});

test("says how much of a long curve is drawn", () => {
  if (!group) throw new Error("one group was expected");
  expect(pointCounts(group, curves)).toEqual({ drawn: 3, total: 101 });
});

test("a range of time is read again by the steps in it, with a neighbour on each side", () => {
  const points = [0, 1, 2, 3, 4].map((step) => ({ step, value: 1, timestamp: 1_000 + step * 10_000 }));
  const long = [{ runId: "r", key: "loss", points, total: 5 }];
  const within = (range: [number, number]) => stepsWithin(long, { axis: "time", startTime: 1_000, range });
  expect(within([15, 25])).toEqual({ startStep: 1, endStep: 3 });
  expect(within([35, 90])).toEqual({ startStep: 3, endStep: 4 });
  expect(within([11, 12])).toEqual({ startStep: 1, endStep: 2 });
  expect(within([50, 60])).toBeUndefined();
  expect(stepsWithin(long, { axis: "step", startTime: 0, range: [1.2, 2.2] })).toEqual({ startStep: 1, endStep: 3 });
});

test("the machine's metrics read as words with a unit", () => {
  expect(systemName("system/gpu_0_memory_usage_megabytes")).toEqual({ title: "GPU 0 memory usage", unit: "MB" });
  expect(systemName("system/system_memory_usage_percentage")).toEqual({ title: "Memory usage", unit: "%" });
  expect(systemName("system/gpu_0_sm_active_percentage")).toEqual({ title: "GPU 0 SM active", unit: "%" });
  expect(systemName("system/node_1/gpu_0_utilization_percentage")).toEqual({ title: "Node 1: GPU 0 utilization", unit: "%" });
  expect(systemName("system/cpu_utilization_percentage")).toEqual({ title: "CPU utilization", unit: "%" });
});
