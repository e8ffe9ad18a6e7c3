import { expect, test } from "vitest";
import { differingParams } from "./differing-params.ts";

const run = (params: Record<string, string>) => ({ params: Object.entries(params).map(([key, value]) => ({ key, value })) });

test("what all runs have alike is left out; what has the most values comes first", () => {
  const runs = [
    run({ C: "1", kernel: "rbf", seed: "7" }),
    run({ C: "10", kernel: "rbf", seed: "7" }),
    run({ C: "100", kernel: "linear", seed: "7" }),
  ];
  expect(differingParams(runs)).toEqual(["C", "kernel"]);
});

test("a param that only some runs have differs", () => {
  expect(differingParams([run({ depth: "3" }), run({})])).toEqual(["depth"]);
});

test("one run, or none, differs in nothing", () => {
  expect(differingParams([run({ C: "1" })])).toEqual([]);
  expect(differingParams([])).toEqual([]);
});
