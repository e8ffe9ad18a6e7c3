import { randomBytes, randomUUID } from "node:crypto";
import { after, test } from "node:test";
import { executorContract } from "../../../packages/core/src/jobs/executors/open-test-contract.ts";
import { openClusterExecutor } from "../../../packages/core/src/jobs/kubernetes/cluster-executor.ts";
import type { Deps } from "../../../packages/core/src/kernel/index.ts";
import { openDatabase } from "../../../packages/db/src/index.ts";
import { openOutbound } from "../../../packages/outbound/src/index.ts";
import { openFileSystemStore } from "../../../packages/storage/src/index.ts";
import { eventually } from "../../faults/server.ts";
import { cluster, image, onRealNode } from "../test-cluster.ts";
import { jobs } from "./real-jobs.ts";

const closing: (() => Promise<void>)[] = [];
after(async () => {
  for (const close of closing) await close();
});

const quiet = (): undefined => undefined;
// As much of a logger as an executor uses: the library is none of this folder's.
const logger = { debug: quiet, info: quiet, warn: console.warn, error: console.error } as unknown as Deps["logger"];

/** What a worker has, in this process. */
async function openDeps(): Promise<Deps> {
  const { DATABASE_URL = "", DATABASE_SYSTEM_URL = "", DATABASE_RETENTION_URL = "" } = jobs.server.database.variables;
  const db = openDatabase({ appUrl: DATABASE_URL, systemUrl: DATABASE_SYSTEM_URL, retentionUrl: DATABASE_RETENTION_URL });
  closing.push(() => db.close());
  return {
    db,
    storage: await openFileSystemStore({ directory: jobs.server.storageDir }),
    logger,
    secretKeys: { current: randomBytes(32) },
    outbound: openOutbound({ smtp: undefined, receivers: { isHttpAllowed: false, allowedHosts: [] } }),
    publicUrl: jobs.server.url,
    now: () => new Date(),
    onChange: () => undefined,
    onTasks: async () => undefined,
  };
}

const calmly = (what: string, isSo: () => Promise<boolean>): Promise<void> => eventually(what, isSo, 120_000);

async function openAtHand() {
  const deps = await openDeps();
  const { database } = jobs.server;
  const [workspace] = await database.rows<{ id: number; name: string }>("SELECT id, name FROM workspace WHERE name = $1", [jobs.team]);
  const [row] = await database.rows<{ id: string }>("SELECT id FROM cluster WHERE name = $1", [jobs.team]);
  if (!workspace || !row) throw new Error("the team is not there");
  const open = () => {
    const executor = openClusterExecutor({ deps, clusterId: row.id, clusterName: jobs.team, client: cluster }, () => undefined);
    closing.unshift(executor.close);
    return executor;
  };
  const makeJob = async () => ({ jobId: randomUUID(), runId: "none" });
  return { executor: open(), reopened: open(), workspace, makeJob, eventually: calmly, spec: { image } };
}

let atHand: ReturnType<typeof openAtHand> | undefined;
for (const { name, check } of executorContract) {
  test(`an executor on a cluster: ${name}`, onRealNode, async () => {
    atHand ??= openAtHand();
    await check(await atHand);
  });
}
