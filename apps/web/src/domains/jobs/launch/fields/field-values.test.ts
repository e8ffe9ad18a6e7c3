import { expect, test } from "vitest";
import { entriesOf, itemsOf, readNumber, shownValue } from "./field-values.ts";

test("numbers are read as they are typed, and whole once the field is left", () => {
  expect(readNumber("4", "typing")).toBe(4);
  expect(readNumber("1.", "typing")).toBe("1.");
  expect(readNumber("1.0", "typing")).toBe("1.0");
  expect(readNumber("1.05", "typing")).toBe(1.05);
  expect(readNumber("1.0", "left")).toBe(1);
  expect(readNumber("many", "left")).toBe("many");
  expect(readNumber("  ", "typing")).toBeUndefined();
  expect(readNumber("Infinity", "left")).toBe("Infinity");
});

test("only single values stand in a field, and only mappings have entries", () => {
  expect([shownValue("a"), shownValue(0.5), shownValue(true), shownValue(null), shownValue([1])]).toEqual(["a", "0.5", "true", "", ""]);
  expect(entriesOf({ A: "1" })).toEqual([["A", "1"]]);
  expect([entriesOf([1]), entriesOf("x"), entriesOf(null)]).toEqual([[], [], []]);
  expect([itemsOf([1]), itemsOf({})]).toEqual([[1], []]);
});
