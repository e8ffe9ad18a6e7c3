import { expect, test } from "vitest";
import { addedLines, diffLines, diffText } from "./line-diff.ts";

const signs = { same: " ", added: "+", removed: "-" };
const drawn = (before: string, after: string) => diffLines(before, after).map(({ kind, text }) => signs[kind] + text);

test("a changed line is taken out and put in where it stands", () => {
  expect(drawn("a\nb\nc\n", "a\nB\nc\n")).toEqual([" a", "-b", "+B", " c"]);
});

test("lines keep their numbers on both sides", () => {
  expect(diffLines("a\nb\nc", "a\nx\nb\nc").map(({ before, after }) => [before, after])).toEqual([
    [1, 1],
    [undefined, 2],
    [2, 3],
    [3, 4],
  ]);
});

test.each([
  ["", "a\nb", ["+a", "+b"]],
  ["a\nb", "", ["-a", "-b"]],
  ["a\n", "a", [" a"]],
  ["a\nb\nc\nd", "b\nd\ne", ["-a", " b", "-c", " d", "+e"]],
  ["a\na\nb", "a\nb", [" a", "-a", " b"]],
])("%j becomes %j", (before, after, lines) => {
  expect(drawn(before, after)).toEqual(lines);
});

test("both texts come back out of any difference", () => {
  const letters = ["a", "b", "c"];
  const texts = Array.from({ length: 60 }, (_, seed) =>
    Array.from({ length: seed % 9 }, (_unused, at) => letters[(seed * 7 + at * at) % 3]).join("\n"),
  );
  for (const [at, before] of texts.entries()) {
    const after = texts[(at * 11 + 5) % texts.length] ?? "";
    const diff = diffLines(before, after);
    const side = (other: string) =>
      diff
        .filter(({ kind }) => kind !== other)
        .map(({ text }) => text)
        .join("\n");
    expect([side("added"), side("removed")]).toEqual([before, after]);
  }
});

test("texts too long for the table are replaced as a whole, but for what they begin and end with", () => {
  const before = ["head", ...Array.from({ length: 2500 }, (_, at) => `old ${at}`), "same", "tail"].join("\n");
  const after = ["head", ...Array.from({ length: 2500 }, (_, at) => `new ${at}`), "same", "tail"].join("\n");
  const diff = diffLines(before, after);
  expect(diff.filter(({ kind }) => kind === "same").map(({ text }) => text)).toEqual(["head", "same", "tail"]);
});

test("what differs is said in words and as numbers of lines", () => {
  expect(diffText(diffLines("a\nb", "a\nB\nc"))).toBe("2 lines added, 1 removed");
  expect(diffText(diffLines("a\nb", "a"))).toBe("1 line removed");
  expect(diffText(diffLines("a", "a"))).toBeUndefined();
  expect([...addedLines(diffLines("a\nb", "a\nB\nc"))]).toEqual([2, 3]);
});
