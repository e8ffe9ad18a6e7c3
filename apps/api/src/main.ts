import path from "node:path";
import { loadApiConfig } from "@plumbline/config";
import { flushUses } from "@plumbline/core/access";
import { ensureStarters } from "@plumbline/core/approvals";
import { createAnnouncer, openChangeFeed } from "@plumbline/core/changes";
import { configureClusters } from "@plumbline/core/clusters";
import { ensureRuntimes } from "@plumbline/core/jobs";
import { carryTasks, type Deps } from "@plumbline/core/kernel";
import { openDatabase } from "@plumbline/db";
import { openOutbound } from "@plumbline/outbound";
import { openTaskQueue } from "@plumbline/queue";
import { openBlobStore } from "@plumbline/storage";
import { startTracing } from "@plumbline/tracing";
import { buildApp } from "./app.ts";
import { createAuthenticator } from "./authentication/authenticator.ts";
import { clientAddressOf } from "./authentication/client-address.ts";
import { createLogger } from "./logger.ts";

const config = loadApiConfig(process.env);
const logger = createLogger(config.logLevel);
const stopTracing =
  config.tracing &&
  (await startTracing({
    service: "plumbline-api",
    ...config.tracing,
    onError: (reason) => logger.warn({ reason }, "spans could not be sent"),
  }));
const db = openDatabase({
  appUrl: config.database.appUrl,
  systemUrl: config.database.systemUrl,
  poolSize: config.database.appPoolSize,
  systemPoolSize: config.database.systemPoolSize,
  connectTimeoutMs: config.database.connectTimeoutMs,
  statementTimeoutMs: config.database.statementTimeoutMs,
  onIdleError: (error) => logger.warn({ err: error }, "a database connection was lost"),
});
const queue = await openTaskQueue({ databaseUrl: config.database.systemUrl, redisUrl: config.redisUrl });
const feed = await openChangeFeed(db, logger);
const announcer = createAnnouncer(db);
const deps: Deps = {
  db,
  storage: await openBlobStore(config.storage),
  logger,
  secretKeys: config.secretKeys,
  outbound: openOutbound(config),
  publicUrl: config.publicUrl,
  now: () => new Date(),
  onChange: () => {
    feed.hint();
    announcer.announce();
  },
  onTasks: carryTasks(queue, logger),
};
configureClusters(deps, { internalUrl: config.internalUrl });
await ensureStarters(deps);
await ensureRuntimes(deps);
let isStopping = false;
const app = await buildApp({
  deps,
  feed,
  authenticate: createAuthenticator({ deps, config }),
  rateLimits: config.rateLimits,
  bodyLimitBytes: config.bodyLimitBytes,
  artifactLimitBytes: config.artifactLimitBytes,
  publicUrl: config.publicUrl,
  // Neither a request that waits for the slowest statement has stalled, nor a stream between two heartbeats.
  stallTimeoutMs: Math.max(60_000, 4 * config.database.statementTimeoutMs),
  isStopping: () => isStopping,
  portal: {
    webOrigin: config.webOrigin,
    publicUrl: config.publicUrl,
    secret: config.secret,
    filesDirectory: path.join(import.meta.dirname, "../../web/.next/static"),
    clientAddressOf: (request) => clientAddressOf(request, config),
  },
});
await app.listen({ host: config.host, port: config.port });
logger.info({ host: config.host, port: config.port }, "api listening");
process.send?.("ready");

/** Answers what was begun, then lets go of everything, in the order opposite to opening. */
async function stop(): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  const cut = setTimeout(() => process.exit(1), config.drainTimeoutMs);
  await app.close();
  await feed.close();
  announcer.close();
  await flushUses(deps);
  await queue.close();
  await db.close();
  await stopTracing?.();
  clearTimeout(cut);
  process.exit(0);
}
for (const event of ["SIGINT", "SIGTERM", "disconnect"]) process.once(event, () => void stop());
