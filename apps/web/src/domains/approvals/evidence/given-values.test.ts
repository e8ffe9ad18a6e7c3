import { expect, test } from "vitest";
import { beginningOf, readValues } from "./given-values.ts";

test("numbers, flags and texts are told apart; a name without a value is left out", () => {
  expect(readValues("auc_drop = 0.018\nmatch = true\nmethod = shap = tree\n\nempty =\nexpected = −412000")).toEqual({
    values: { auc_drop: 0.018, match: true, method: "shap = tree", expected: -412000 },
  });
});

test.each([
  ["0.018", "Line 1: write it as name = value."],
  ["a = 1\n= 2", "Line 2: write it as name = value."],
  ["a = 1\na = 2", "Line 2: a is given twice."],
  [Array.from({ length: 501 }, (_, at) => `v${at} = 1`).join("\n"), "Give at most 500 values."],
])("%j is refused", (text, problem) => {
  expect(readValues(text)).toEqual({ problem });
});

test("500 values are taken, and what a form begins with can be read", () => {
  expect(readValues(Array.from({ length: 500 }, (_, at) => `v${at} = 1`).join("\n"))).toHaveProperty("values.v499", 1);
  expect(readValues(beginningOf("reproducibility"))).toEqual({ values: { match: true, tolerance: 0.001 } });
});
