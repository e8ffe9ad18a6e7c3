import { expect, test } from "vitest";
import { amountOf } from "./quantity.ts";

test.each([
  ["8", 8],
  [8, 8],
  ["100m", 0.1],
  ["2Gi", 2 ** 31],
  ["1E", 1e18],
  ["half", 0],
  [undefined, 0],
])("%s is %d", (quantity, amount) => expect(amountOf(quantity)).toBe(amount));

test("tenths add up", () => expect(amountOf("100m") * 3).toBeCloseTo(0.3, 12));
