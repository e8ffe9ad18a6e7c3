import { expect, test } from "vitest";
import { subjectName, subjectPath, versionOf } from "./subject.ts";

test.each([
  [
    { kind: "model-version", id: "default-risk/14" },
    { model: "default-risk", version: 14 },
  ],
  [
    { kind: "model-version", id: "team/risk/2" },
    { model: "team/risk", version: 2 },
  ],
  [{ kind: "model-version", id: "gone" }, undefined],
  [{ kind: "policy", id: "a/1" }, undefined],
])("%j is the version %j", (subject, version) => {
  expect(versionOf(subject)).toEqual(version);
});

test("subjects are named and found by kind", () => {
  expect(subjectName({ kind: "model-version", id: "default-risk/14" })).toBe("default-risk 14");
  expect(subjectPath("main", { kind: "policy", id: "staging" })).toBe("/w/main/policies/staging");
  expect(subjectPath("main", { kind: "quota", id: "gpu" })).toBeUndefined();
});
