// Prints JSON: bytes a point before and after arrivals are merged, how fast they are merged, and reads of a long history.
// Usage: node bench/metric-compaction.mjs [points of the long history, default 100000]   (Node 24; starts a PostgreSQL of its own)
import { compactMetrics, createRun, getCurves, getMetricHistory, logBatch } from "../packages/core/src/experiments/index.ts";
import { openMetricStage } from "./metric-stage.mjs";

const longHistory = Math.min(Number(process.argv[2] ?? 100_000), 2_000_000);
const { owner, deps, caller, close } = await openMetricStage();

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
  await close();
}
