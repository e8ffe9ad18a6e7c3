// Prints JSON: what a look of the reconciler at many waiting jobs costs, in time, transactions and memory.
// Usage: node bench/job-reconciler.mjs [jobs, default 2000] [looks, default 100]
// (Node 24; starts a PostgreSQL of its own)
import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { configureJobs } from "../packages/core/src/jobs/configuration.ts";
import { listUnfinished, reconcile } from "../packages/core/src/jobs/reconciler/reconcile.ts";
import { ensureLocalPools } from "../packages/core/src/quotas/index.ts";
import { startEmbedded, stopEmbedded } from "../packages/db/src/embedded.ts";
import { openDatabase } from "../packages/db/src/index.ts";
import { migrate } from "../packages/db/src/migrate.ts";
import { perRole, provision } from "../packages/db/src/provision.ts";

const [jobs, looks] = [Number(process.argv[2] ?? 2000), Number(process.argv[3] ?? 100)];
const workspaces = 20;
const pg = createRequire(new URL("../packages/db/package.json", import.meta.url))("pg");
const dir = await mkdtemp(path.join(tmpdir(), "plumbline-bench-"));
const server = await startEmbedded({ dir: path.join(dir, "database") });
const urls = await provision({ adminUrl: server.superuserUrl("postgres"), database: "bench", passwords: perRole(() => "bench") });
await migrate({ ownerUrl: urls.owner, directory: path.join(import.meta.dirname, "../prisma/migrations") });
const owner = new pg.Client({ connectionString: urls.owner });
await owner.connect();
const opened = openDatabase({ appUrl: urls.app, systemUrl: urls.system });
const counted = { transactions: 0 };
const deps = {
  db: {
    ...opened,
    transaction: (scope, work) => {
      counted.transactions++;
      return opened.transaction(scope, work);
    },
  },
  logger: { warn: console.error, error: console.error, info: () => undefined },
  now: () => new Date(),
  onChange: () => undefined,
  onTasks: async () => undefined,
};
const cores = 64;
const executor = { kind: "local", observe: async () => ({ state: "inputs" }), start: async () => undefined, list: async () => [] };
configureJobs(deps, { internalUrl: "http://bench", local: { executor, machine: { cores, gpus: 0 } } });
await ensureLocalPools(deps, { cores, gpus: 0 });

const retries = { userFailure: 0, outOfMemory: 0, infrastructure: 3, preempted: 10, backoffSeconds: 10 };
const spec = JSON.stringify({
  name: "train",
  command: ["python", "train.py"],
  retries,
  resources: { cpu: 32 },
  env: { NOTE: "x".repeat(2000) },
});
const resolved = JSON.stringify({ runtime: null, image: null, source: { kind: "none", digest: null, sizeBytes: null }, inputs: [] });
const [{ id: pool }] = (await owner.query("SELECT id FROM pool")).rows;
for (let at = 0; at < workspaces; at++) {
  const [{ id }] = (await owner.query("INSERT INTO workspace (name) VALUES ($1) RETURNING id", [`bench-${at}`])).rows;
  await owner.query(
    `WITH made AS (
       INSERT INTO job (id, workspace_id, number, name, kind, executor, pool_id, spec, resolved, nodes, cpu, memory_bytes, gpus, priority, time_limit_seconds,
         submitted_by, submitted_by_kind, submitted_at)
       SELECT gen_random_uuid(), $1, n, 'train', 'training', 'local', $2, $3, $4, 1, 32, 1, 0, 'normal', 3600, $5, 'user', now() FROM generate_series(1, $6::int) n
       RETURNING id, number
     ), tries AS (
       INSERT INTO job_attempt (workspace_id, job_id, number, nodes, queued_at) SELECT $1, id, 1, '{}', now() FROM made
     )
     INSERT INTO claim (id, workspace_id, pool_id, holder_kind, holder_id, turn, number, title, owner_id, amount, priority, time_limit_seconds, alike_key, queued_at, ranked_at)
     SELECT gen_random_uuid(), $1, $2, 'job', id, 1, number, 'train', $5, 32, 'normal', 3600, 'train', now(), now() FROM made`,
    [id, pool, spec, resolved, randomUUID(), jobs / workspaces],
  );
}
await owner.query("ANALYZE");

const signal = new AbortController().signal;
// In bits, as the worker does it.
const batch = 50;
async function look() {
  const all = await listUnfinished(deps);
  for (let from = 0; from < all.length; from += batch)
    await reconcile(deps, { jobIds: all.slice(from, from + batch), isPart: from + batch < all.length, signal, onDue: () => undefined });
}
// What is still held after everything that could be freed was.
setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc");
const megabytes = () => {
  collect();
  const { rss, heapUsed } = process.memoryUsage();
  return { held: Math.round(heapUsed / 2 ** 20), resident: Math.round(rss / 2 ** 20) };
};
for (let warm = 0; warm < 5; warm++) await look();
counted.transactions = 0;
const times = [];
const memory = [megabytes()];
for (let index = 1; index <= looks; index++) {
  const begun = performance.now();
  await look();
  times.push(performance.now() - begun);
  if (index % Math.ceil(looks / 4) === 0) memory.push(megabytes());
}
times.sort((left, right) => left - right);
const at = (share) => Math.round(times[Math.min(times.length - 1, Math.floor(times.length * share))]);
console.log(
  JSON.stringify({
    jobs,
    workspaces,
    looks,
    milliseconds: { median: at(0.5), p95: at(0.95), most: at(1) },
    transactionsALook: counted.transactions / looks,
    megabytes: memory,
  }),
);
await opened.close();
await owner.end();
await stopEmbedded(path.join(dir, "database"));
await rm(dir, { recursive: true, force: true });
