import { importKinds } from "@plumbline/contracts/imports";
import { expect, test } from "vitest";
import { importSign, inWords, runWord } from "./import-words.ts";

const nothing = { source: 0, brought: 0, unchanged: 0, leftOut: 0 };
const counts = (runs: number) =>
  ({ ...Object.fromEntries(importKinds.map((kind) => [kind, nothing])), runs: { ...nothing, source: runs } }) as Parameters<
    typeof runWord
  >[0]["counts"];

test.each([
  [{ state: "done", isPreview: true, isComplete: true }, "Counted"],
  [{ state: "done", isPreview: false, isComplete: true }, "Complete"],
  [{ state: "done", isPreview: false, isComplete: false }, "Done, with losses"],
  [{ state: "running", isPreview: true, isComplete: null }, "Counting"],
  [{ state: "interrupted", isPreview: false, isComplete: null }, "Interrupted"],
] as const)("%o is %s", (one, word) => {
  expect(importSign(one).word).toBe(word);
});

test.each([
  [0.2, "1 s"],
  [89, "89 s"],
  [90, "2 min"],
  [3599, "1 h 0 min"],
  [7500, "2 h 5 min"],
])("%d seconds are %s", (seconds, words) => {
  expect(inWords(seconds)).toBe(words);
});

test("the button says what it does", () => {
  expect(runWord({ state: "done", isPreview: true, counts: counts(3212) })).toBe("Import 3,212 runs");
  expect(runWord({ state: "done", isPreview: true, counts: counts(1) })).toBe("Import 1 run");
  expect(runWord({ state: "done", isPreview: false, counts: counts(1) })).toBe("Bring what is new");
  expect(runWord({ state: "interrupted", isPreview: false, counts: counts(1) })).toBe("Go on");
});
