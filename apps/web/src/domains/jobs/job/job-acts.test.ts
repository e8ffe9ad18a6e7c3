import { type Job, JobState } from "@plumbline/contracts/jobs/job";
import { type Role, rolePermissions } from "@plumbline/contracts/permissions";
import { expect, test } from "vitest";
import { actsOf, type JobActs } from "./job-acts.ts";

const job = (values: Partial<Job> = {}) => ({
  state: "running" as Job["state"],
  submittedBy: { id: "ada", name: "Ada" },
  runId: "r1",
  repeats: null,
  ...values,
});
const reader = (role: Role, id = "ada") => ({
  me: { id },
  can: (permission: string) => rolePermissions[role].some((one) => one === permission),
});
const shown = (acts: JobActs): string[] =>
  Object.entries(acts)
    .filter(([, { isShown }]) => isShown)
    .map(([name]) => name);

test("a viewer is offered nothing, whatever the state", () => {
  for (const state of JobState.options) expect(shown(actsOf(job({ state }), reader("viewer")))).toEqual([]);
});

test.each([
  ["queued", ["clone", "suspend", "cancel", "prioritise"]],
  ["running", ["clone", "suspend", "cancel"]],
  ["suspended", ["clone", "resume", "cancel", "prioritise"]],
  ["waiting", ["clone", "suspend", "cancel", "prioritise"]],
  ["succeeded", ["clone", "rerun", "reproduce"]],
  ["failed", ["clone", "rerun", "reproduce"]],
  ["cancelled", ["clone", "rerun", "reproduce"]],
] as const)("of a job that is %s there are %j", (state, acts) => {
  expect(shown(actsOf(job({ state }), reader("contributor")))).toEqual(acts);
});

test("another's job can be cancelled by an engineer, and tells a contributor whose it is", () => {
  expect(actsOf(job(), reader("engineer", "enzo")).cancel.denied).toBeUndefined();
  expect(actsOf(job(), reader("contributor", "cora")).cancel.denied).toMatch(/job of Ada/);
  expect(actsOf(job(), reader("contributor", "cora")).clone.denied).toBeUndefined();
});

test("what is stopping is not suspended again, but can still be cancelled", () => {
  const acts = actsOf(job({ state: "stopping" }), reader("contributor"));
  expect(acts.suspend.denied).toBe("It is stopping already");
  expect(acts.cancel).toEqual({ isShown: true, denied: undefined });
});

test("only what succeeded is reproduced, and no check of another", () => {
  const repeats = { jobId: "j", runId: "r", purpose: "reproduce" as const };
  expect(actsOf(job({ state: "failed" }), reader("contributor")).reproduce.denied).toMatch(/succeeded/);
  expect(actsOf(job({ state: "succeeded", repeats }), reader("contributor")).reproduce.denied).toMatch(/check of another/);
  expect(actsOf(job({ state: "succeeded" }), reader("contributor")).reproduce.denied).toBeUndefined();
  expect(actsOf(job({ state: "succeeded", runId: null }), reader("contributor")).reproduce.isShown).toBe(false);
});
