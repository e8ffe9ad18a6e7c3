import { expect, test } from "vitest";
import { movedColumn } from "./moved-column.ts";

test.each([
  [0, 2, "bca"],
  [2, 0, "cab"],
  [1, 1, "abc"],
  [7, 0, "abc"],
])("from %i to %i", (...[from, to, expected]) => {
  expect(movedColumn([..."abc"], from, to).join("")).toBe(expected);
});
