import { expect, test } from "vitest";
import { formatAgo, formatDate, formatDistance, formatDuration, formatMoment, formatRunning } from "./time.ts";

test.each([
  [-5, "0 ms"],
  [850, "850 ms"],
  [1500, "1.5 s"],
  [42_900, "42 s"],
  [252_000, "4m 12s"],
  [3_720_000, "1h 02m"],
  [273_600_000, "3d 4h"],
])("%d ms last %s", (length, text) => {
  expect(formatDuration(length)).toBe(text);
});

test.each([
  [-5, "0 s"],
  [850, "0 s"],
  [1500, "1 s"],
  [42_900, "42 s"],
  [252_700, "4m 12s"],
])("%d ms into it, %s have passed", (length, text) => {
  expect(formatRunning(length)).toBe(text);
});

const now = Date.UTC(2026, 8, 22, 12);

test.each([
  [0, "now", "just now"],
  [14_000, "14s", "14 seconds ago"],
  [60_000, "1m", "1 minute ago"],
  [2 * 3_600_000, "2h", "2 hours ago"],
  [5 * 86_400_000, "5d", "5 days ago"],
  [-3_600_000, "in 1h", "in 1 hour"],
])("%d ms before now is %s, %s", (age, short, long) => {
  expect(formatDistance(now - age, now)).toBe(short);
  expect(formatAgo(now - age, now)).toBe(long);
});

test("what is older than thirty days is named by its date, with the year where it is another", () => {
  expect(formatDistance(Date.UTC(2026, 2, 3, 12), now)).toBe("3 Mar");
  expect(formatDistance(Date.UTC(2025, 2, 3, 12), now)).toBe("3 Mar 2025");
});

test("a date names the year only where it is another, a moment adds the time of day", () => {
  const moment = new Date(2026, 2, 3, 9, 5).getTime();
  expect(formatDate(moment, new Date(2026, 8, 1).getTime())).toBe("3 Mar");
  expect(formatDate(moment, new Date(2027, 0, 1).getTime())).toBe("3 Mar 2026");
  expect(formatMoment(moment, new Date(2026, 8, 1).getTime())).toBe("3 Mar, 09:05");
});
