import { expect, test } from "vitest";
import { numericColumns, parseTable } from "./parse-table.ts";

const whole = { separator: ",", isCut: false } as const;

test.each([
  ["a,b\n1,2\n", { head: ["a", "b"], rows: [["1", "2"]] }],
  ['a,b\r\n"x, ""y""\nz",2', { head: ["a", "b"], rows: [['x, "y"\nz', "2"]] }],
  [
    "a,b\n1,\n,2\n",
    {
      head: ["a", "b"],
      rows: [
        ["1", ""],
        ["", "2"],
      ],
    },
  ],
  ["a\n\n1\n", { head: ["a"], rows: [[""], ["1"]] }],
  ['a\n"open', { head: ["a"], rows: [["open"]] }],
  ["", { head: [], rows: [] }],
])("%j", (text, table) => {
  expect(parseTable(text, whole)).toEqual(table);
});

test("tabs separate too, and a cut file loses its broken end", () => {
  expect(parseTable("a\tb\n1\t2\n3\t", { separator: "\t", isCut: true })).toEqual({ head: ["a", "b"], rows: [["1", "2"]] });
  expect(parseTable("a\n1\n2\n", { separator: ",", isCut: true }).rows).toEqual([["1"], ["2"]]);
});

test("a column of numbers is known as one", () => {
  const table = parseTable("name,auc,note\na,0.5,\nb,1e-3,\n", whole);
  expect(numericColumns(table)).toEqual([false, true, false]);
});
