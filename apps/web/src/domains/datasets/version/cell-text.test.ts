import { expect, test } from "vitest";
import { binEnds, cellText, shareText } from "./cell-text.ts";

test.each([
  [0, 10, "0 %"],
  [1, 10, "10 %"],
  [10, 10, "100 %"],
  [1, 30, "3.3 %"],
  [1, 100_000, "< 0.1 %"],
  [99_999, 100_000, "> 99.9 %"],
  [0, 0, "0 %"],
])("%d of %d is %s", (part, whole, text) => {
  expect(shareText(part, whole)).toBe(text);
});

test("values are short, and what is missing says so", () => {
  expect([null, 0.123456, "0.123456", true].map(cellText)).toEqual(["missing", "0.1235", "0.123456", "true"]);
});

test("bins join, and the last one ends where the values do", () => {
  const bins = binEnds({ from: 0, to: 1, counts: [1, 2, 3] });
  expect(bins.map(({ count }) => count)).toEqual([1, 2, 3]);
  expect(bins[0]?.to).toBe(bins[1]?.from);
  expect(bins.at(-1)?.to).toBe(1);
});
