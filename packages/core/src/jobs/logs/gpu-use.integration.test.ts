import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { admitWaiting, ensureLocalPools, queueClaim } from "../../quotas/index.ts";
import { systemContext } from "../../workspaces/index.ts";
import type { ReportOf } from "./accept-report.ts";
import { openTestLog, type TestLog } from "./open-test-log.ts";

let log: TestLog;
let poolId: string;
beforeAll(async () => {
  log = await openTestLog();
  await ensureLocalPools(log.deps, { cores: 4, gpus: 8 });
  const [pool] = await log.env.sql<{ id: string }>("SELECT id FROM pool WHERE name = 'local-gpu'");
  poolId = pool?.id ?? "";
});
afterAll(() => log.close());

async function holding(gpus: number): Promise<ReportOf> {
  const job = await log.runningJob();
  await log.env.sql("UPDATE job SET gpus = $1 WHERE id = $2", [gpus, job.jobId]);
  const holder = { kind: "job", id: job.jobId, number: 1, title: "train-1" } as const;
  const claim = { holder, ownerId: randomUUID(), poolId, amount: 1, priority: "normal", timeLimitSeconds: 60, alikeKey: "train" } as const;
  await systemContext(log.deps, log.workspace.id, (ctx) => queueClaim(ctx, claim));
  await admitWaiting(log.deps);
  return job;
}
const usesOf = ({ jobId }: ReportOf) =>
  log.env.sql(
    "SELECT u.busy_sum, u.busy_count, u.sm_sum, u.sm_count FROM use_hour u JOIN claim c ON c.id = u.claim_id WHERE c.holder_id = $1 ORDER BY u.hour",
    [jobId],
  );

test("what a job's GPUs did is counted once, each measure for itself", async () => {
  const job = await holding(1);
  const at = Date.UTC(2026, 0, 1, 9, 30);
  const report = {
    sequence: 0,
    samples: [
      { at, gpus: [{ index: 0, uuid: "GPU-a", busyPercent: 80 }] },
      { at: at + 1, gpus: [{ index: 0, uuid: "GPU-a", busyPercent: 60, smActivePercent: 20 }] },
    ],
  };
  await log.report(job, report);
  await log.report(job, report);
  expect(await usesOf(job)).toMatchObject([{ busy_sum: 140, busy_count: 2, sm_sum: 20, sm_count: 1 }]);
});

test("GPUs without a name of their own are told apart by rank", async () => {
  const job = await holding(2);
  for (const rank of [0, 1])
    await log.report(job, { rank, sequence: 0, samples: [{ at: Date.UTC(2026, 0, 1, 9, 30), gpus: [{ index: 0, busyPercent: 50 }] }] });
  expect(await usesOf(job)).toMatchObject([{ busy_sum: 100, busy_count: 2 }]);
});

test("a job without GPUs has used none, whatever it sees", async () => {
  const job = await holding(0);
  await log.report(job, { sequence: 0, samples: [{ at: Date.now(), gpus: [{ index: 0, uuid: "GPU-b", busyPercent: 50 }] }] });
  expect(await usesOf(job)).toEqual([]);
});
