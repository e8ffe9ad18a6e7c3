import { expect, test } from "vitest";
import { parseExactJson, parseJson, pythonJson } from "./json.ts";

const deep = (levels: number) => `${"[".repeat(levels)}${"]".repeat(levels)}`;

test("bare numbers of Python count, within texts they stay what they are", () => {
  expect(parseJson('{"a":NaN,"b":[-Infinity,Infinity],"c":"NaN \\" Infinity"}')).toEqual({
    a: "NaN",
    b: ["-Infinity", "Infinity"],
    c: 'NaN " Infinity',
  });
});

test.each([
  ["a text of escaped quotes that does not end", `{"a":NaN,"b":"${'\\"'.repeat(4_000_000)}`],
  ["a text that ends within an escape", `{"a":NaN,"b":"x\\`],
  ["a text of one letter that does not end", `{"a":NaN,"b":"${"x".repeat(16_000_000)}`],
])("%s is broken, and seen to be at once", (_what, source) => {
  expect(parseJson(source)).toBeUndefined();
});

test("a value is quoted with its keys sorted, and only as deep as anybody reads", () => {
  expect(pythonJson({ b: [1, "ä"], a: null })).toBe('{"a":null,"b":[1,"\\u00e4"]}');
  expect(pythonJson(parseJson(deep(100_000)))).toMatch(/^\[+…\]+$/);
});

test("integers are exact, unless no number is that long", () => {
  expect(parseExactJson("[9007199254740993,-9223372036854775808,1.5]")).toEqual([9007199254740993n, -9223372036854775808n, 1.5]);
  expect(parseExactJson(`["${"1".repeat(500)}",${"1".repeat(500)}]`)).toEqual(["1".repeat(500), Number.POSITIVE_INFINITY]);
});
