import { expect, test } from "vitest";
import { previewWords } from "./preview-words.ts";

const nothing = { runs: 0, isCapped: false, names: [] };

test("nothing goes", () => {
  expect(previewWords({ toTrash: nothing, toRemove: nothing, stay: { tagged: 0, needed: 0 } })).toEqual([
    "No run would be deleted.",
    "No run would be removed for good.",
  ]);
});

test("what goes is named, what stays is counted", () => {
  const toTrash = { runs: 3, isCapped: false, names: ["a", "b"] };
  const toRemove = { runs: 1, isCapped: false, names: ["c"] };
  expect(previewWords({ toTrash, toRemove, stay: { tagged: 1200, needed: 1 } })).toEqual([
    "3 runs would be deleted: a, b and others.",
    "1 run would be removed for good: c.",
    "1,200 with the tag keep and 1 that a registered model, a job or another run needs would stay.",
  ]);
});
