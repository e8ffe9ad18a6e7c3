import { expect, test } from "vitest";
import { middleText, recordText, spanText, usualText } from "./pending-words.ts";

// In the zone of whoever runs the test, so that the times of day are theirs.
const at = (hour: number, minute = 0): string => new Date(2026, 10, 28, hour, minute).toISOString();
const now = new Date(2026, 10, 28, 14, 36).getTime();

test("the span of a start is said by the reader's clock, and never begins in the past", () => {
  expect(spanText({ from: at(15, 20), to: at(16, 10) }, now)).toBe("15:20 to 16:10");
  expect(spanText({ from: at(14), to: at(16, 10) }, now)).toBe("now to 16:10");
  expect(spanText({ from: at(13), to: at(14) }, now)).toBe("any moment");
  expect(spanText({ from: at(23), to: new Date(2026, 10, 29, 2, 5).toISOString() }, now)).toBe("23:00 to 29 Nov, 02:05");
});

test("the middle is told with its distance", () => {
  expect(middleText({ middle: at(15, 46) }, now)).toBe("middle 15:46, in 1h 10m");
  expect(middleText({ middle: at(14) }, now)).toBe("it could have begun already");
});

test("what is usual, and how well forecasts held, is said as far as it is known", () => {
  expect(usualText({ from: 720, to: 5400 })).toBe("usual here: 12m 00s to 1h 30m");
  expect(usualText(null)).toBe("not enough waits are known here");
  expect(recordText({ held: 83, of: 100, medianMissMinutes: 26 })).toBe(
    "It promises 8 in 10 and kept 83 of the last 100. When it missed, it was by 26m 00s at the median.",
  );
  expect(recordText({ held: 30, of: 30, medianMissMinutes: null })).toBe("It promises 8 in 10 and kept 30 of the last 30.");
  expect(recordText(null)).toMatch(/not known yet/);
});
