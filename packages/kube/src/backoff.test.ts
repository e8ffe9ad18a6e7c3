import { expect, test } from "vitest";
import { backoffMs } from "./backoff.ts";

test("waits double up to half a minute, and differ", () => {
  expect([0, 1, 2, 7, 8, 1000].map((failures) => backoffMs(failures, () => 1))).toEqual([250, 500, 1000, 30_000, 30_000, 30_000]);
  expect(backoffMs(3, () => 0)).toBe(1000);
  expect(backoffMs(3, () => 0.5)).toBe(1500);
});
