// Prints JSON: bytes a point before and after arrivals are merged, how fast they are merged, and reads of a long history.
// Usage: node bench/metric-compaction.mjs [points of the long history, default 100000]   (Node 24; starts a PostgreSQL of its own)
import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { compactMetrics, createRun, getCurves, getMetricHistory, logBatch } from "../packages/core/src/experiments/index.ts";
import { startEmbedded, stopEmbedded } from "../packages/db/src/embedded.ts";
import { openDatabase } from "../packages/db/src/index.ts";
import { migrate } from "../packages/db/src/migrate.ts";
import { perRole, provision } from "../packages/db/src/provision.ts";

const longHistory = Math.min(Number(process.argv[2] ?? 100_000), 2_000_000);
const pg = createRequire(new URL("../packages/db/package.json", import.meta.url))("pg");
const dir = await mkdtemp(path.join(tmpdir(), "plumbline-bench-"));
const server = await startEmbedded({ dir });
const urls = await provision({ adminUrl: server.superuserUrl("postgres"), database: "bench", passwords: perRole(() => "bench") });
await migrate({ ownerUrl: urls.owner, directory: path.join(import.meta.dirname, "../prisma/migrations") });
const owner = new pg.Client({ connectionString: urls.owner });
await owner.connect();
const db = openDatabase({ appUrl: urls.app, systemUrl: urls.system, retentionUrl: urls.retention });
const log = (fields, message) => console.error(message, fields);
const deps = {
  db,
  storage: undefined,
  logger: { warn: log, error: log, info: () => undefined },
  now: () => new Date(Date.now() + 3_600_000),
  onChange: () => undefined,
  onTasks: () => Promise.resolve(),
};

async function newCaller() {
  const { rows } = await owner.query(
    `WITH w AS (INSERT INTO workspace (name) VALUES ('bench') RETURNING id),
          c AS (INSERT INTO experiment_counter (workspace_id, next_id) SELECT id, 1 FROM w),
          e AS (INSERT INTO experiment (workspace_id, id, name, artifact_location, created_by, creation_time, last_update_time)
                SELECT id, 0, 'Default', 'mlflow-artifacts:/0', 'system', 0, 0 FROM w)
     SELECT id FROM w`,
  );
  return {
    actor: { kind: "user", id: "00000000-0000-4000-8000-000000000000", name: "Bench", via: "session", credentialId: null },
    workspace: { id: rows[0].id, name: "bench" },
    permissions: new Set(["run:read", "run:write", "run:log", "experiment:write"]),
    requestId: "bench",
    address: null,
    userAgent: null,
  };
}
const caller = await newCaller();

const point = (key, step) => ({
  key,
  step,
  timestamp: 1_700_000_000_000 + step * 250 + (step % 3),
  value: Math.exp(-step / 5000) + Math.sin(step * 12.9898 + key.length + (Number.parseInt(key.slice(1), 10) || 0)) / 100,
});

/** Sends requests, so many at once that they share commits. */
async function send(runId, requests) {
  const waiting = requests.values();
  await Promise.all(
    Array.from({ length: 64 }, async () => {
      for (const metrics of waiting) await logBatch(deps, caller, { runId, metrics });
    }),
  );
}

const tables = ["metric_arrival", "metric_bundle", "metric_block"];

/** Of all three tables with their indexes. */
async function bytesPerPoint(points) {
  const { rows } = await owner.query(
    `SELECT ${tables.map((table) => `(SELECT count(*)::int FROM ${table}) AS ${table}`).join(", ")},
       ${tables.map((table) => `pg_total_relation_size('${table}')`).join(" + ")} AS bytes`,
  );
  const [{ bytes, ...counts }] = rows;
  return { rows: counts, bytesPerPoint: Math.round((10 * Number(bytes)) / points) / 10 };
}

async function compact() {
  // Without the wait of half an hour: the clock is an hour ahead.
  const handler = await compactMetrics.handler();
  const started = performance.now();
  await handler({ deps, taskId: "bench", workspaceId: null, signal: AbortSignal.timeout(300_000) }, {});
  return (performance.now() - started) / 1000;
}

/** What is stored takes; the files themselves keep the space of what was merged for the next points. */
const repack = () => owner.query(`VACUUM FULL ANALYZE ${tables.join(", ")}`);

async function measureSpace(name, { points, requests }) {
  await owner.query("TRUNCATE metric_arrival, metric_bundle, metric_block, metric_summary");
  const { runId } = await createRun(deps, caller, { experimentId: "0" });
  await send(runId, requests);
  const before = await bytesPerPoint(points);
  const seconds = await compact();
  await repack();
  return { name, points, before, after: await bytesPerPoint(points), mergedPointsPerSecond: Math.round(points / seconds) };
}

async function median(work) {
  const times = [];
  for (let round = 0; round < 5; round += 1) {
    const started = performance.now();
    await work();
    times.push(performance.now() - started);
  }
  return Math.round(times.sort((left, right) => left - right)[2] * 10) / 10;
}

/** Milliseconds of a page in the middle, and of a whole curve thinned for a chart. */
async function measureReads(runId) {
  const found = {};
  const half = await getMetricHistory(deps, caller, { runId, key: "loss", limit: Math.floor(longHistory / 2) });
  for (const limit of [1000, 25_000]) {
    const page = { runId, key: "loss", limit };
    found[`first page of ${limit}`] = await median(() => getMetricHistory(deps, caller, page));
    found[`middle page of ${limit}`] = await median(() => getMetricHistory(deps, caller, { ...page, cursor: half.nextCursor }));
  }
  found["curve of all"] = await median(() => getCurves(deps, caller, { runIds: [runId], keys: ["loss"] }));
  const startStep = Math.floor(longHistory / 2);
  found["curve of 1000 steps"] = await median(() =>
    getCurves(deps, caller, { runIds: [runId], keys: ["loss"], startStep, endStep: startStep + 999 }),
  );
  return found;
}

try {
  const single = Array.from({ length: 20_000 }, (_, step) => [point("loss", step)]);
  const wide = Array.from({ length: 50 }, (_, step) => Array.from({ length: 1000 }, (_, key) => point(`k${key}`, step)));
  const long = Array.from({ length: Math.ceil(longHistory / 1000) }, (_, batch) =>
    Array.from({ length: 1000 }, (_, step) => point("loss", batch * 1000 + step)),
  );
  const space = [
    await measureSpace("single points of one key", { points: 20_000, requests: single }),
    await measureSpace("1,000 keys x 50 steps", { points: 50_000, requests: wide }),
  ];
  await owner.query("TRUNCATE metric_arrival, metric_bundle, metric_block, metric_summary");
  const { runId } = await createRun(deps, caller, { experimentId: "0" });
  await send(runId, long);
  await owner.query("VACUUM ANALYZE metric_arrival");
  const before = await bytesPerPoint(longHistory);
  const readsBefore = await measureReads(runId);
  const mergedPointsPerSecond = Math.round(longHistory / (await compact()));
  await repack();
  const reads = {
    points: longHistory,
    before,
    after: await bytesPerPoint(longHistory),
    mergedPointsPerSecond,
    msBefore: readsBefore,
    msAfter: await measureReads(runId),
  };
  console.log(JSON.stringify({ space, reads }, null, 1));
} finally {
  await db.close();
  await owner.end();
  await stopEmbedded(dir);
  await rm(dir, { recursive: true, force: true });
}
