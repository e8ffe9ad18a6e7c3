import { AttemptOutcome, AttemptPhase, JobState } from "@plumbline/contracts/jobs/job";
import { expect, test } from "vitest";
import { attemptSign, blameText, outcomeSigns, positionText, resourcesText, standingText, stateSigns } from "./words.ts";

test("every state, outcome and phase has a sign", () => {
  for (const state of JobState.options) expect(stateSigns[state].word).not.toBe("");
  for (const outcome of AttemptOutcome.options) expect(outcomeSigns[outcome].word).not.toBe("");
  for (const phase of AttemptPhase.options) expect(attemptSign({ phase, outcome: null }).word).not.toBe("");
  expect(attemptSign({ phase: "ended", outcome: "preempted" })).toEqual({ shape: "warn", word: "Preempted" });
});

const cpuJob = { nodes: 1, cpu: 16, memoryBytes: 64 * 2 ** 30, gpus: 0, flavour: null, pool: null };

test.each([
  [cpuJob, "16 CPU, 64 GiB"],
  [{ ...cpuJob, cpu: 0.5, memoryBytes: 512 * 2 ** 20 }, "0.5 CPU, 512 MiB"],
  [{ ...cpuJob, gpus: 4, flavour: "h100" }, "4 × h100"],
  [{ ...cpuJob, gpus: 1 }, "1 × GPU"],
  [{ ...cpuJob, nodes: 2, gpus: 8, flavour: "h100" }, "2 nodes of 8 × h100"],
])("%j is %s", (resources, text) => {
  expect(resourcesText(resources)).toBe(text);
});

test.each([
  [1, "next in line"],
  [2, "2nd in line"],
  [3, "3rd in line"],
  [4, "4th in line"],
  [11, "11th in line"],
  [13, "13th in line"],
  [21, "21st in line"],
  [112, "112th in line"],
])("position %d is %s", (position, text) => {
  expect(positionText(position)).toBe(text);
});

const job = { state: "queued" as const, reason: "waits for 4 h100", queuePosition: 2, progress: null };
const progress = { fraction: 0.4, message: "epoch 4 of 10", remainingSeconds: null, at: "2026-11-28T10:00:00.000Z" };

test("a job of a list is told of in one phrase", () => {
  expect(standingText(job)).toBe("2nd in line: waits for 4 h100");
  expect(standingText({ ...job, reason: null })).toBe("2nd in line");
  expect(standingText({ ...job, queuePosition: null })).toBe("waits for 4 h100");
  expect(standingText({ ...job, state: "running", reason: null, progress })).toBe("epoch 4 of 10");
  expect(standingText({ ...job, state: "running", reason: "Node a has not answered.", progress })).toBe("Node a has not answered.");
  expect(standingText({ ...job, state: "failed", reason: "exit code 3" })).toBe("exit code 3");
  expect(standingText({ ...job, state: "running", reason: null })).toBe("");
});

test("nobody is blamed for a lost node or for making room", () => {
  expect(blameText("infrastructure")).toMatch(/^not your failure/);
  expect(blameText("preempted")).toMatch(/made room/);
  expect(blameText("user-failure")).toBeUndefined();
  expect(blameText(null)).toBeUndefined();
});
