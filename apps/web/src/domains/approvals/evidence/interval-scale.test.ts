import { expect, test } from "vitest";
import { inOwnWidths, placeOn, scaleOver } from "./interval-scale.ts";

test("a scale holds everything, with room at both ends", () => {
  const scale = scaleOver([0.8, null, 1.05, undefined, 0.9]);
  expect(scale.from).toBeLessThan(0.8);
  expect(scale.to).toBeGreaterThan(1.05);
  expect(placeOn(scale, (scale.from + scale.to) / 2)).toBeCloseTo(50);
});

test("one value, or none, still has a width", () => {
  for (const scale of [scaleOver([0]), scaleOver([3]), scaleOver([])]) expect(scale.to).toBeGreaterThan(scale.from);
});

test("what lies outside stands at the edge", () => {
  expect(placeOn({ from: 0, to: 2 }, 5)).toBe(100);
  expect(placeOn({ from: 0, to: 2 }, -1)).toBe(0);
});

test("improvements of unlike units come to one scale", () => {
  expect(inOwnWidths(0.02, { low: 0.01, high: 0.03 }, 0.005)).toMatchObject({
    at: expect.closeTo(2),
    interval: { low: expect.closeTo(1), high: expect.closeTo(3) },
  });
  expect(inOwnWidths(0, null, 0)).toEqual({ at: 0, interval: null, margin: 0 });
});
