import type { MetricSummary } from "@plumbline/contracts/experiments/metric";
import { expect, test } from "vitest";
import { bestFirst } from "./best-first.ts";

const run = (name: string, metrics: Record<string, number | "NaN">) => ({
  name,
  metrics: Object.entries(metrics).map(([key, value]) => ({ key, last: { value, step: 0, timestamp: 0 } }) as unknown as MetricSummary),
});
const names = (runs: readonly { name: string }[]) => runs.map(({ name }) => name);

test("more is better of a score, less of a loss", () => {
  const runs = [run("a", { score: 0.5, loss: 3 }), run("b", { score: 0.9, loss: 1 }), run("c", { score: 0.7, loss: 2 })];
  expect(names(bestFirst(runs, "score"))).toEqual(["b", "c", "a"]);
  expect(names(bestFirst(runs, "loss"))).toEqual(["b", "c", "a"]);
});

test("runs without a number come last, in their own order", () => {
  const runs = [run("none", {}), run("broken", { score: "NaN" }), run("fine", { score: 0.1 })];
  expect(names(bestFirst(runs, "score"))).toEqual(["fine", "none", "broken"]);
});

test("without a metric nothing moves", () => {
  expect(names(bestFirst([run("b", {}), run("a", {})], undefined))).toEqual(["b", "a"]);
});
