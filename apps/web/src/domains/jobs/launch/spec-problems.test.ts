import { ProblemError } from "@plumbline/contracts/client";
import { expect, test } from "vitest";
import { problemAt, problemsOf, textProblems } from "./spec-problems.ts";

const refused = (fields?: { path: string; message: string }[]) =>
  new ProblemError({ type: "", title: "", status: 400, code: "invalid", detail: "No.", requestId: "r", ...(fields && { fields }) });

test("what the schema refuses is known by its field", () => {
  const problems = problemsOf(refused([{ path: "spec.resources.cpu", message: "too much" }]), undefined);
  expect(problems).toEqual([{ path: ["resources", "cpu"], message: "Too much" }]);
  expect(problemAt(problems, ["resources", "cpu"])).toBe("Too much");
  expect(problemAt(problems, ["resources"])).toBe("Too much");
  expect(problemAt(problems, ["resources", "memory"])).toBeUndefined();
  expect(problemAt(problems, ["resources", "cpu", "deeper"])).toBeUndefined();
});

test("a refusal without fields, and what would be refused of a sound spec, count as well", () => {
  expect(problemsOf(refused(), undefined)).toEqual([{ path: [], message: "No." }]);
  expect(problemsOf(null, { problems: [{ path: "resources.gpus", message: "no pool" }] })).toEqual([
    { path: ["resources", "gpus"], message: "No pool" },
  ]);
  expect(problemsOf(new Error("nobody answered"), undefined)).toEqual([]);
});

test("an editor marks the line", () => {
  const marked = textProblems("name: a\nresources:\n  cpu: 900000\n", [{ path: ["resources", "cpu"], message: "Too much" }]);
  expect(marked).toEqual([{ line: 3, column: 8, severity: "error", message: "resources.cpu: Too much" }]);
});
