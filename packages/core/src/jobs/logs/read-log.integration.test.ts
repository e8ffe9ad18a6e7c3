import { randomUUID } from "node:crypto";
import { logLimits } from "@plumbline/contracts/jobs/log";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ReportOf } from "./accept-report.ts";
import { downloadLog } from "./download-log.ts";
import { getLog } from "./get-log.ts";
import { openTestLog, type TestLog } from "./open-test-log.ts";
import { searchLog } from "./search-log.ts";

let log: TestLog;
/** 3,000 lines of three ranks, the first 2,000 of them sealed. */
let job: ReportOf;
beforeAll(async () => {
  log = await openTestLog();
  job = await log.runningJob();
  for (let part = 0; part < 30; part++) {
    if (part === 20) {
      await log.end(job);
      await log.seal(job);
      await log.env.sql("UPDATE job_attempt SET phase = 'running', ended_at = NULL WHERE job_id = $1", [job.jobId]);
    }
    const lines = Array.from({ length: 100 }, (_, index) => `line ${part * 100 + index + 1} "quoted" Größe\t${"\u001b"}[1m`);
    await log.report(job, { rank: part % 3, sequence: part, lines });
  }
});
afterAll(() => log.close());

const get = (input: { from?: number; limit?: number; rank?: number }) =>
  getLog(log.deps, log.reader, { job: job.jobId, attempt: 1, ...input });
const search = (text: string, rank?: number) =>
  searchLog(log.deps, log.reader, { job: job.jobId, attempt: 1, text, ...(rank === undefined ? {} : { rank }) });

test("lines are found by their numbers, across what is sealed and what is not", async () => {
  for (const from of [1, 2, 100, 1999, 2000, 2001, 2999, 3000]) {
    const page = await get({ from, limit: 3 });
    const numbers = [from, from + 1, from + 2].filter((number) => number <= 3000);
    expect(page.lines.map(({ number }) => number)).toEqual(numbers);
    expect(page.lines.map(({ text }) => text.split(" ")[1])).toEqual(numbers.map(String));
    expect(page).toMatchObject({ next: (numbers.at(-1) ?? 0) + 1, last: 3000, isComplete: false });
  }
  expect(await get({ from: 3001 })).toMatchObject({ lines: [], next: 3001, last: 3000 });
  expect(await get({ from: 9999 })).toMatchObject({ lines: [], next: 3001, last: 3000 });
});

test("without a number the last lines are meant", async () => {
  const page = await get({ limit: 1200 });
  expect(page.lines.map(({ number }) => number)).toEqual(Array.from({ length: 1200 }, (_, index) => 1801 + index));
  expect(page).toMatchObject({ next: 3001, last: 3000 });
  const [first] = (await get({ limit: 5000 })).lines;
  expect(first).toMatchObject({ number: 1, rank: 0, stream: "stdout", text: 'line 1 "quoted" Größe\t\u001b[1m' });
});

test("lines of one rank keep their numbers", async () => {
  const page = await get({ from: 150, limit: 120, rank: 1 });
  expect([page.lines[0]?.number, page.lines.at(-1)?.number]).toEqual([150, 469]);
  expect(page.lines.every(({ rank }) => rank === 1)).toBe(true);
  expect(page.next).toBe(470);
  expect((await get({ limit: 101, rank: 2 })).lines.map(({ number }) => number)).toEqual([
    2700,
    ...Array.from({ length: 100 }, (_, at) => 2901 + at),
  ]);
  expect(await get({ from: 1, rank: 7 })).toMatchObject({ lines: [], next: 3001 });
});

test("a log is complete once its attempt has ended and nothing follows", async () => {
  const done = await log.runningJob();
  await log.report(done, { sequence: 0, lines: ["a", "b"] });
  const page = (from?: number, limit = 1) =>
    getLog(log.deps, log.reader, { job: done.jobId, attempt: 1, limit, ...(from ? { from } : {}) });
  expect((await page(2)).isComplete).toBe(false);
  await log.end(done);
  expect([(await page(1)).isComplete, (await page(2)).isComplete, (await page()).isComplete]).toEqual([false, true, true]);
  const silent = await log.runningJob();
  await log.end(silent);
  expect(await getLog(log.deps, log.reader, { job: silent.jobId, attempt: 1 })).toMatchObject({
    lines: [],
    next: 1,
    last: 0,
    isComplete: true,
  });
});

test("a page ends before it holds more text than is good for anybody", async () => {
  const wide = await log.runningJob();
  for (let sequence = 0; sequence < 20; sequence++) {
    await log.report(wide, { sequence, lines: Array.from({ length: 8 }, () => "x".repeat(32_000)) });
  }
  const first = await getLog(log.deps, log.reader, { job: wide.jobId, attempt: 1, from: 1, limit: 5000 });
  expect(first.lines).toHaveLength(132);
  expect(first).toMatchObject({ next: 133, last: 160 });
  const last = await getLog(log.deps, log.reader, { job: wide.jobId, attempt: 1, limit: 5000 });
  expect(last.lines[0]?.number).toBe(29);
});

test("a search finds texts in any case, whatever characters they have, and of one rank alone", async () => {
  expect(await search("LINE 2001 ")).toEqual({ lines: [2001], total: 1, isCut: false });
  expect((await search('1999 "QUOTED" GRÖße\t\u001b[1M')).lines).toEqual([1999]);
  expect(await search("line 2999", 2)).toMatchObject({ lines: [2999] });
  expect(await search("line 2999", 0)).toMatchObject({ lines: [] });
  expect(await search("1700000000")).toEqual({ lines: [], total: 0, isCut: false });
  const all = await search("line");
  expect(all).toMatchObject({ total: 3000, isCut: true });
  expect(all.lines).toEqual(Array.from({ length: logLimits.searchHits }, (_, index) => index + 1));
});

test("who may not read the workspace's jobs reads no log", async () => {
  const foreign = log.env.callerOf({ workspace: await log.env.createWorkspace() });
  const none = log.env.callerOf({ workspace: log.workspace, permissions: [] });
  const of = { job: job.jobId, attempt: 1 };
  for (const verb of [getLog, (...given: Parameters<typeof getLog>) => searchLog(given[0], given[1], { ...of, text: "a" }), downloadLog]) {
    await expect(verb(log.deps, foreign, of)).rejects.toMatchObject({ code: "not-found" });
    await expect(verb(log.deps, none, of)).rejects.toMatchObject({ code: "forbidden" });
  }
  await expect(getLog(log.deps, log.reader, { job: randomUUID(), attempt: 1 })).rejects.toMatchObject({ code: "not-found" });
  await expect(getLog(log.deps, log.reader, { job: job.jobId, attempt: 2 })).rejects.toMatchObject({ code: "not-found" });
});
