import { expect, test } from "vitest";
import { parseRange } from "./byte-range.ts";

test.each([
  [undefined, { kind: "whole" }],
  ["bytes=0-0", { kind: "part", start: 0, end: 0 }],
  ["bytes=0-", { kind: "part", start: 0, end: 99 }],
  ["bytes=99-99", { kind: "part", start: 99, end: 99 }],
  ["bytes=50-1000", { kind: "part", start: 50, end: 99 }],
  ["bytes=-1", { kind: "part", start: 99, end: 99 }],
  ["bytes=-1000", { kind: "part", start: 0, end: 99 }],
  ["bytes=100-", { kind: "unsatisfiable" }],
  ["bytes=-0", { kind: "unsatisfiable" }],
  ["bytes=5-3", { kind: "whole" }],
  ["bytes=0-1,3-4", { kind: "whole" }],
  ["lines=0-1", { kind: "whole" }],
])("%j of 100 bytes is %j", (header, expected) => {
  expect(parseRange(header, 100)).toEqual(expected);
});

test("an empty body has no byte to give", () => {
  expect(parseRange("bytes=0-0", 0)).toEqual({ kind: "unsatisfiable" });
});
