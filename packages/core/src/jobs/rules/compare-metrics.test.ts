import { expect, test } from "vitest";
import { compareMetrics, verdictOf } from "./compare-metrics.ts";

const compare = (original: number, repeated: number | undefined, tolerance = 0.01) =>
  compareMetrics({ metrics: [{ name: "m", original, tolerance }] }, new Map(repeated === undefined ? [] : [["m", repeated]]))[0];

test.each<[number, number | undefined, boolean]>([
  [0.8, 0.8, true],
  [0.8, 0.808, true],
  [0.8, 0.8081, false],
  [-100, -101, true],
  [-100, -99, true],
  [-100, 100, false],
  [0, 0, true],
  [0, -0, true],
  [0, 1e-9, false],
  [Number.NaN, Number.NaN, true],
  [Number.NaN, 1, false],
  [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, true],
  [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, false],
  [1, undefined, false],
])("%d again as %d is within one in a hundred: %s", (original, repeated, isWithin) => {
  expect(compare(original, repeated)).toMatchObject({ repeated: repeated ?? null, isWithin });
});

test("a tolerance of nothing asks for the same number", () => {
  expect(compare(0.1 + 0.2, 0.3, 0)?.isWithin).toBe(false);
  expect(compare(0.3, 0.3, 0)?.isWithin).toBe(true);
});

test("all metrics must be within; without a success nothing is known", () => {
  const [within, beyond] = [compare(1, 1), compare(1, 2)];
  if (!within || !beyond) throw new Error("nothing was compared");
  expect(verdictOf([within, within], true)).toBe("pass");
  expect(verdictOf([within, beyond], true)).toBe("fail");
  expect(verdictOf([within, within], false)).toBe("inconclusive");
});
