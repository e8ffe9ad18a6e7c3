import { ResourceSample } from "@plumbline/contracts/jobs/log";
import { expect, test } from "vitest";
import { metricsOf } from "./system-metrics.ts";

const beganAt = new Date(1_700_000_000_000);
const named = (sample: object, of: { rank?: number; cpu?: number } = {}) =>
  Object.fromEntries(
    metricsOf(ResourceSample.parse({ at: beganAt.getTime() + 90_700, ...sample }), { cpu: 1, rank: 0, beganAt, ...of }).map((metric) => [
      metric.key,
      metric.value,
    ]),
  );

test("figures have the names and units of MLflow's own", () => {
  expect(named({ cpuPercent: 312.34, memoryBytes: 4.5e9, memoryLimitBytes: 9e9, diskBytes: 1_234_567_890 }, { cpu: 4 })).toEqual({
    "system/cpu_utilization_percentage": 78.1,
    "system/system_memory_usage_megabytes": 4500,
    "system/system_memory_usage_percentage": 50,
    "system/disk_usage_megabytes": 1234.6,
  });
});

test("a measure that was not taken is no figure, and the two of GPUs are two figures", () => {
  const gpus = [
    { index: 0, busyPercent: 98, memoryBytes: 40e9, memoryTotalBytes: 80e9 },
    { index: 3, smActivePercent: 12.34 },
  ];
  expect(named({ gpus })).toEqual({
    "system/gpu_0_utilization_percentage": 98,
    "system/gpu_0_memory_usage_megabytes": 40_000,
    "system/gpu_0_memory_usage_percentage": 50,
    "system/gpu_3_sm_active_percentage": 12.3,
  });
  expect(named({ memoryBytes: 5, memoryLimitBytes: 0 })).toEqual({ "system/system_memory_usage_megabytes": 0 });
});

test("other nodes than the first have their number in the name", () => {
  expect(Object.keys(named({ cpuPercent: 1 }, { rank: 2 }))).toEqual(["system/node_2/cpu_utilization_percentage"]);
});

test("steps are whole seconds since the job began to start, over all attempts", () => {
  const steps = [-5000, 0, 999, 90_700].map(
    (after) => metricsOf(ResourceSample.parse({ at: beganAt.getTime() + after, cpuPercent: 1 }), { cpu: 1, rank: 0, beganAt })[0]?.step,
  );
  expect(steps).toEqual([0, 0, 0, 90]);
});
