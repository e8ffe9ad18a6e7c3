import { afterAll, beforeAll, expect, test } from "vitest";
import { createRun, deleteRun, getRun } from "../../experiments/index.ts";
import type { ReportOf } from "./accept-report.ts";
import { openTestLog, type TestLog } from "./open-test-log.ts";

let log: TestLog;
let caller: ReturnType<TestLog["env"]["callerOf"]>;
beforeAll(async () => {
  log = await openTestLog();
  caller = log.env.callerOf({ workspace: log.workspace, role: "engineer" });
});
afterAll(() => log.close());

async function jobWithRun(): Promise<{ job: ReportOf; runId: string }> {
  const job = await log.runningJob();
  const { runId } = await createRun(log.deps, caller, {});
  await log.env.sql("UPDATE job SET run_id = $1, cpu = 2 WHERE id = $2", [runId, job.jobId]);
  return { job, runId };
}
const metricsOf = async (runId: string) =>
  (await getRun(log.deps, caller, { runId })).metrics.map(({ key, last, count }) => ({ key, value: last.value, count }));

test("samples are system metrics of the job's run, each once however often they are sent", async () => {
  const { job, runId } = await jobWithRun();
  const at = Date.now();
  const samples = [0, 5000].map((after) => ({ at: at + after, cpuPercent: 100, gpus: [{ index: 0, busyPercent: 40 }] }));
  await log.report(job, { sequence: 0, samples });
  await log.report(job, { sequence: 0, samples });
  await log.report(job, { sequence: 0, rank: 1, samples: samples.slice(0, 1) });
  expect(await metricsOf(runId)).toEqual([
    { key: "system/cpu_utilization_percentage", value: 50, count: 2 },
    { key: "system/gpu_0_utilization_percentage", value: 40, count: 2 },
    { key: "system/node_1/cpu_utilization_percentage", value: 50, count: 1 },
    { key: "system/node_1/gpu_0_utilization_percentage", value: 40, count: 1 },
  ]);
});

test("more figures than one batch holds are all logged", async () => {
  const { job, runId } = await jobWithRun();
  const gpus = Array.from({ length: 64 }, (_, index) => ({ index, busyPercent: 1 }));
  await log.report(job, { sequence: 0, samples: Array.from({ length: 20 }, (_, at) => ({ at: Date.now() + at * 1000, gpus })) });
  expect((await metricsOf(runId)).map(({ count }) => count)).toEqual(Array.from({ length: 64 }, () => 20));
});

test("a run that was deleted holds up no report, and neither does a job without a run", async () => {
  const { job, runId } = await jobWithRun();
  await deleteRun(log.deps, caller, { runId });
  const samples = [{ at: Date.now(), cpuPercent: 1 }];
  expect(await log.report(job, { sequence: 0, lines: ["a"], samples })).toMatchObject({ nextSequence: 1 });
  expect(await log.report(await log.runningJob(), { sequence: 0, samples })).toMatchObject({ nextSequence: 1 });
});
