import fc from "fast-check";
import { expect, test } from "vitest";
import { createMask } from "./mask-text.ts";

function maskPieces(pieces: readonly string[], secrets: readonly string[]): string {
  const mask = createMask(secrets);
  return pieces.map((piece) => mask.push(piece)).join("") + mask.end();
}

function cutAt(text: string, places: readonly number[]): string[] {
  const ends = [...new Set(places.map((place) => place % (text.length + 1)))].toSorted((left, right) => left - right);
  return [...ends, text.length].map((end, index) => text.slice(ends[index - 1] ?? 0, end));
}

test.each([
  { what: "a value in the middle", pieces: ["the key is k-123!"], secrets: ["k-123"], shown: "the key is ***!" },
  { what: "a value in three pieces", pieces: ["k", "-1", "23"], secrets: ["k-123"], shown: "***" },
  { what: "no beginning that comes to nothing", pieces: ["k-1", "99"], secrets: ["k-123"], shown: "k-199" },
  { what: "no beginning at the end", pieces: ["see k-12"], secrets: ["k-123"], shown: "see k-12" },
  { what: "the longer of two that begin alike", pieces: ["abc", "def"], secrets: ["abc", "abcdef"], shown: "***" },
  { what: "the shorter of two that begin alike", pieces: ["abc", "xyz"], secrets: ["abc", "abcdef"], shown: "***xyz" },
  { what: "two that overlap", pieces: ["xa", "bc", "d."], secrets: ["xab", "abcd"], shown: "***." },
  { what: "one that overlaps itself", pieces: ["ana", "nas"], secrets: ["ana"], shown: "***s" },
  { what: "two side by side", pieces: ["abab"], secrets: ["ab"], shown: "******" },
  { what: "each line of one with several", pieces: ["  second line\n"], secrets: ["first line\nsecond line\n"], shown: "  ***\n" },
  { what: "no empty or blank value", pieces: ["a b"], secrets: ["", " "], shown: "a b" },
  { what: "characters that patterns use", pieces: ["p.*+?^$", "()|[]\\"], secrets: ["p.*+?^$()|[]\\"], shown: "***" },
])("masks $what", ({ pieces, secrets, shown }) => {
  expect(maskPieces(pieces, secrets)).toBe(shown);
});

test("where a text is cut makes no difference, and no value is left in it", () => {
  const letters = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 60 });
  const secrets = fc.array(fc.string({ unit: fc.constantFrom("a", "b", "c"), minLength: 1, maxLength: 5 }), { maxLength: 3 });
  fc.assert(
    fc.property(letters, secrets, fc.array(fc.nat(), { maxLength: 8 }), (text, values, places) => {
      const masked = maskPieces([text], values);
      expect(maskPieces(cutAt(text, places), values)).toBe(masked);
      for (const value of values) expect(masked.includes(value)).toBe(false);
    }),
    { numRuns: 500 },
  );
});

test("what is held back stays small, whatever is printed", () => {
  const mask = createMask(["aa"]);
  let shown = 0;
  for (let times = 0; times < 1000; times += 1) shown += mask.push("a".repeat(1000)).length;
  expect(shown).toBe(3);
  expect(mask.end()).toBe("");
});
