import { expect, test } from "vitest";
import { storable } from "./storable.ts";

test("NUL, half of a character and numbers without end are replaced, wherever they are; the rest stays", () => {
  const at = new Date(0);
  const given = { "a\0": ["b\0c", "\ud800", "€😀"], n: [1.5, Number.NaN, Number.POSITIVE_INFINITY, null, true], at, none: undefined };
  expect(storable(given)).toEqual({ "a\uFFFD": ["b\uFFFDc", "\uFFFD", "€😀"], n: [1.5, null, null, null, true], at, none: undefined });
});
