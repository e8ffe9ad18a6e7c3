import type { Attempt, JobDetail } from "@plumbline/contracts/jobs/job";
import { AttemptOutcome } from "@plumbline/contracts/jobs/job";
import { JobSpec } from "@plumbline/contracts/jobs/spec";
import { expect, test } from "vitest";
import { endWords, lastLines } from "./end-words.ts";

const spec = JobSpec.parse({ name: "train", command: ["true"], resources: { memory: "16Gi" }, retries: { userFailure: 1 } });
const job = { state: "failed" as JobDetail["state"], reason: null, spec, timeLimitSeconds: 21_600 };
const last = (outcome: Attempt["outcome"], reason: string | null = null) => ({ outcome, reason }) as Attempt;

test("every outcome has a lead and an advice", () => {
  for (const outcome of AttemptOutcome.options) expect(endWords(job, last(outcome)).advice).toMatch(/\.$/);
});

test("the reason stands behind what happened", () => {
  expect(endWords(job, last("user-failure", "exit code 3")).lead).toBe("Failed: exit code 3");
  expect(endWords(job, last("out-of-memory")).lead).toBe("Out of memory");
  expect(endWords({ ...job, state: "cancelled" }, last("cancelled", "by Ada")).lead).toBe("Cancelled: by Ada");
  expect(endWords({ ...job, reason: "no such secret hub" }, undefined).lead).toBe("Failed: no such secret hub");
});

test("the advice names what was asked for", () => {
  expect(endWords(job, last("out-of-memory")).advice).toMatch(/asked for 16Gi/);
  expect(endWords(job, last("time-limit")).advice).toMatch(/limit of 6h 00m.*let it write checkpoints/);
  expect(endWords(job, last("user-failure")).advice).toMatch(/^Its retries are used up/);
  expect(endWords(job, undefined).advice).toMatch(/before its command ran/);
});

test("stderr is read first, empty lines not at all", () => {
  const line = (stream: string, text: string) => ({ stream, text });
  const lines = [
    line("stdout", "epoch 1"),
    line("stderr", "Traceback"),
    line("stderr", "ValueError: x"),
    line("stderr", ""),
    line("stdout", "bye"),
  ];
  expect(lastLines(lines, 5).map(({ text }) => text)).toEqual(["Traceback", "ValueError: x"]);
  expect(lastLines(lines, 1).map(({ text }) => text)).toEqual(["ValueError: x"]);
  expect(lastLines([line("stdout", "a"), line("stdout", "b")], 5)).toHaveLength(2);
});
