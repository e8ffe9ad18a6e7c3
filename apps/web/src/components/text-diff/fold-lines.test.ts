import { expect, test } from "vitest";
import { foldLines } from "./fold-lines.ts";
import { diffLines } from "./line-diff.ts";

const text = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => `line ${from + at}`).join("\n");
const drawn = (before: string, after: string) =>
  foldLines(diffLines(before, after)).map((part) => (part.kind === "fold" ? part.count : part.lines.map((line) => line.text)));

test("three lines stay around a change, longer stretches are folded", () => {
  expect(drawn(`${text(1, 20)}`, `${text(1, 9)}\nnew\n${text(10, 20)}`)).toEqual([
    6,
    ["line 7", "line 8", "line 9", "new", "line 10", "line 11", "line 12"],
    8,
  ]);
});

test("a single line is not folded", () => {
  expect(drawn(text(1, 4), `${text(1, 4)}\nnew`)).toEqual([["line 1"], ["line 2", "line 3", "line 4", "new"]]);
});

test("what is all the same is one fold; nothing is nothing", () => {
  expect(drawn(text(1, 5), text(1, 5))).toEqual([5]);
  expect(drawn("", "")).toEqual([]);
});
