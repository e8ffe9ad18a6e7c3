import { expect, test } from "vitest";
import { endOfDay } from "./end-of-day.ts";

test("a day ends at its last second where the reader is", () => {
  const end = endOfDay("2026-03-31");
  expect(end && new Date(end).getTime()).toBe(new Date(2026, 2, 31, 23, 59, 59).getTime());
});

test("no day, no end", () => {
  expect(endOfDay("")).toBeUndefined();
  expect(endOfDay("2026-13-01")).toBeUndefined();
});
