import { expect, test } from "vitest";
import { endOf } from "./job-end.ts";

const start = Date.parse("2026-11-28T10:00:00.000Z");
const progress = { fraction: 0.25, message: null, remainingSeconds: null, at: "2026-11-28T10:10:00.000Z" };
const job = { state: "running" as const, progress, timeLimitSeconds: 7200, runningAt: start };
const minutes = (count: number): number => start + count * 60_000;

test("what the job says of its rest counts first", () => {
  expect(endOf({ ...job, progress: { ...progress, remainingSeconds: 600 } })).toEqual({ to: minutes(20), basis: "said" });
});

test("else its pace so far", () => {
  expect(endOf(job)).toEqual({ to: minutes(40), basis: "progress" });
});

test("a progress of nearly nothing says nothing; the limit is the latest end", () => {
  expect(endOf({ ...job, progress: { ...progress, fraction: 0.01 } })).toEqual({ to: minutes(120), basis: "limit" });
  expect(endOf({ ...job, progress: null })).toEqual({ to: minutes(120), basis: "limit" });
  expect(endOf({ ...job, progress: { ...progress, fraction: 0.02 } })?.to).toBe(minutes(120));
});

test("what does not run has no end to foresee", () => {
  expect(endOf({ ...job, state: "queued" })).toBeUndefined();
  expect(endOf({ ...job, runningAt: undefined })).toBeUndefined();
});
