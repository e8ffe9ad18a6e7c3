import { expect, test } from "vitest";
import { longColumns, numericColumns, parseTable, shortFigure } from "./parse-table.ts";

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

test("a column of unreadable fractions is shortened as one; short fractions, whole numbers and words stay", () => {
  const table = parseTable("long,short,id,word\n0.30000000000000004,0.4,202609221234,0.123456789 of all\n0.4,1.50,7,b\n,,,\n", whole);
  expect(longColumns(table)).toEqual([true, false, false, false]);
  expect(["0.30000000000000004", "0.4", "-0.0001234567", "12345678.5", "7", ""].map(shortFigure)).toEqual([
    "0.3000",
    "0.4000",
    "−0.0001235",
    "1.235e7",
    "7",
    "",
  ]);
});
