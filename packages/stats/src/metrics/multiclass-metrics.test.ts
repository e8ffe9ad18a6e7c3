import { expect, test } from "vitest";
import golden from "../../golden/metrics.json" with { type: "json" };
import { encodeCategories } from "../columns.ts";
import { multiclassMetrics } from "./multiclass-metrics.ts";

test.each(golden.multiclass)("agrees with scikit-learn: $name", ({ actual, predicted, accuracy, macroF1 }) => {
  const [labels, guesses] = encodeCategories(actual, predicted).map(({ codes }) => codes);
  const metrics = multiclassMetrics(labels ?? new Int32Array(), guesses ?? new Int32Array());
  expect(metrics).toEqual({ rows: actual.length, accuracy: expect.closeTo(accuracy, 12), macroF1: expect.closeTo(macroF1, 12) });
});

test("no rows leave both metrics undefined", () => {
  expect(multiclassMetrics(new Int32Array(), new Int32Array())).toEqual({ rows: 0, accuracy: null, macroF1: null });
});

test("codes below 0 and from 100,000 up are refused", () => {
  const one = Int32Array.of(0);
  expect(() => multiclassMetrics(one, Int32Array.of(-1))).toThrow('"predicted" holds -1 in row 0');
  expect(() => multiclassMetrics(Int32Array.of(100_000), one)).toThrow('"actual" holds 100000 in row 0');
  expect(multiclassMetrics(Int32Array.of(99_999), one)).toEqual({ rows: 1, accuracy: 0, macroF1: 0 });
});

test("categories have one code in every column, in the order of names", () => {
  expect(encodeCategories(["b", null, "a"], ["é", "b"])).toEqual([
    { names: ["a", "b", "é"], codes: Int32Array.of(1, -1, 0) },
    { names: ["a", "b", "é"], codes: Int32Array.of(2, 1) },
  ]);
});
