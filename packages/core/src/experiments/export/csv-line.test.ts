import { expect, test } from "vitest";
import { csvLine } from "./csv-line.ts";

const line = (cell: string | number | null, type: "text" | "number" | "timestamp" = "text") => csvLine([cell], [{ type }]).slice(0, -2);

test.each([
  ["plain", "plain"],
  ['say "x", then\ny', '"say ""x"", then\ny"'],
  ["", ""],
  ["=HYPERLINK(1)", "'=HYPERLINK(1)"],
  ["-0.5", "-0.5"],
  ["+1e3", "+1e3"],
  ["-x", "'-x"],
])("the text %j", (cell, expected) => {
  expect(line(cell)).toBe(expected);
});

test("numbers keep every digit, and NaN and infinities their names", () => {
  expect([0.1 + 0.2, -1e-300, Number.NaN, Number.NEGATIVE_INFINITY].map((cell) => line(cell, "number"))).toEqual([
    "0.30000000000000004",
    "-1e-300",
    "NaN",
    "-Infinity",
  ]);
});

test("instants are ISO 8601; what no calendar has stays a number", () => {
  expect(line(1_700_000_000_123, "timestamp")).toBe("2023-11-14T22:13:20.123Z");
  expect(line(9e15, "timestamp")).toBe("9000000000000000");
  expect(line(null, "timestamp")).toBe("");
});
