import { expect, test } from "vitest";
import { histogramOf, minutesText } from "./forecast-histogram.ts";

const computedAt = "2026-11-28T14:34:00.000Z";
const at = (minutes: number): string => new Date(Date.parse(computedAt) + minutes * 60_000).toISOString();
const forecast = {
  from: at(46),
  to: at(96),
  computedAt,
  basis: { count: 6, alike: "", histogram: { binMinutes: 10, counts: [0, 0, 0, 0, 1, 0, 0, 0, 3, 1, 0, 0, 0, 1] }, withinInterval: 4 },
};

test("bars inside the promised interval are those whose wait, from the submission on, lies in it", () => {
  // Submitted 34 minutes before: the interval is a wait of 80 to 130 minutes.
  const { bars, inside, most, end } = histogramOf(forecast, 34);
  expect([inside.from, inside.to].map(Math.round)).toEqual([80, 130]);
  expect(bars.filter(({ isInside }) => isInside).map(({ from }) => from)).toEqual([80, 90, 100, 110, 120]);
  expect([most, end]).toEqual([3, 140]);
});

test("ticks are few and round, and none lies at the end", () => {
  expect(histogramOf(forecast, 34).ticks).toEqual([0, 30, 60, 90, 120]);
});

test("an empty history has no bars", () => {
  const empty = { ...forecast, basis: { ...forecast.basis, histogram: { binMinutes: 10, counts: [] } } };
  expect(histogramOf(empty, 0)).toMatchObject({ bars: [], most: 1 });
});

test.each([
  [0, "0"],
  [0.4, "< 1m"],
  [34, "34m"],
  [90, "1h 30m"],
  [120, "2h"],
])("%d minutes are %s", (minutes, text) => {
  expect(minutesText(minutes)).toBe(text);
});
