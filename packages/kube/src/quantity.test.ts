import { expect, test } from "vitest";
import { parseQuantity } from "./quantity.ts";

test.each([
  ["0", 0],
  ["4", 4],
  ["500m", 0.5],
  ["1.5", 1.5],
  [".5", 0.5],
  ["-2", -2],
  ["1e3", 1000],
  ["2E", 2e18],
  ["2k", 2000],
  ["64Gi", 64 * 2 ** 30],
  ["24581696Ki", 24_581_696 * 1024],
  ["100n", 1e-7],
])("%s is %d", (text, number) => {
  expect(parseQuantity(text)).toBeCloseTo(number, 9);
});

test.each(["", "Gi", "4 Gi", "4gi", "1e", "0x10", "four", "1Ki5"])("%j is no quantity", (text) => {
  expect(parseQuantity(text)).toBeUndefined();
});
