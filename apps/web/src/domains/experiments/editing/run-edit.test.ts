import { expect, test } from "vitest";
import { edited, editWords, tagEdit, undone } from "./run-edit.ts";

const run = { name: "calm-otter", tags: [{ key: "stage", value: "candidate" }] };

test("a name is replaced, and put back", () => {
  const edit = { kind: "name", before: "calm-otter", after: "bold-heron" } as const;
  expect(edited(run, edit).name).toBe("bold-heron");
  expect(edited(edited(run, edit), undone(edit))).toEqual(run);
});

test("a tag is set, changed, taken away, and put back", () => {
  const added = tagEdit("note", undefined, "x");
  expect(edited(run, added).tags).toEqual([
    { key: "note", value: "x" },
    { key: "stage", value: "candidate" },
  ]);
  const removed = tagEdit("stage", "candidate", "");
  expect(edited(run, removed).tags).toEqual([]);
  expect(edited(edited(run, removed), undone(removed))).toEqual(run);
  expect([editWords(added), editWords(removed)]).toEqual(["Tag note says x", "Tag stage is removed"]);
});
