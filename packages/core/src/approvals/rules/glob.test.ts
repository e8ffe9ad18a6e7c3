import fc from "fast-check";
import { expect, test } from "vitest";
import { matchesGlob } from "./glob.ts";

test.each([
  ["credit-*", "credit-risk", true],
  ["credit-*", "credit-", true],
  ["credit-*", "acredit-", false],
  ["*", "", true],
  ["?", "", false],
  ["a?c", "abc", true],
  ["a?c", "a😀c", true],
  ["*risk*", "default-risk-thin", true],
  ["[a]", "a", false],
  ["[a]", "[a]", true],
  ["a.c", "abc", false],
])("%j on %j: %j", (pattern, name, expected) => {
  expect(matchesGlob(pattern, name)).toBe(expected);
});

test("agrees with the same pattern as a regular expression", () => {
  const letters = fc.constantFrom("a", "b", "*", "?");
  const pattern = fc.array(letters, { maxLength: 8 }).map((parts) => parts.join(""));
  const name = fc.array(fc.constantFrom("a", "b"), { maxLength: 10 }).map((parts) => parts.join(""));
  fc.assert(
    fc.property(pattern, name, (glob, text) => {
      const oracle = new RegExp(`^${glob.replaceAll("*", "[ab]*").replaceAll("?", "[ab]")}$`);
      expect(matchesGlob(glob, text)).toBe(oracle.test(text));
    }),
    { numRuns: 2000 },
  );
});

test("a pattern of many stars answers on a long name", () => {
  expect(matchesGlob(`${"*a".repeat(120)}b`, "a".repeat(250))).toBe(false);
});
