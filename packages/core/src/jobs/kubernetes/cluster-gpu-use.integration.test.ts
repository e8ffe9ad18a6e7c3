import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import "./cluster-gpu-use.ts";
import { registerCluster, startClusterFollowers } from "../../clusters/index.ts";
import { admitWaiting, ensureLocalPools, queueClaim } from "../../quotas/index.ts";
import { systemContext } from "../../workspaces/index.ts";
import { attemptName } from "../executors/executor.ts";
import { openTestLog, type TestLog } from "../logs/open-test-log.ts";
import { openTestExporter } from "./open-test-exporter.ts";

let log: TestLog;
let poolId: string;
beforeAll(async () => {
  log = await openTestLog();
  await ensureLocalPools(log.deps, { cores: 4, gpus: 8 });
  const [pool] = await log.env.sql<{ id: string }>("SELECT id FROM pool WHERE name = 'local-gpu'");
  poolId = pool?.id ?? "";
});
afterAll(() => log.close());

async function holding() {
  const job = await log.runningJob();
  const holder = { kind: "job", id: job.jobId, number: 1, title: "train-1" } as const;
  const claim = { holder, ownerId: randomUUID(), poolId, amount: 1, priority: "normal", timeLimitSeconds: 60, alikeKey: "train" } as const;
  await systemContext(log.deps, log.workspace.id, (ctx) => queueClaim(ctx, claim));
  await admitWaiting(log.deps);
  return { ...job, pod: `${attemptName(job)}-0-x7k2p` };
}
const usesOf = (jobId: string) =>
  log.env.sql(
    `SELECT u.busy_sum, u.busy_count, u.sm_sum, u.sm_count, (SELECT string_agg(n.unit || ' ' || n.measure, ',' ORDER BY n.unit) FROM unit_use n WHERE n.claim_id = c.id) AS units
     FROM use_hour u JOIN claim c ON c.id = u.claim_id WHERE c.holder_id = $1`,
    [jobId],
  );
const figures = (of: { uuid: string; namespace: string; pod: string; busy: number; sm?: number }): string => {
  const labels = `{gpu="0",UUID="${of.uuid}",modelName="NVIDIA H100 80GB HBM3",exported_namespace="${of.namespace}",exported_pod="${of.pod}"}`;
  return `DCGM_FI_DEV_GPU_UTIL${labels} ${of.busy}\n${of.sm === undefined ? "" : `DCGM_FI_PROF_SM_ACTIVE${labels} ${of.sm}\n`}`;
};

test("what DCGM exporters say of a job's GPUs is its use, each measure for itself, and nothing of pods that only bear its name", async () => {
  const [fine, coarse, named] = [await holding(), await holding(), await holding()];
  const page = [
    "# TYPE DCGM_FI_DEV_GPU_UTIL gauge\n",
    figures({ uuid: "GPU-a", namespace: "team-jobs", pod: fine.pod, busy: 95, sm: 0.18 }),
    figures({ uuid: "GPU-b", namespace: "team-jobs", pod: fine.pod, busy: 85, sm: 0.5 }),
    figures({ uuid: "GPU-c", namespace: "team-jobs", pod: coarse.pod, busy: 40 }),
    figures({ uuid: "GPU-d", namespace: "somebody", pod: named.pod, busy: 100, sm: 1 }),
    figures({ uuid: "GPU-e", namespace: "team-jobs", pod: "notebook-0", busy: 100, sm: 1 }),
  ];
  const exporter = await openTestExporter(() => page.join(""));
  const connection = { kind: "kubeconfig" as const, kubeconfig: exporter.kubeconfig };
  const admin = log.env.callerOf({ platformRole: "platform-admin" });
  const { id } = await registerCluster(log.deps, admin, { name: "lab", connection });
  await log.env.sql(
    `INSERT INTO cluster_mapping (cluster_id, workspace_id, queue, namespace, "use", mapped_by, mapped_at) VALUES ($1, $2, '', 'team-jobs', 'prepared', 'test', now())`,
    [id, log.workspace.id],
  );
  const followers = startClusterFollowers(log.deps);
  try {
    await vi.waitFor(async () => expect(await usesOf(coarse.jobId)).toHaveLength(1), { timeout: 30_000, interval: 50 });
  } finally {
    await followers.close();
    exporter.close();
  }
  expect(await usesOf(fine.jobId)).toEqual([
    { busy_sum: 180, busy_count: 2, sm_sum: 68, sm_count: 2, units: "GPU-a sm-active,GPU-b sm-active" },
  ]);
  expect(await usesOf(coarse.jobId)).toEqual([{ busy_sum: 40, busy_count: 1, sm_sum: 0, sm_count: 0, units: "GPU-c busy" }]);
  expect(await usesOf(named.jobId)).toEqual([]);
});
