import type { MetricSummary } from "@plumbline/contracts/experiments/metric";
import { expect, test } from "vitest";
import { curveLabel, hasSeveralNodes, machineFigure, machineKey, machineKeys } from "./machine.ts";

const metric = (key: string, values: { last: number; max?: number; mean?: number }): MetricSummary => {
  const point = { value: values.last, timestamp: 0, step: 0 };
  return { key, last: point, first: point, min: 0, max: values.max ?? values.last, mean: values.mean ?? values.last, count: 3 };
};

test("busy and SM active are two measures", () => {
  expect(machineKey("system/gpu_3_utilization_percentage")).toMatchObject({ measure: "busy", gpu: 3 });
  expect(machineKey("system/gpu_3_sm_active_percentage")).toMatchObject({ measure: "sm-active", gpu: 3 });
  const metrics = [metric("system/gpu_0_utilization_percentage", { last: 97 })];
  expect(machineFigure(metrics, "sm-active", "now")).toBeUndefined();
  expect(machineFigure(metrics, "busy", "now")?.value).toBe(97);
});

test("nodes and GPUs stand in their order; what is no measure of the machine is left out", () => {
  const keys = ["system/node_1/gpu_0_utilization_percentage", "system/gpu_10_utilization_percentage", "auc", "system/fan"];
  const busy = machineKeys([...keys, "system/gpu_2_utilization_percentage"].map((key) => ({ key }))).get("busy") ?? [];
  expect(busy.map((key) => curveLabel(key, hasSeveralNodes(busy)))).toEqual(["node 0, 2", "node 0, 10", "node 1, 0"]);
  expect(curveLabel({ key: "", measure: "cpu", node: undefined, gpu: undefined }, false)).toBe("all");
});

test("shares are averaged, memory is the highest, now and over all", () => {
  const metrics = [
    metric("system/gpu_0_utilization_percentage", { last: 80, mean: 60 }),
    metric("system/gpu_1_utilization_percentage", { last: 90, mean: 40 }),
    metric("system/gpu_0_memory_usage_megabytes", { last: 1000, max: 4000 }),
    metric("system/gpu_1_memory_usage_megabytes", { last: 2000, max: 3000 }),
  ];
  expect(machineFigure(metrics, "busy", "now")).toEqual({ measure: "busy", value: 85, count: 2 });
  expect(machineFigure(metrics, "busy", "all")?.value).toBe(50);
  expect(machineFigure(metrics, "gpu-memory", "now")?.value).toBe(2e9);
  expect(machineFigure(metrics, "gpu-memory", "all")?.value).toBe(4e9);
});

test("what is not a number is no measure", () => {
  const point = { value: "NaN" as const, timestamp: 0, step: 0 };
  const broken = { key: "system/cpu_utilization_percentage", last: point, first: point, min: null, max: null, mean: null, count: 1 };
  expect(machineFigure([broken], "cpu", "now")).toBeUndefined();
  expect(machineFigure([broken], "cpu", "all")).toBeUndefined();
});
