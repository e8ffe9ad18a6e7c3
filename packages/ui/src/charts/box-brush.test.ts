import { expect, test } from "vitest";
import { boxOf, isDrag } from "./box-brush.ts";
import { axisOf } from "./scene/axis.ts";

const chart = { area: { left: 10, top: 20, width: 100, height: 200 }, x: axisOf([0, 10]), y: axisOf([1, 100], { isLog: true }) };

test("a rectangle is a part of both axes, whichever way it was drawn; an axis that is logarithmic stays so", () => {
  const box = boxOf(chart, { from: { x: 60, y: 220 }, to: { x: 10, y: 120 } });
  expect(box.x).toEqual({ from: 0, to: 5 });
  expect(box.y.from).toBeCloseTo(1);
  expect(box.y.to).toBeCloseTo(10);
});

test("what lies beyond the axes is not of it", () => {
  expect(boxOf(chart, { from: { x: -50, y: -50 }, to: { x: 500, y: 500 } }).x).toEqual({ from: 0, to: 10 });
});

test("a press is no rectangle", () => {
  expect(isDrag({ from: { x: 1, y: 1 }, to: { x: 40, y: 3 } })).toBe(false);
  expect(isDrag({ from: { x: 1, y: 1 }, to: { x: 6, y: 6 } })).toBe(true);
});
