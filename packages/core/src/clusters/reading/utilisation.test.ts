import { expect, test } from "vitest";
import { readDcgm } from "./read-dcgm.ts";
import { afterSample, measureOf, workByPod } from "./utilisation.ts";

const labels =
  'gpu="0",UUID="GPU-a",device="nvidia0",modelName="NVIDIA H100 80GB HBM3",Hostname="n1",container="main",namespace="team",pod="train-0"';
const page = [
  "# HELP DCGM_FI_DEV_GPU_UTIL GPU utilization (in %).",
  "# TYPE DCGM_FI_DEV_GPU_UTIL gauge",
  `DCGM_FI_DEV_GPU_UTIL{${labels}} 95`,
  `DCGM_FI_PROF_SM_ACTIVE{${labels}} 0.18`,
  'DCGM_FI_DEV_GPU_UTIL{gpu="1",UUID="GPU-b",pod="",namespace=""} 0',
  'DCGM_FI_PROF_GR_ENGINE_ACTIVE{gpu="2",UUID="GPU-c",GPU_I_ID="7",pod="exporter",namespace="gpu",exported_pod="odd\\"name",exported_namespace="nlp"} 0.5',
  'DCGM_FI_DEV_SM_CLOCK{gpu="0"} 1980',
  'DCGM_FI_DEV_GPU_UTIL{gpu="9"} NaN',
].join("\n");

test("the exporter's page is read by GPU, with the pod that holds it", () => {
  const samples = readDcgm(page);
  expect(samples).toEqual([
    { unit: "GPU-a", pod: { namespace: "team", name: "train-0" }, busyPercent: 95, smActivePercent: 18 },
    { unit: "GPU-b", pod: null, busyPercent: 0, smActivePercent: null },
    { unit: "GPU-c/7", pod: { namespace: "nlp", name: 'odd\\"name' }, busyPercent: null, smActivePercent: 50 },
  ]);
  expect(measureOf(samples)).toBe("sm-active");
  expect(measureOf(samples.map((sample) => ({ ...sample, smActivePercent: null })))).toBe("busy");
  expect(measureOf([])).toBeNull();
});

const sample = (percent: number, pod = "train-0") => ({
  samples: [{ unit: "a", pod: { namespace: "team", name: pod }, busyPercent: percent, smActivePercent: null }],
  measure: "busy" as const,
});

test("a GPU is idle after half an hour below five percent, and not a second earlier", () => {
  let units = afterSample({}, { ...sample(5), at: "2026-03-01T10:00:00.000Z" });
  units = afterSample(units, { ...sample(4.9), at: "2026-03-01T10:20:00.000Z" });
  expect(workByPod(units, new Date("2026-03-01T10:29:59.999Z")).get("team/train-0")).toEqual({ idle: 0, idleSince: null, percent: 4.9 });
  expect(workByPod(units, new Date("2026-03-01T10:30:00.000Z")).get("team/train-0")).toEqual({
    idle: 1,
    idleSince: "2026-03-01T10:00:00.000Z",
    percent: 4.9,
  });
});

test("one that never worked counts from when it was first seen, and another pod begins anew", () => {
  const first = afterSample({}, { ...sample(0), at: "2026-03-01T10:00:00.000Z" });
  expect(workByPod(first, new Date("2026-03-01T10:30:00.000Z")).get("team/train-0")?.idle).toBe(1);
  const other = afterSample(first, { ...sample(0, "train-1"), at: "2026-03-01T10:30:00.000Z" });
  expect([...workByPod(other, new Date("2026-03-01T10:45:00.000Z"))]).toEqual([["team/train-1", { idle: 0, idleSince: null, percent: 0 }]]);
});

test("the other measure is not taken for the one that is used", () => {
  const given = { ...sample(90), measure: "sm-active" as const, at: "2026-03-01T10:00:00.000Z" };
  expect(afterSample({}, given)).toEqual({});
});
