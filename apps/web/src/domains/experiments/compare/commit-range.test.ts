import { expect, test } from "vitest";
import { commitRange } from "./commit-range.ts";

test.each([
  ["https://github.com/acme/credit.git", "https://github.com/acme/credit/compare/a1...b2"],
  ["git@github.com:acme/credit.git", "https://github.com/acme/credit/compare/a1...b2"],
  ["ssh://git@gitlab.acme.org/risk/credit", "https://gitlab.acme.org/risk/credit/-/compare/a1...b2"],
  ["https://example.org/credit", undefined],
  ["javascript:alert(1)", undefined],
  ["file:///srv/credit", undefined],
  [undefined, undefined],
])("between two commits of %s is %s", (repository, address) => {
  expect(commitRange(repository, "a1", "b2")).toBe(address);
});

test("nothing lies between a commit and itself, or one that nobody knows", () => {
  expect(commitRange("https://github.com/acme/credit", "a1", "a1")).toBeUndefined();
  expect(commitRange("https://github.com/acme/credit", undefined, "a1")).toBeUndefined();
});
