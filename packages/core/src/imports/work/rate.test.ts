import { expect, test } from "vitest";
import { openRate } from "./rate.ts";

test("it says nothing at first, then counts the last minute", () => {
  let now = 0;
  const rate = openRate(() => now);
  rate.add(10);
  expect(rate.perSecond()).toBeNull();
  now = 5000;
  rate.add(10);
  expect(rate.perSecond()).toBe(4);
  now = 120_000;
  rate.add(60);
  expect(rate.perSecond()).toBe(1);
  rate.reset();
  expect(rate.perSecond()).toBeNull();
});
