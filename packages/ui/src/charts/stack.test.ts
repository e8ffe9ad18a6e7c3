import { expect, test } from "vitest";
import { niceCeiling, type StackSeries, stackSeries } from "./stack.ts";

const series = (id: string, values: StackSeries["values"]): StackSeries => ({ id, label: id, color: 1, values });

test("bands lie on each other, and the top is a round number above all of them", () => {
  const { bands, max } = stackSeries([series("a", [1, 2]), series("b", [3, 2])], 2);
  expect(max).toBe(5);
  expect(bands[0]?.end).toEqual({ from: 0, to: 0.4 });
  expect(bands[1]?.end).toEqual({ from: 0.4, to: 0.8 });
  expect(bands[1]?.outlines[0]?.slice(0, 2)).toEqual([
    [0, 0.8],
    [0.5, 0.8],
  ]);
});

test("a gap is a gap, and a band that ends before the right edge has no end there", () => {
  const { bands } = stackSeries([series("a", [1, null, 1, null])], 4);
  expect(bands[0]?.outlines).toHaveLength(2);
  expect(bands[0]?.end).toBeUndefined();
});

test("the capacity is in sight though little is held, and nothing held is a chart, too", () => {
  expect(stackSeries([series("a", [1])], 1, 190).max).toBe(200);
  expect(stackSeries([], 3).max).toBe(1);
});

test.each([
  [0.3, 0.5],
  [1, 1],
  [17, 20],
  [21, 25],
  [26, 50],
  [64, 100],
])("above %d comes %d", (value, ceiling) => {
  expect(niceCeiling(value)).toBeCloseTo(ceiling);
});
