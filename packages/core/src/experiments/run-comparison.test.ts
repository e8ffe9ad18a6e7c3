import type { Run } from "@plumbline/contracts/experiments/run";
import { expect, test } from "vitest";
import { comparisonOf } from "./run-comparison.ts";

type Logged = Partial<Pick<Run, "params" | "tags" | "inputs" | "metrics">>;
const run = (logged: Logged): Run => ({ params: [], tags: [], inputs: [], metrics: [], ...logged }) as unknown as Run;
const metric = (key: string, value: number | "NaN", min: number | null = null): Run["metrics"][number] => {
  const point = { value, timestamp: 1, step: 0 };
  return { key, last: point, first: point, min, max: min, mean: min, count: 1 };
};

test("a key that one run lacks differs, with null where it lacks it", () => {
  const runs = [run({ params: [{ key: "a", value: "1" }] }), run({ params: [{ key: "b", value: "" }] })];
  expect(comparisonOf(runs).params).toEqual([
    { key: "a", isDiffering: true, values: ["1", null] },
    { key: "b", isDiffering: true, values: [null, ""] },
  ]);
});

test("a metric differs by its last, least or greatest value; NaN is alike to NaN", () => {
  const runs = [
    run({ metrics: [metric("loss", "NaN"), metric("auc", 0.5, 0.1)] }),
    run({ metrics: [metric("loss", "NaN"), metric("auc", 0.5, 0.2)] }),
  ];
  expect(comparisonOf(runs).metrics).toEqual([
    { key: "auc", isDiffering: true, last: [0.5, 0.5], min: [0.1, 0.2], max: [0.1, 0.2] },
    { key: "loss", isDiffering: false, last: ["NaN"], min: [null], max: [null] },
  ]);
});

test("data is compared by what it was for; several datasets of one role make one value, in whatever order they were logged", () => {
  const dataset = (name: string, context?: string): Run["inputs"][number] => ({
    dataset: { name, digest: "d", sourceType: "s", source: "s" },
    tags: context ? [{ key: "mlflow.data.context", value: context }] : [],
  });
  const runs = [run({ inputs: [dataset("b"), dataset("a"), dataset("c", "eval")] }), run({ inputs: [dataset("a"), dataset("b")] })];
  expect(comparisonOf(runs).inputs).toEqual([
    { key: "data", isDiffering: false, values: ["a d, b d"] },
    { key: "eval", isDiffering: true, values: ["c d", null] },
  ]);
});

test("names, notes and lists of what was logged are no difference", () => {
  const runs = ["one", "two"].map((value) =>
    run({
      tags: [
        { key: "mlflow.runName", value },
        { key: "team", value },
      ],
    }),
  );
  expect(comparisonOf(runs).tags.map(({ key }) => key)).toEqual(["team"]);
});

test("no runs have no keys", () => {
  expect(comparisonOf([])).toEqual({ params: [], tags: [], inputs: [], metrics: [] });
});
