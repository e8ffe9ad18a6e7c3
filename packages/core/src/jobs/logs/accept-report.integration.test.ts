import { randomUUID } from "node:crypto";
import { logLimits } from "@plumbline/contracts/jobs/log";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { openTestLog, type TestLog } from "./open-test-log.ts";
import { fitReport, packReport } from "./report-lines.ts";

let log: TestLog;
beforeAll(async () => {
  log = await openTestLog();
});
afterAll(() => log.close());

test("a report that is sent again does nothing, and its answer says what is next", async () => {
  const job = await log.runningJob();
  expect(await log.report(job, { sequence: 0, lines: ["a", "b"] })).toEqual({ nextSequence: 1, stop: false });
  expect(await log.report(job, { sequence: 0, lines: ["a", "b"] })).toEqual({ nextSequence: 1, stop: false });
  expect(await log.report(job, { sequence: 1, lines: ["c"], lostLines: 2 })).toEqual({ nextSequence: 2, stop: false });
  expect(await log.attempt(job)).toMatchObject({ log_lines: 3, log_bytes: "6", lost_lines: 2, ranks: 1, waiting_chunks: 2 });
});

test("lines of all ranks are numbered in the order in which they arrive, without a gap", async () => {
  const job = await log.runningJob();
  const ranks = Array.from({ length: 8 }, (_, rank) => rank);
  const sendAll = async (rank: number) => {
    for (let sequence = 0; sequence < 5; sequence++) await log.report(job, { rank, sequence, lines: [`${rank}/${sequence}`, "second"] });
  };
  await Promise.all(ranks.map(sendAll));
  expect(await log.attempt(job)).toMatchObject({ log_lines: 80, ranks: 8, waiting_chunks: 40 });
  const chunks = await log.env.sql<{ first_line: number; lines: number }>(
    "SELECT first_line, lines FROM job_log_chunk WHERE job_id = $1 ORDER BY first_line",
    [job.jobId],
  );
  expect(chunks.map(({ first_line }) => first_line)).toEqual(Array.from({ length: 40 }, (_, index) => 1 + 2 * index));
});

test("whoever reads a program's output by bytes goes on where the last report ended", async () => {
  const job = await log.runningJob();
  const from = { ...job, nextSequence: 4096 };
  await log.report(from, { sequence: 0, lines: ["first page"] });
  expect(await log.report({ ...job, nextSequence: 5000 }, { sequence: 0, lines: ["first page", "and more"] })).toMatchObject({
    nextSequence: 4096,
  });
  expect(await log.attempt(job)).toMatchObject({ log_lines: 1 });
});

test("a job that shall end is told so, and so is an attempt that was ended", async () => {
  const job = await log.runningJob();
  await log.env.sql("UPDATE job SET wish = 'cancel' WHERE id = $1", [job.jobId]);
  expect(await log.report(job, { sequence: 0 })).toMatchObject({ stop: true });
  await log.env.sql("UPDATE job SET wish = 'run' WHERE id = $1", [job.jobId]);
  await log.env.sql("UPDATE job_attempt SET phase = 'ended' WHERE job_id = $1", [job.jobId]);
  expect(await log.report(job, { sequence: 1, lines: ["late"] })).toMatchObject({ stop: true });
  expect(await log.attempt(job)).toMatchObject({ log_lines: 1 });
});

test("an unknown job, one of another workspace and another job's token are refused", async () => {
  const job = await log.runningJob();
  const elsewhere = await log.env.createWorkspace();
  await expect(log.report({ ...job, jobId: randomUUID() }, { sequence: 0 })).rejects.toMatchObject({ code: "not-found" });
  await expect(log.report({ ...job, workspaceId: elsewhere.id }, { sequence: 0 })).rejects.toMatchObject({ code: "not-found" });
  await expect(log.report({ ...job, tokenId: randomUUID() }, { sequence: 0 })).rejects.toMatchObject({ code: "forbidden" });
  expect(await log.attempt(job)).toMatchObject({ last_report_at: null });
});

test("progress and checkpoints are the first rank's; what says nothing new leaves no change", async () => {
  const job = await log.runningJob();
  const status = { progress: 0.5, message: "epoch 3\0", checkpoint: { path: "out/3.pt", step: 3 } };
  await log.report(job, { sequence: 0, status });
  await log.report(job, { sequence: 1, status });
  await log.report(job, { sequence: 0, rank: 1, status: { progress: 0.9, checkpoint: { path: "other" } } });
  const [row] = await log.env.sql<{ progress: unknown }>("SELECT progress FROM job WHERE id = $1", [job.jobId]);
  expect(row?.progress).toMatchObject({ fraction: 0.5, message: "epoch 3\uFFFD", remainingSeconds: null });
  expect((await log.attempt(job))?.checkpoints).toMatchObject([{ step: 3, path: "out/3.pt" }]);
  expect(await log.changes(job, "job")).toMatchObject([{ kind: "progress", data: { fraction: 0.5 } }]);
});

test("of many ranks the first that failed says the exit code", async () => {
  const job = await log.runningJob();
  for (const [rank, exitCode] of [0, 3, 5].entries()) await log.report(job, { rank, sequence: 0, phase: "ended", exitCode });
  expect(await log.attempt(job)).toMatchObject({ exit_code: 3, phase: "running" });
});

test("a phase that nobody knew of yet makes the reconciler look; the attempt stays as it is", async () => {
  const [ahead, level] = [await log.runningJob(), await log.runningJob()];
  const hinted: string[] = [];
  const stop = await log.env.db.listen("plumbline_job", (job) => hinted.push(job));
  await log.report(level, { sequence: 0, phase: "running" });
  await log.report(ahead, { sequence: 0, phase: "ended", exitCode: 0 });
  await vi.waitFor(() => expect(hinted).toEqual([`${ahead.workspaceId}/${ahead.jobId}`]), { timeout: 10_000 });
  expect(await log.attempt(ahead)).toMatchObject({ phase: "running", exit_code: 0 });
  await stop();
});

test("one report holds so many bytes and no more", async () => {
  const job = await log.runningJob();
  const lines = Array.from({ length: logLimits.chunkBytes / 1024 }, () => "x".repeat(1023));
  await log.report(job, { sequence: 0, lines });
  await expect(log.report(job, { sequence: 1, lines: [...lines, ""] })).rejects.toMatchObject({
    code: "invalid",
    fields: [{ path: "lines" }],
  });
});

test("a log that is full says so once and then only counts", async () => {
  const packed = await packReport({ rank: 2, lines: ["aa", "bb", "cc"].map((text, at) => ({ at, stream: "stdout", text })) });
  expect(await fitReport(packed, { sizeBytes: 0, isFull: false }, 9)).toMatchObject({ frame: { lines: 3 }, lostLines: 0, isFull: false });
  expect(await fitReport(packed, { sizeBytes: 1, isFull: false }, 9)).toMatchObject({ frame: { lines: 3 }, lostLines: 1, isFull: true });
  expect(await fitReport(packed, { sizeBytes: 9, isFull: false }, 9)).toMatchObject({ frame: { lines: 1 }, lostLines: 3, isFull: true });
  expect(await fitReport(packed, { sizeBytes: 1, isFull: true }, 9)).toEqual({ frame: undefined, lostLines: 3, isFull: true });
  const job = await log.runningJob();
  await log.env.sql("UPDATE job_attempt SET log_bytes = $2 WHERE job_id = $1", [job.jobId, logLimits.attemptBytes - 4]);
  await log.report(job, { sequence: 0, lines: ["abc", "d"] });
  await log.report(job, { sequence: 1, lines: ["e"] });
  expect(await log.attempt(job)).toMatchObject({ log_lines: 2, lost_lines: 2, is_log_full: true });
});
