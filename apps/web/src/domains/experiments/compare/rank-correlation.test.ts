import { expect, test } from "vitest";
import type { KeyRow, Value } from "./key-rows.ts";
import { numberOf, rankCorrelation } from "./rank-correlation.ts";

const row = (...values: Value[]): KeyRow => ({ id: "x", kind: "param", label: "x", isDiffering: true, values, direction: undefined });
const runs = [0, 1, 2, 3, 4, 5];

test("what rises together is 1, however unevenly; what falls is -1", () => {
  expect(rankCorrelation(row("1", "10", "100", "1e3", "1e4", "1e5"), row(1, 2, 3, 4, 5, 6), runs)).toBeCloseTo(1);
  expect(rankCorrelation(row("6", "5", "4", "3", "2", "1"), row(1, 2, 3, 4, 5, 6), runs)).toBeCloseTo(-1);
});

test("equal values share their mean rank", () => {
  // 15 / sqrt(16.5 * 17.5), from the ranks less their mean.
  expect(rankCorrelation(row(1, 2, 2, 3, 4, 4), row(2, 1, 3, 4, 6, 5), runs)).toBeCloseTo(0.8827, 4);
});

test("too few pairs, a word, or no difference say nothing", () => {
  expect(rankCorrelation(row(1, 2, 3, 4), row(1, 2, 3, 4), [0, 1, 2, 3])).toBeUndefined();
  expect(rankCorrelation(row(1, 2, 3, 4, "adam", undefined), row(1, 2, 3, 4, 5, 6), runs)).toBeUndefined();
  expect(rankCorrelation(row("7"), row(1, 2, 3, 4, 5, 6), runs)).toBeUndefined();
});

test("texts that read as numbers are numbers", () => {
  expect([" 1e-3 ", "", " ", "adam", "NaN", 4].map(numberOf)).toEqual([0.001, undefined, undefined, undefined, undefined, 4]);
});
