import type { JobDetail } from "@plumbline/contracts/jobs/job";
import { JobSpec } from "@plumbline/contracts/jobs/spec";
import { expect, test } from "vitest";
import { cancelText, suspendText } from "./stop-words.ts";

const plain = JobSpec.parse({ name: "train", command: ["true"] });
const careful = JobSpec.parse({ name: "train", command: ["true"], checkpoint: { path: "checkpoints", graceSeconds: 90 } });
const job = (state: JobDetail["state"], spec: JobSpec) => ({ state, spec, attemptList: [] });

test("what has not begun loses nothing but its place", () => {
  expect(cancelText(job("queued", careful))).toMatch(/does not run/);
  expect(suspendText(job("waiting", plain))).toMatch(/leaves the line/);
});

test("what runs without a checkpoint is said to lose its work", () => {
  expect(suspendText(job("running", plain))).toMatch(/is lost/);
  expect(cancelText(job("running", plain))).not.toMatch(/seconds/);
});

test("what keeps checkpoints has its grace", () => {
  expect(suspendText(job("running", careful))).toMatch(/90 seconds.*written none yet/);
  expect(cancelText(job("running", careful))).toMatch(/^It is asked to end and has 90 seconds/);
});
