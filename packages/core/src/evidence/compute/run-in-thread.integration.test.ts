import { StatsError } from "@plumbline/stats";
import { expect, test } from "vitest";
import type { ChampionJob } from "./champion-job.ts";
import { compute } from "./run-in-thread.ts";

const jobOf = (rows: number): ChampionJob => ({
  kind: "champion",
  actual: Float64Array.from({ length: rows }, (_, row) => row % 2),
  champion: Float64Array.from({ length: rows }, (_, row) => (row % 10) / 10),
  candidate: Float64Array.from({ length: rows }, (_, row) => (row % 7) / 7),
  metric: "auc",
  margin: 0,
  seed: 1,
});
const never = new AbortController().signal;

test("arithmetic leaves the thread of the caller free, and tells how far it is", async () => {
  const told: number[] = [];
  let turns = 0;
  const count = setInterval(() => turns++, 1);
  const result = await compute(jobOf(2000), { signal: never, onProgress: (progress) => told.push(progress) });
  clearInterval(count);
  expect(result).toMatchObject({ rows: 2000, leftOut: 0, resamples: 2000 });
  expect(told.at(-1)).toBe(1);
  expect(turns).toBeGreaterThan(0);
});

test("what is stopped ends at once, also while it waits for its turn, and the next one goes on", async () => {
  const [running, waiting] = [new AbortController(), new AbortController()];
  const first = compute(jobOf(1_000_000), { signal: running.signal });
  const second = compute(jobOf(1_000_000), { signal: waiting.signal });
  const third = compute(jobOf(100), { signal: never });
  waiting.abort(new Error("not needed"));
  running.abort(new Error("stopped"));
  await expect(first).rejects.toThrow("stopped");
  await expect(second).rejects.toThrow("not needed");
  expect((await third).rows).toBe(100);
});

test("what the columns cannot be asked is an error of statistics", async () => {
  const job = { ...jobOf(50), actual: new Float64Array(50).fill(3) };
  await expect(compute(job, { signal: never })).rejects.toThrow(StatsError);
});
