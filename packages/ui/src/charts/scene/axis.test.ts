import { expect, test } from "vitest";
import { axisOf, namesAxis, shareOf, ticksOf, valueAtShare } from "./axis.ts";

test("an axis holds its values; a log axis those above zero alone", () => {
  expect(axisOf([3, Number.NaN, -1])).toMatchObject({ low: -1, high: 3 });
  expect(axisOf([0, -1, 10, 1000], { isLog: true })).toMatchObject({ low: 10, high: 1000 });
  expect(axisOf([])).toMatchObject({ low: 0, high: 1 });
  expect(axisOf([5])).toMatchObject({ low: 4.75, high: 5.25 });
});

test.each([false, true])("a share leads back to its value, log: %s", (isLog) => {
  const axis = axisOf([1, 1000], { isLog });
  for (const share of [0, 0.25, 1]) expect(shareOf(axis, valueAtShare(axis, share))).toBeCloseTo(share);
});

test.each([
  [[0, 1000], false, ["0", "250", "500", "750", "1,000"]],
  [[0.1, 0.95], false, ["0.25", "0.50", "0.75"]],
  [[0.001, 100], true, ["0.001", "0.01", "0.1", "1", "10", "100"]],
  [[2, 40], true, ["2", "5", "10", "20"]],
])("%j, log: %s, has ticks at %j", (values, isLog, labels) => {
  expect(ticksOf(axisOf(values, { isLog }), isLog ? 6 : 4).map(({ label }) => label)).toEqual(labels);
});

test.each([
  [
    [0, 1000],
    ["0", "500", "1,000"],
  ],
  [
    [0, 3],
    ["0", "1", "2", "3"],
  ],
  [[7], ["7"]],
  [[4000], ["4,000"]],
])("steps from %j have whole ticks: %j", (values, labels) => {
  expect(ticksOf(axisOf(values, { words: "step" }), 4).map(({ label }) => label)).toEqual(labels);
});

test("seconds read as time, names as themselves, thinned where there is no room", () => {
  expect(ticksOf(axisOf([0, 300], { words: "duration" }), 5).map(({ label }) => label)).toEqual(["0", "1m", "2m", "3m", "4m", "5m"]);
  expect(ticksOf(namesAxis(["a", "b", "c", "d"]), 2)).toEqual([
    { share: 0.125, label: "a" },
    { share: 0.625, label: "c" },
  ]);
});
