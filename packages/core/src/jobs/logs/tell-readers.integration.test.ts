import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { openTestLog, type TestLog } from "./open-test-log.ts";
import { sweepLogs } from "./sweep-logs.ts";

let log: TestLog;
beforeAll(async () => {
  log = await openTestLog();
});
afterAll(() => log.close());

const told = async (job: Awaited<ReturnType<TestLog["runningJob"]>>) => (await log.changes(job, "job-log")).map(({ data }) => data);

test("readers are told at once, then at most once a second, and of the last line in any case", async () => {
  const job = await log.runningJob();
  for (let sequence = 0; sequence < 20; sequence++) await log.report(job, { sequence, lines: ["a"] });
  expect(await told(job)).toEqual([{ attempt: 1, lines: 1 }]);
  await vi.waitFor(
    async () =>
      expect(await told(job)).toEqual([
        { attempt: 1, lines: 1 },
        { attempt: 1, lines: 20 },
      ]),
    { timeout: 10_000 },
  );
  await log.report(job, { sequence: 20 });
  expect(await told(job)).toHaveLength(2);
});

test("where the process died that would have told, the next report or the sweep does", async () => {
  const [reporting, silent] = [await log.runningJob(), await log.runningJob()];
  for (const job of [reporting, silent]) {
    await log.report(job, { sequence: 0, lines: ["a"] });
    // As another process left it.
    await log.env.sql("UPDATE job_attempt SET told_lines = 0, told_at = now() - interval '10 seconds' WHERE job_id = $1", [job.jobId]);
  }
  await log.report(reporting, { sequence: 1 });
  expect((await told(reporting)).at(-1)).toEqual({ attempt: 1, lines: 1 });
  expect(await told(reporting)).toHaveLength(2);
  const sweep = await sweepLogs.handler();
  await sweep({ deps: log.deps, taskId: "test", workspaceId: null, signal: new AbortController().signal }, {});
  expect(await told(silent)).toHaveLength(2);
  expect(await told(reporting)).toHaveLength(2);
});
