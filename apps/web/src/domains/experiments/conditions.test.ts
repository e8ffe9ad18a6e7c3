import type { MetricSummary } from "@plumbline/contracts/experiments/metric";
import { expect, test } from "vitest";
import { conditionsOf, type Environment } from "./conditions.ts";

const nothing = { tags: [], params: [], metrics: [], inputs: [] };
const point = (value: number) => ({ value, timestamp: 0, step: 0 });
const metric = (key: string, value: number): MetricSummary => ({
  key,
  last: point(value),
  first: point(value),
  min: value,
  max: value,
  mean: value,
  count: 1,
});

function valuesOf(run: Parameters<typeof conditionsOf>[0], environment: Environment = {}): Record<string, string | undefined> {
  return Object.fromEntries(conditionsOf(run, environment).map(({ name, value }) => [name, value]));
}

test("nothing logged is nothing captured, each with the way to capture it", () => {
  const conditions = conditionsOf(nothing, {});
  expect(conditions.every(({ value }) => value === undefined)).toBe(true);
  expect(conditions.every(({ hint }) => hint.length > 20)).toBe(true);
});

test("reads what stock clients log", () => {
  const run = {
    tags: [
      { key: "mlflow.source.git.commit", value: "a41f9c2e0c6f4b7f9c3b" },
      { key: "mlflow.source.git.branch", value: "main" },
      { key: "mlflow.source.name", value: "/home/user/project/train.py" },
      { key: "mlflow.source.type", value: "LOCAL" },
    ],
    params: [
      { key: "random_state", value: "20260922" },
      { key: "estimator__seed", value: "7" },
      { key: "seedling", value: "3" },
    ],
    metrics: [
      metric("system/system_memory_usage_megabytes", 16_000),
      metric("system/system_memory_usage_percentage", 25),
      metric("system/gpu_0_utilization_percentage", 90),
      metric("system/gpu_1_utilization_percentage", 80),
    ],
    inputs: [{ dataset: { name: "loans", digest: "9c1e04aa", sourceType: "local", source: "x" }, tags: [] }],
  };
  const requirements = "# generated\nmlflow==3.17.2\nscikit-learn==1.9.0\nnumpy==2.4.0\n";
  expect(valuesOf(run, { requirements, pythonEnv: "python: 3.11.2\nbuild_dependencies: []\n" })).toEqual({
    Code: "a41f9c2e on main",
    "Started as": "train.py",
    Packages: "Python 3.11.2, scikit-learn 1.9.0, 3 locked",
    Seed: "random_state 20260922, estimator__seed 7",
    Data: "loans 9c1e04aa",
    Hardware: "64 GB memory, 2 × GPU",
  });
});

test("a seed of None is no seed", () => {
  expect(valuesOf({ ...nothing, params: [{ key: "random_state", value: "None" }] }).Seed).toBeUndefined();
});

test("reads what the client's plugin saw, beside what was logged", () => {
  const tags = [
    { key: "mlflow.source.name", value: "churn.ipynb" },
    { key: "mlflow.source.type", value: "NOTEBOOK" },
    { key: "plumbline.notebook.cell", value: "7" },
    { key: "plumbline.seed", value: "random 42, torch 7" },
    { key: "plumbline.hardware", value: "16 cores, 64 GB memory, no GPU seen" },
    { key: "plumbline.os", value: "Linux 6.1 x86_64" },
  ];
  const run = { ...nothing, tags, params: [{ key: "seed", value: "7" }] };
  expect(valuesOf(run)).toMatchObject({
    "Started as": "notebook churn.ipynb, cell 7",
    Seed: "seed 7, random 42, torch 7",
    Hardware: "16 cores, 64 GB memory, no GPU seen",
  });
  expect(conditionsOf(run, {}).find(({ name }) => name === "Hardware")?.full).toContain("Linux 6.1 x86_64");
  expect(valuesOf({ ...nothing, tags }).Seed).toBe("random 42, torch 7");
});

test("of a whole environment the framework is named, or nothing but the number", () => {
  const all = Array.from({ length: 40 }, (_, at) => `package-${at}==1.0`).join("\n");
  const pythonEnv = "python: 3.11.2\n";
  expect(valuesOf(nothing, { requirements: all, pythonEnv }).Packages).toBe("Python 3.11.2, 40 locked");
  expect(valuesOf(nothing, { requirements: `${all}\ntorch==2.9.0`, pythonEnv }).Packages).toBe("Python 3.11.2, torch 2.9.0, 41 locked");
});
