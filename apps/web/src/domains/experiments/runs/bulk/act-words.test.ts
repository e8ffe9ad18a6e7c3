import { expect, test } from "vitest";
import { actWords, doneWords, restWords } from "./act-words.ts";

test("what was done is said with its number", () => {
  expect(doneWords({ act: { kind: "delete" }, changed: 0, refused: 0 })).toBe("No run is deleted");
  expect(doneWords({ act: { kind: "delete" }, changed: 1, refused: 0 })).toBe("1 run is deleted");
  expect(doneWords({ act: { kind: "tag", key: "k", value: "v" }, changed: 1200, refused: 0 })).toBe("1,200 runs are tagged");
});

test("an experiment is named where it went, its runs where it stays", () => {
  const act = { kind: "purge-experiment", experimentId: "7", name: "churn", runs: 3 } as const;
  expect(doneWords({ act, changed: 3, refused: 0 })).toBe("churn is removed for good, with 3 runs");
  expect(doneWords({ act, changed: 2, refused: 1 })).toBe("2 runs are removed for good");
});

test("what was not changed is said, where there is any", () => {
  expect(restWords({ done: 3, changed: 3, refused: 0 })).toBeUndefined();
  expect(restWords({ done: 6, changed: 3, refused: 1 })).toBe("2 were so already, 1 was refused");
});

test("a tag is named", () => {
  expect(actWords({ kind: "untag", key: "stage" })).toBe("Take the tag stage from runs");
});
