import { expect, test } from "vitest";
import { checkExamples, readChecks } from "./given-checks.ts";

test.each([
  ["rows >= 1000", { kind: "row-count", min: 1000 }],
  ["rows from 10 to 20", { kind: "row-count", min: 10, max: 20 }],
  ["columns age, income", { kind: "columns", names: ["age", "income"] }],
  ["age is integer", { kind: "type", column: "age", type: "integer" }],
  ["age null <= 1%", { kind: "null-fraction", column: "age", max: 0.01 }],
  ["age null <= 0.5", { kind: "null-fraction", column: "age", max: 0.5 }],
  ['"debt ratio" unique', { kind: "unique", column: "debt ratio" }],
  ["purpose in car, 3, true", { kind: "allowed-values", column: "purpose", values: ["car", 3, true] }],
  ["age from 18 to 120", { kind: "range", column: "age", min: 18, max: 120 }],
  ["since >= 2020-01-01", { kind: "range", column: "since", min: "2020-01-01" }],
  ["age <= 120", { kind: "range", column: "age", max: 120 }],
])("%s", (line, check) => {
  expect(readChecks(line)).toEqual({ checks: [{ ...check, blocking: true }] });
});

test("a warning does not block; comments and empty lines say nothing", () => {
  expect(readChecks("# ages\n\nwarn: age >= 0")).toEqual({ checks: [{ kind: "range", column: "age", min: 0, blocking: false }] });
});

test.each(["age", "age is whole", "age null <= 120%", "rows >= many"])("%j is no check", (line) => {
  expect(readChecks(`rows >= 1\n${line}`)).toEqual({ problem: expect.stringMatching(/^Line 2 is no check/) });
});

test("there is at least one check, and at most 200", () => {
  expect(readChecks("\n")).toEqual({ problem: "Write at least one check." });
  expect(readChecks("id unique\n".repeat(200))).toHaveProperty("checks.length", 200);
  expect(readChecks("id unique\n".repeat(201))).toEqual({ problem: "Write at most 200 checks." });
});

test("every example that is shown can be read", () => {
  expect(readChecks(checkExamples.join("\n"))).toHaveProperty("checks.length", checkExamples.length);
});
