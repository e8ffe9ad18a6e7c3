import fc from "fast-check";
import { expect, test } from "vitest";
import { createSplitter, type Piece } from "./split-lines.ts";

const limit = 32 * 1024;

function split(pieces: readonly string[], now: () => number = () => 0): Piece[] {
  const splitter = createSplitter(now);
  return [...pieces.flatMap((piece) => splitter.push(piece)), ...splitter.end()];
}
const texts = (pieces: readonly Piece[]): string[] => pieces.map(({ text }) => text);

test.each([
  [["a\nb\n"], ["a", "b"]],
  [["a\nb"], ["a", "b"]],
  [
    ["a", "b\n", "\n"],
    ["ab", ""],
  ],
  [
    ["a\r\nb\r", "\n"],
    ["a", "b"],
  ],
  [["a\0b"], ["a\uFFFDb"]],
  [[""], []],
])("%j is %j", (pieces, lines) => {
  expect(texts(split(pieces))).toEqual(lines);
});

test("a line of 32 KiB is whole, one byte more is cut between characters", () => {
  expect(split([`${"x".repeat(limit)}\n`])).toEqual([{ text: "x".repeat(limit), isContinued: false }]);
  expect(split([`${"x".repeat(limit + 1)}\n`])).toEqual([
    { text: "x".repeat(limit), isContinued: true },
    { text: "x", isContinued: false },
  ]);
  expect(split([`${"x".repeat(limit - 1)}é\n`]).map(({ text, isContinued }) => [text.length, isContinued])).toEqual([
    [limit - 1, true],
    [1, false],
  ]);
});

test("a line that does not end is cut as it comes, and nothing of it is kept in memory or lost", () => {
  const splitter = createSplitter(() => 0);
  const pieces = Array.from({ length: 40 }, () => splitter.push("y".repeat(10_000))).flat();
  expect(pieces.length).toBe(Math.floor((40 * 10_000 - 1) / limit));
  const all = [...pieces, ...splitter.push("\n")];
  expect(texts(all).join("")).toBe("y".repeat(400_000));
  expect(all.map(({ isContinued }) => isContinued)).toEqual([...pieces.map(() => true), false]);
});

test("pieces of any text put together again are the text", () => {
  const unit = fc.constantFrom("a", "é", "𝄞", "\n", "z".repeat(20_000));
  fc.assert(
    fc.property(fc.array(fc.string({ unit, maxLength: 4 }), { maxLength: 6 }), (chunks) => {
      const whole = split(chunks)
        .map(({ text, isContinued }) => text + (isContinued ? "" : "\n"))
        .join("");
      const text = chunks.join("");
      expect(whole).toBe(text === "" || text.endsWith("\n") ? text : `${text}\n`);
    }),
  );
});

test("of what carriage returns overwrite, one state a second is shown, and the last one", () => {
  let now = 0;
  const bar = Array.from({ length: 101 }, (_, percent) => `\r${percent}%`);
  const shown = split([...bar, "\n"], () => {
    now += 100;
    return now;
  });
  expect(texts(shown).at(-1)).toBe("100%");
  expect(shown.length).toBeGreaterThan(8);
  expect(shown.length).toBeLessThan(14);
});

test("a bar that is overwritten in one write shows its last state", () => {
  expect(texts(split(["10%\r20%\r\r30%\r\n", "done\n"]))).toEqual(["30%", "done"]);
});
