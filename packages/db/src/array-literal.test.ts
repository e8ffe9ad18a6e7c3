import fc from "fast-check";
import { expect, test } from "vitest";
import { arrayLiteral } from "./array-literal.ts";

test.each([
  [[], "{}"],
  [[1, -2.5, 1e300, Number.NaN, Number.POSITIVE_INFINITY], "{1,-2.5,1e+300,NaN,Infinity}"],
  [[9_007_199_254_740_993n], "{9007199254740993}"],
  [[null, undefined], "{NULL,NULL}"],
  [[true, false], "{true,false}"],
  [["NULL", "", " a,b ", "{}"], '{"NULL",""," a,b ","{}"}'],
  [['say "x"', "back\\slash", "new\nline", "é😀"], '{"say \\"x\\"","back\\\\slash","new\nline","é😀"}'],
  [[Buffer.from([0, 255]), new Uint8Array([1])], '{"\\\\x00ff","\\\\x01"}'],
  [[new Date(1_700_000_000_123)], '{"2023-11-14T22:13:20.123Z"}'],
])("case %#", (list, literal) => {
  expect(arrayLiteral(list)).toBe(literal);
});

test.each([[[{ a: 1 }]], [[[1], [2]]], [[Symbol("s")]]])("a list of something else is left to the driver", (list) => {
  expect(arrayLiteral(list)).toBeUndefined();
});

test("no text ends its element early", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "binary" })), (texts) => {
      const elements = [...(arrayLiteral(texts) ?? "").slice(1, -1).matchAll(/"((?:[^"\\]|\\.)*)"(?:,|$)/gs)];
      expect(elements.map(([, body]) => body?.replace(/\\(.)/gs, "$1"))).toEqual(texts);
    }),
  );
});
