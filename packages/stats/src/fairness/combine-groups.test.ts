import { expect, test } from "vitest";
import { encodeCategories } from "../columns.ts";
import { combineGroups } from "./combine-groups.ts";

const column = (...names: (string | null)[]) => encodeCategories(names)[0] ?? { names: [], codes: new Int32Array() };

test("each pair that occurs is a group; a row without one of them has none", () => {
  expect(combineGroups(column("f", "m", "f", null, "m", "f"), column("old", "old", "young", "old", null, "old"))).toEqual({
    names: ["f & old", "f & young", "m & old"],
    codes: Int32Array.of(0, 2, 1, -1, -1, 0),
  });
});

test("pairs that a separator makes alike are refused, another separator keeps them apart", () => {
  const [left, right] = [column("a & b", "a"), column("c", "b & c")];
  expect(() => combineGroups(left, right)).toThrow('two pairs of groups are both named "a & b & c"');
  expect(combineGroups(left, right, " × ").names).toEqual(["a & b × c", "a × b & c"]);
});

test("columns of unlike length are refused", () => {
  expect(() => combineGroups(column("a"), column("a", "b"))).toThrow('"right" has 2 rows and "left" has 1');
});
