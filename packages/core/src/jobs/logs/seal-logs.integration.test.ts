import { createHash, randomBytes } from "node:crypto";
import { text } from "node:stream/consumers";
import type { LogLine } from "@plumbline/contracts/jobs/log";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Deps } from "../../kernel/index.ts";
import type { ReportOf } from "./accept-report.ts";
import { downloadLog } from "./download-log.ts";
import { getLog } from "./get-log.ts";
import { openTestLog, type TestLog } from "./open-test-log.ts";
import { sweepLogs } from "./sweep-logs.ts";

let log: TestLog;
beforeAll(async () => {
  log = await openTestLog();
});
afterAll(() => log.close());

/** Does not compress, so that few lines make a segment. */
const noise = (bytes: number): string => randomBytes(bytes).toString("base64").slice(0, bytes);
const read = async (job: ReportOf): Promise<LogLine[]> => {
  const lines: LogLine[] = [];
  for (let from = 1; ; ) {
    const page = await getLog(log.deps, log.reader, { job: job.jobId, attempt: 1, from, limit: 5000 });
    lines.push(...page.lines);
    if (page.next > page.last) return lines;
    from = page.next;
  }
};
const digest = (of: string): string => createHash("sha256").update(of).digest("hex");
const textOf = async (job: ReportOf) =>
  digest(await text((await downloadLog(log.deps, log.reader, { job: job.jobId, attempt: 1 })).content));
const countsOf = async (job: ReportOf) => {
  const [row] = await log.env.sql<{ chunks: number; segments: number; blobs: number; claims: number }>(
    `SELECT (SELECT count(*)::int FROM job_log_chunk WHERE job_id = $1) AS chunks,
       (SELECT count(*)::int FROM job_log_segment WHERE job_id = $1) AS segments,
       (SELECT count(*)::int FROM blob_claim WHERE holder LIKE 'job-log/' || $1::text || '/%') AS claims`,
    [job.jobId],
  );
  return row;
};

/** Some megabytes, over several reports of two ranks. */
async function printed(reports: number, sizeBytes: number): Promise<{ job: ReportOf; lines: string[] }> {
  const job = await log.runningJob();
  const lines: string[] = [];
  for (let index = 0; index < reports; index++) {
    const given = [`${index}: ${noise(sizeBytes)}`, `${index}: end`];
    await log.report(job, { rank: index % 2, sequence: Math.floor(index / 2), lines: given });
    lines.push(...given.map((line) => `[${index % 2}] ${line}`));
  }
  return { job, lines };
}

test("a log reads the same from rows, from segments and from both", async () => {
  const { job, lines } = await printed(100, 30_000);
  expect(await textOf(job)).toBe(digest(lines.map((line) => `${line}\n`).join("")));
  await log.seal(job);
  // The attempt runs: what makes no whole segment waits.
  expect(await countsOf(job)).toMatchObject({ chunks: expect.any(Number), segments: 2, claims: 2 });
  expect((await countsOf(job))?.chunks).toBeGreaterThan(0);
  const read1 = await read(job);
  expect(read1.map(({ number }) => number)).toEqual(lines.map((_, index) => index + 1));
  expect(read1.every(({ rank, text: line }, index) => `[${rank}] ${line}` === lines[index])).toBe(true);
  await log.end(job);
  await log.seal(job);
  expect(await countsOf(job)).toMatchObject({ chunks: 0, segments: 3, claims: 3 });
  expect(digest(JSON.stringify(await read(job)))).toBe(digest(JSON.stringify(read1)));
  expect(await textOf(job)).toBe(digest(lines.map((line) => `${line}\n`).join("")));
  expect(await log.attempt(job)).toMatchObject({ waiting_chunks: 0, waiting_bytes: 0 });
});

test("a log that begins again after it was sealed goes on", async () => {
  const { job } = await printed(2, 10);
  await log.end(job);
  await log.seal(job);
  await log.report(job, { sequence: 9, lines: ["late"] });
  await log.seal(job);
  const lines = await read(job);
  expect(lines.at(-1)).toMatchObject({ number: 5, text: "late" });
  expect(await countsOf(job)).toMatchObject({ chunks: 0, segments: 2 });
});

/** The platform with a process that dies at its nth call of storage or database, before or after that was done. */
function dying(at: number, when: "before" | "after"): Deps {
  let calls = 0;
  const isDead = () => calls++ === at;
  const killed = () => Promise.reject(new Error("killed"));
  return {
    ...log.deps,
    storage: Object.assign(Object.create(log.deps.storage), {
      put: async (...given: Parameters<Deps["storage"]["put"]>) => {
        if (!isDead()) return log.deps.storage.put(...given);
        if (when === "after") await log.deps.storage.put(...given);
        return killed();
      },
      delete: () => Promise.resolve(),
    }),
    db: Object.assign(Object.create(log.deps.db), {
      transaction: async (...[scope, work]: Parameters<Deps["db"]["transaction"]>) => {
        if (!isDead()) return log.deps.db.transaction(scope, work);
        if (when === "after") await log.deps.db.transaction(scope, work);
        return killed();
      },
    }),
  };
}

test.each(["before", "after"] as const)("wherever sealing dies %s a call, nothing is lost or doubled", async (when) => {
  let deaths = 0;
  for (let at = 0; ; at++) {
    const { job, lines } = await printed(40, 30_000);
    await log.end(job);
    const died = await log.seal(job, dying(at, when)).then(
      () => false,
      () => true,
    );
    expect(await textOf(job)).toBe(digest(lines.map((line) => `${line}\n`).join("")));
    await log.seal(job);
    expect(await textOf(job)).toBe(digest(lines.map((line) => `${line}\n`).join("")));
    const counts = await countsOf(job);
    expect(counts).toMatchObject({ chunks: 0, claims: counts?.segments });
    if (!died) break;
    deaths++;
  }
  expect(deaths).toBeGreaterThan(5);
});

test("two workers that seal one log at once make each segment once, and whoever reads meanwhile misses nothing", async () => {
  const { job, lines } = await printed(120, 30_000);
  await log.end(job);
  const whole = digest(lines.map((line) => `${line}\n`).join(""));
  let isSealed = false;
  const sealing = Promise.all([log.seal(job), log.seal(job), log.seal(job)]).finally(() => {
    isSealed = true;
  });
  do expect(await textOf(job)).toBe(whole);
  while (!isSealed);
  await sealing;
  expect(await textOf(job)).toBe(whole);
  const counts = await countsOf(job);
  expect(counts).toMatchObject({ chunks: 0, claims: counts?.segments });
});

test("sealing is asked for once enough waits, by bytes or by chunks, and found by the sweep where that was lost", async () => {
  const tasksOf = (job: ReportOf) =>
    log.env.sql("SELECT payload FROM task WHERE name = 'jobs.seal-logs' AND dedupe_key LIKE '%' || $1::text || '/1'", [job.jobId]);
  const { job } = await printed(5, 30_000);
  expect(await tasksOf(job)).toEqual([]);
  const most = Array.from({ length: 8 }, () => noise(32_000));
  for (let sequence = 0; sequence < 4; sequence++) await log.report(job, { rank: 5, sequence, lines: most });
  expect(await tasksOf(job)).toEqual([]);
  await log.report(job, { rank: 5, sequence: 4, lines: most });
  expect(await tasksOf(job)).toHaveLength(1);

  const quiet = await log.runningJob();
  await log.report(quiet, { sequence: 0, lines: ["a"] });
  await log.env.sql("UPDATE job_attempt SET waiting_chunks = 498 WHERE job_id = $1", [quiet.jobId]);
  await log.report(quiet, { sequence: 1, lines: ["b"] });
  expect(await tasksOf(quiet)).toEqual([]);
  await log.report(quiet, { sequence: 2, lines: ["c"] });
  expect(await tasksOf(quiet)).toHaveLength(1);

  const forgotten = await log.runningJob();
  await log.report(forgotten, { sequence: 0, lines: ["a"] });
  const running = await log.runningJob();
  await log.report(running, { sequence: 0, lines: ["a"] });
  await log.end(forgotten);
  const sweep = await sweepLogs.handler();
  await sweep({ deps: log.deps, taskId: "test", workspaceId: null, signal: new AbortController().signal }, {});
  expect(await tasksOf(forgotten)).toHaveLength(1);
  expect(await tasksOf(running)).toEqual([]);
});
