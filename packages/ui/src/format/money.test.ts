import { expect, test } from "vitest";
import { formatMoney } from "./money.ts";

test.each([
  [22.624, "EUR", "€22.62"],
  [1234.5, "USD", "US$1,234.50"],
  [-3, "EUR", "−€3.00"],
  [900, "JPY", "JP¥900"],
  [3, "credits", "3.00"],
])("%d %s is %s", (amount, currency, text) => {
  expect(formatMoney(amount, currency)).toBe(text);
});
