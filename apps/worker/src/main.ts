import path from "node:path";
import { loadWorkerConfig } from "@plumbline/config";
import { createAnnouncer } from "@plumbline/core/changes";
import { configureClusters, listJobClusters, startClusterFollowers } from "@plumbline/core/clusters";
import { configureJobs, describeMachine, openClusterExecutors, openLocalExecutor, startReconciler } from "@plumbline/core/jobs";
import { carryTasks, type Deps } from "@plumbline/core/kernel";
import { openDatabase } from "@plumbline/db";
import { openOutbound } from "@plumbline/outbound";
import { openProcessRunner } from "@plumbline/processes";
import { openTaskQueue } from "@plumbline/queue";
import { openBlobStore } from "@plumbline/storage";
import { startTracing } from "@plumbline/tracing";
import { pino } from "pino";
import { startWorker } from "./runtime.ts";

const config = loadWorkerConfig(process.env);
const logger = pino({ level: config.logLevel, base: { process: "worker" } });
const stopTracing =
  config.tracing &&
  (await startTracing({
    service: "plumbline-worker",
    ...config.tracing,
    onError: (reason) => logger.warn({ reason }, "spans could not be sent"),
  }));
const db = openDatabase({
  appUrl: config.database.appUrl,
  systemUrl: config.database.systemUrl,
  retentionUrl: config.database.retentionUrl,
  poolSize: config.database.appPoolSize,
  systemPoolSize: config.database.systemPoolSize,
  retentionPoolSize: config.database.retentionPoolSize,
  connectTimeoutMs: config.database.connectTimeoutMs,
  statementTimeoutMs: config.database.statementTimeoutMs,
  onIdleError: (error) => logger.warn({ err: error }, "a database connection was lost"),
});
const queue = await openTaskQueue({
  databaseUrl: config.database.systemUrl,
  poolSize: config.concurrency + 2,
  redisUrl: config.redisUrl,
});
const announcer = createAnnouncer(db);
const deps: Deps = {
  db,
  storage: await openBlobStore(config.storage),
  logger,
  secretKeys: config.secretKeys,
  outbound: openOutbound(config),
  publicUrl: config.publicUrl,
  now: () => new Date(),
  onChange: () => announcer.announce(),
  onTasks: carryTasks(queue, logger),
};
const runner = openProcessRunner({ directory: path.join(config.jobsDir, "attempts") });
const machine = await describeMachine();
configureClusters(deps, { ...config.kubernetes, internalUrl: config.internalUrl });
const executors = openClusterExecutors(deps);
configureJobs(deps, {
  internalUrl: config.internalUrl,
  ofCluster: executors.of,
  listClusters: () => listJobClusters(deps),
  watchClusters: executors.watch,
  ...(config.hasLocalExecutor
    ? {
        local: {
          machine,
          executor: openLocalExecutor(deps, { runner, directory: config.jobsDir, gpus: machine.gpus, toolEnv: config.toolEnv }),
        },
      }
    : {}),
});
const worker = await startWorker({ deps, queue, concurrency: config.concurrency });
const reconciler = await startReconciler(deps);
const clusters = startClusterFollowers(deps);
logger.info({ concurrency: config.concurrency }, "worker ready");
process.send?.("ready");

let isStopping = false;
async function stop(isOrderly: boolean): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  const cut = setTimeout(() => process.exit(1), config.drainTimeoutMs);
  await Promise.all([worker.close(), reconciler.close(), clusters.close()]);
  await executors.close();
  // Without the product its jobs can neither log nor be seen. Whoever crashed comes back, and finds them running.
  if (isOrderly)
    await runner
      .stopAll({ graceMs: config.drainTimeoutMs / 2 })
      .catch((error: unknown) => logger.warn({ err: error }, "a job did not end"));
  announcer.close();
  await queue.close();
  await db.close();
  await stopTracing?.();
  clearTimeout(cut);
  process.exit(0);
}
for (const event of ["SIGINT", "SIGTERM", "disconnect"]) process.once(event, () => void stop(event !== "disconnect"));
