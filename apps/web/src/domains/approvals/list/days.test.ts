import { expect, test } from "vitest";
import { dayOf, endOfDay } from "./days.ts";

test("the end of a day lies in that day of the reader's zone", () => {
  expect(dayOf(Date.parse(endOfDay("2026-03-29")))).toBe("2026-03-29");
  expect(dayOf(Date.parse(endOfDay("2026-03-29")) + 1)).toBe("2026-03-30");
});

test("what is no day is left as it is", () => {
  expect(endOfDay("")).toBe("");
});
