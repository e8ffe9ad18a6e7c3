import { expect, test } from "vitest";
import { attemptsMax, pauseAfterMs } from "./retry-schedule.ts";

const pauses = (chance: number) => Array.from({ length: attemptsMax - 1 }, (_, index) => pauseAfterMs(index + 1, chance) / 1000);

test("pauses grow by four up to six hours", () => {
  expect(pauses(0.5)).toEqual([30, 120, 480, 1920, 7680, 21_600, 21_600, 21_600, 21_600]);
});

test("ten attempts take about 27 hours", () => {
  const sum = pauses(0.5).reduce((total, pause) => total + pause, 0);
  expect(sum / 3600).toBeCloseTo(26.8, 1);
});

test("each differs by up to a fifth", () => {
  expect(pauses(0).slice(0, 2)).toEqual([24, 96]);
  expect(pauses(1).slice(0, 2)).toEqual([36, 144]);
  for (let index = 0; index < 100; index++) expect(Math.abs(pauseAfterMs(1) - 30_000)).toBeLessThanOrEqual(6000);
});
