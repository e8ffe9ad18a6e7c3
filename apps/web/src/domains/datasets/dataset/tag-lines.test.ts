import { expect, test } from "vitest";
import { readTags, writeTags } from "./tag-lines.ts";

test("tags are lines, and lines are tags", () => {
  const tags = [
    { key: "team", value: "risk: retail" },
    { key: "reviewed", value: "" },
  ];
  expect(readTags(writeTags(tags))).toEqual(tags);
  expect(readTags("\n  team :  risk \n\nreviewed\n")).toEqual([
    { key: "team", value: "risk" },
    { key: "reviewed", value: "" },
  ]);
  expect(readTags("")).toEqual([]);
});
