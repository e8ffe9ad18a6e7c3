import { expect, test } from "vitest";
import { amountOf, findAmount } from "./quantity.ts";

test.each([
  ["8", 8],
  ["500m", 0.5],
  ["1.5", 1.5],
  [".5", 0.5],
  ["2.", 2],
  ["2Gi", 2 ** 31],
  ["512Mi", 2 ** 29],
  ["3k", 3000],
  ["1e3", 1000],
  ["1E3", 1000],
  ["12e-1", 1.2],
  ["1E", 1e18],
  ["-4", -4],
  ["100m", 0.1],
])("%s is %d", (quantity, amount) => expect(findAmount(quantity)).toBe(amount));

test.each(["", "Gi", "1.2.3", "8 Gi", "1gi", "NaN", "0x10"])("%j is no quantity", (quantity) => {
  expect(findAmount(quantity)).toBeUndefined();
  expect(amountOf(quantity)).toBe(0);
});

test("nothing is 0", () => expect(amountOf(undefined)).toBe(0));
