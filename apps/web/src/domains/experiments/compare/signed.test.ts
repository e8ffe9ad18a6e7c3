import { expect, test } from "vitest";
import { signed, signedPercent, signedShare } from "./signed.ts";

test.each([
  [0.8705 - 0.8625, "+0.0080"],
  [0.813 - 0.8, "+0.013"],
  [-0.0129, "−0.0129"],
  [12.3456, "+12.3"],
  [3, "+3"],
  [-12_000, "−12,000"],
  [0, "0"],
  [0.000012345, "+1.234e−5"],
  [123_456_789.5, "+1.235e8"],
])("%s is said as %s", (change, words) => {
  expect(signed(change)).toBe(words);
});

test("a share in percent, a correlation in two decimals", () => {
  expect([signedPercent(0.009275), signedPercent(-0.5), signedPercent(2)]).toEqual(["+0.927 %", "−50 %", "+200 %"]);
  expect([signedShare(0.651), signedShare(-0.3), signedShare(-0.001), signedShare(1)]).toEqual(["+0.65", "−0.30", "0.00", "+1.00"]);
});
