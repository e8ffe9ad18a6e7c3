import type { Attempt } from "@plumbline/contracts/jobs/job";
import { expect, test } from "vitest";
import { placeOf, segmentsOf, timeLine } from "./time-line.ts";

const at = (text: string): string => `2026-11-28T${text}:00.000Z`;
const ms = (text: string): number => Date.parse(at(text));
const attempt = (number: number, values: Partial<Attempt>): Attempt => ({
  number,
  phase: "running",
  outcome: null,
  reason: null,
  exitCode: null,
  nodes: [],
  queuedAt: at("12:20"),
  startingAt: null,
  inputsAt: null,
  runningAt: null,
  stoppingAt: null,
  endedAt: null,
  checkpoints: [],
  resumedFrom: null,
  log: { lines: 0, sizeBytes: 0, lostLines: 0, ranks: 0 },
  cost: null,
  ...values,
});
const first = attempt(1, {
  phase: "ended",
  outcome: "infrastructure",
  startingAt: at("12:31"),
  inputsAt: at("12:33"),
  runningAt: at("12:36"),
  endedAt: at("13:22"),
  checkpoints: [
    { at: at("13:05"), step: 12, path: "c" },
    { at: at("13:19"), step: 16, path: "c" },
  ],
});
const second = attempt(2, {
  queuedAt: at("13:22"),
  startingAt: at("13:30"),
  runningAt: at("13:33"),
  resumedFrom: { attempt: 1, step: 16 },
});
const job = { attemptList: [second, first], endedAt: null, submittedAt: at("12:20") };

test("each phase goes to the next one that was reached, the last to the end or to now", () => {
  expect(segmentsOf(first, ms("15:00"))).toEqual([
    { phase: "queued", from: ms("12:20"), to: ms("12:31") },
    { phase: "starting", from: ms("12:31"), to: ms("12:33") },
    { phase: "inputs", from: ms("12:33"), to: ms("12:36") },
    { phase: "running", from: ms("12:36"), to: ms("13:22") },
  ]);
  expect(segmentsOf(second, ms("14:36")).map(({ phase, to }) => [phase, to])).toEqual([
    ["queued", ms("13:30")],
    ["starting", ms("13:33")],
    ["running", ms("14:36")],
  ]);
});

test("a clock that is behind makes no segment of negative length", () => {
  expect(segmentsOf(second, ms("13:00")).at(-1)).toEqual({ phase: "running", from: ms("13:33"), to: ms("13:33") });
});

test("attempts stand in their order; the later one knows what it resumed from, and what was lost", () => {
  const { lines, now, from, to } = timeLine(job, ms("14:36"), undefined);
  expect(lines.map((line) => line.attempt.number)).toEqual([1, 2]);
  expect(lines[1]?.resumed).toEqual({ at: ms("13:19"), attempt: 1, step: 16, lostMs: 3 * 60_000 });
  expect([from, now]).toEqual([ms("12:20"), ms("14:36")]);
  expect(to).toBeGreaterThan(ms("14:36"));
});

test("the axis reaches to the foreseen end, and no further than the end of what is over", () => {
  const end = { to: ms("15:30"), basis: "said" as const, span: { from: ms("15:00"), to: ms("16:00") }, count: 14, alike: "jobs" };
  expect(timeLine(job, ms("14:36"), end).to).toBeGreaterThan(ms("16:00"));
  const over = timeLine({ ...job, attemptList: [first], endedAt: at("13:22") }, ms("20:00"), end);
  expect(over.now).toBeUndefined();
  expect(over.end).toBeUndefined();
  expect(over.to).toBeLessThan(ms("13:30"));
});

test("a job that was submitted just now has an axis of some seconds", () => {
  const { from, to } = timeLine({ ...job, attemptList: [], submittedAt: at("12:20") }, ms("12:20"), undefined);
  expect(to - from).toBeGreaterThanOrEqual(10_000);
});

test("places are percent of the axis and stay on it", () => {
  expect(placeOf({ from: 0, to: 200 }, 50)).toBe(25);
  expect(placeOf({ from: 0, to: 200 }, 900)).toBe(100);
  expect(placeOf({ from: 5, to: 5 }, 1)).toBe(0);
});
