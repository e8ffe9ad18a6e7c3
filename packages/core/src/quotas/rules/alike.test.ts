import { expect, test } from "vitest";
import { forecastWait, histogramOf, type PastWait, recordOf, usualWait } from "./alike.ts";

const past = (count: number, given: Partial<PastWait> = {}): PastWait[] =>
  Array.from({ length: count }, (_, at) => ({ stood: 2, amount: 4, seconds: 60 * (at + 1), ...given }));
const wish = { stood: 3, amount: 2, waitedSeconds: 0, units: "GPUs" };

test("twenty that stood alike make a forecast, nineteen a reason", () => {
  expect(forecastWait(past(20), wish)).toMatchObject({ forecast: { alike: "same pool, position 2 or 3, 2 to 4 GPUs, last 30 days" } });
  expect(forecastWait(past(19), wish)).toEqual({
    note: "Only 19 that stood alike have started (same pool, position 2 or 3, 2 to 4 GPUs, last 30 days); a forecast needs 20.",
  });
  expect(forecastWait([], wish)).toMatchObject({ note: expect.stringContaining("Nothing that stood alike has started yet") });
});

test("what stood elsewhere, asked for another amount, or started at once says nothing", () => {
  for (const given of [{ stood: 1 }, { stood: 4 }, { stood: 0 }, { amount: 1 }, { amount: 5 }]) {
    expect(forecastWait(past(40, given), wish)).toHaveProperty("note");
  }
});

test("what took less than has been waited already does not count any more", () => {
  const made = forecastWait(past(100), { ...wish, waitedSeconds: 60 * 50 });
  expect(made).toMatchObject({ forecast: { from: expect.closeTo(60 * 55.9, 0), to: expect.closeTo(60 * 95.1, 0) } });
  expect(forecastWait(past(100), { ...wish, waitedSeconds: 60 * 81 })).toMatchObject({
    note: expect.stringContaining("It has waited longer than 81 of the 100"),
  });
});

test.each([
  [{ ...wish, stood: 1, amount: 1 }, "position 1, 1 of the GPUs"],
  [{ ...wish, stood: 5, amount: 6 }, "position 4 to 7, 5 to 8 GPUs"],
  [{ ...wish, stood: 100, amount: 16 }, "position 32 or later, 9 to 16 GPUs"],
  [{ ...wish, stood: 1, amount: 0.5, units: "cores" }, "position 1, up to 1 core"],
  [{ ...wish, stood: 1, amount: 2.5, units: "cores" }, "position 1, more than 1 and up to 4 cores"],
])("%j is told as %s", (asked, words) => {
  expect(forecastWait([], asked)).toMatchObject({ note: expect.stringContaining(words) });
});

test("the histogram has every wait, in at most 16 bins of equal width", () => {
  expect(histogramOf([0, 59, 60, 120])).toEqual({ binMinutes: 1, counts: [2, 1, 1] });
  const wide = histogramOf([0, 10 * 3600]);
  expect([wide.binMinutes, wide.counts.length, wide.counts.reduce((sum, count) => sum + count)]).toEqual([60, 11, 2]);
  expect(histogramOf([])).toEqual({ binMinutes: 1, counts: [0] });
});

test("how forecasts held counts both ends, and says by how much they missed", () => {
  const settled = Array.from({ length: 20 }, (_, at) => ({ from: 0, to: 60_000, startedAt: at < 18 ? 60_000 : 180_000 }));
  expect(recordOf(settled)).toEqual({ held: 18, of: 20, medianMissMinutes: 2 });
  expect(recordOf(settled.slice(0, 18).concat(settled.slice(0, 2)))).toEqual({ held: 20, of: 20, medianMissMinutes: null });
  expect(recordOf(settled.slice(1))).toBeNull();
});

test("what is usual takes twenty waits, too", () => {
  expect(usualWait(new Array<number>(19).fill(60))).toBeNull();
  expect(usualWait(new Array<number>(20).fill(60))).toEqual({ from: 60, to: 60 });
});
