import { expect, test } from "vitest";
import { nextIndent, offsetAt, placeAt } from "./caret.ts";

const text = "name: a\nmatch:\n  tier: high\n";

test.each([
  [0, { line: 1, column: 1 }],
  [7, { line: 1, column: 8 }],
  [8, { line: 2, column: 1 }],
  [17, { line: 3, column: 3 }],
  [text.length, { line: 4, column: 1 }],
])("offset %i is %j, and back", (offset, place) => {
  expect(placeAt(text, offset)).toEqual(place);
  expect(offsetAt(text, place)).toBe(offset);
});

test("places beyond the text are its nearest ends", () => {
  expect(offsetAt(text, { line: 1, column: 99 })).toBe(7);
  expect(offsetAt(text, { line: 99, column: 1 })).toBe(text.length);
  expect(offsetAt(text, { line: 2, column: -3 })).toBe(8);
});

test.each([
  ["name: a", ""],
  ["match:", "  "],
  ["  - champion:", "      "],
  ["  tier: high", "  "],
  ["", ""],
])("after %j a line begins with %j", (line, indent) => {
  expect(nextIndent(line, line.length)).toBe(indent);
});
