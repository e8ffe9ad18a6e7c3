import { describe, expect, test } from "vitest";
import { parseCsvHeader } from "./csv-header.ts";
import type { LakeError } from "./lake-error.ts";

const parse = (text: string | Buffer, maxColumns = 10) => parseCsvHeader(Buffer.from(text), { isWhole: true, maxColumns });

describe("the first line", () => {
  test.each([
    ["a,b\n1;2;3;4\n", ",", ["a", "b"]],
    ["a;b,x;c\n", ";", ["a", "b,x", "c"]],
    ["a\tb\r\n", "\t", ["a", "b"]],
    ["a|b\r1|2\r", "|", ["a", "b"]],
    ["only\n", ",", ["only"]],
    ['"a;b;c",d\n', ",", ["a;b;c", "d"]],
    ['"line\none",b\nx,y\n', ",", ["line\none", "b"]],
    ['"a ""b""; DROP TABLE data; --", é 日本\n', ",", ['a "b"; DROP TABLE data; --', "é 日本"]],
    ["\uFEFFa,b\n", ",", ["a", "b"]],
    ["a,b", ",", ["a", "b"]],
    ["a\0,b\n", ",", ["a\uFFFD", "b"]],
  ])("of %j splits at %j", (text, delimiter, names) => {
    expect(parse(text)).toEqual({ delimiter, names });
  });

  test("names every column once", () => {
    expect(parse("a,a,,a (2),a,A\n").names).toEqual(["a", "a (3)", "column 3", "a (2)", "a (4)", "A"]);
  });

  test.each([
    ["blank", "\n1,2\n", /Line 1 .* is blank/],
    ["not UTF-8", Buffer.from("caf\xe9,b\n", "latin1"), /Line 1 .* is not UTF-8/],
    ["open", '"a,b\n1,2\n', /Line 1 .* quote that is not closed/],
  ])("is refused when %s", (_, text, message) => {
    expect(() => parse(text)).toThrow(message);
    expect(() => parse(text)).toThrow(expect.objectContaining({ code: "malformed", place: { line: 1 } }) as LakeError);
  });

  test("names as many columns as allowed and no more", () => {
    expect(parse("a,b,c\n", 3).names).toHaveLength(3);
    expect(() => parse("a,b,c,d\n", 3)).toThrow("The file has 4 columns; at most 3 are read.");
  });

  test("ends within what was read of the file", () => {
    const head = Buffer.from("a,b,c");
    expect(() => parseCsvHeader(head, { isWhole: false, maxColumns: 10 })).toThrow("longer than 5 bytes");
    expect(parseCsvHeader(Buffer.from("a,b,\n"), { isWhole: false, maxColumns: 10 }).names).toEqual(["a", "b", "column 3"]);
  });
});
