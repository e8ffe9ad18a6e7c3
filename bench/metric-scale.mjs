// Prints JSON: what a workspace of many runs costs: bytes a point, sizes, writes, merging and reads, before it is filled and after.
// Usage: node bench/metric-scale.mjs [share of 1,000,000 runs with 1,500,000,000 points, default 0.1]   (Node 24; starts a PostgreSQL of its own)
import { wholeRun } from "../packages/core/src/experiments/bundle-shelf.ts";
import { cutIntoBlocks } from "../packages/core/src/experiments/compaction/merge-points.ts";
import { compactMetrics, createRun, getCurves, getMetricHistory, logBatch } from "../packages/core/src/experiments/index.ts";
import { encodeBundle } from "../packages/core/src/experiments/metric-bundle.ts";
import { insertBlocks, insertBundles } from "../packages/core/src/experiments/store/compaction.ts";
import { openMetricStage } from "./metric-stage.mjs";

const share = Number(process.argv[2] ?? 0.1);
/** Of a thousand runs: most are short, some are watched for long. */
const shapes = [
  { name: "short", runs: 900, keys: 10, steps: 1 },
  { name: "middle", runs: 99, keys: 10, steps: 500 },
  { name: "long", runs: 1, keys: 10, steps: 100_000 },
];
const { owner, deps, caller, close } = await openMetricStage();
const { db } = deps;
const workspaceId = caller.workspace.id;

const pointAt = (keyId, step) => ({
  step,
  timestamp: 1_700_000_000_000 + step * 250 + (step % 3),
  value: Math.exp(-step / 5000) + Math.sin(step * 12.9898 + keyId) / 100,
});
const metricsOf = (from, steps) =>
  Array.from({ length: 10 }, (_, key) =>
    Array.from({ length: steps }, (_one, step) => ({ key: `m${key}`, ...pointAt(key, from + step) })),
  ).flat();

async function timed(work) {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

async function median(work, rounds = 15) {
  const times = [];
  for (let round = 0; round < rounds; round += 1) times.push(await timed(work));
  return Math.round(times.sort((left, right) => left - right)[Math.floor(rounds / 2)] * 10) / 10;
}

async function compact() {
  const handler = await compactMetrics.handler();
  return timed(() => handler({ deps, taskId: "bench", workspaceId: null, signal: AbortSignal.timeout(300_000) }, {}));
}

/** New runs are written to and merged; curves and pages of a run are read. */
async function measure(readRun) {
  const runIds = await Promise.all(Array.from({ length: 8 }, async () => (await createRun(deps, caller, { experimentId: "0" })).runId));
  const requests = 50;
  const writing = await timed(() =>
    Promise.all(
      runIds.map(async (runId) => {
        for (let request = 0; request < requests; request += 1)
          await logBatch(deps, caller, { runId, metrics: metricsOf(request * 100, 100) });
      }),
    ),
  );
  const points = runIds.length * requests * 1000;
  const unmerged = await median(() => getCurves(deps, caller, { runIds: [runIds[0]], keys: ["m3"] }));
  const merging = await compact();
  const runId = readRun ?? runIds[0];
  return {
    pointsWrittenPerSecond: Math.round((1000 * points) / writing),
    pointsMergedPerSecond: Math.round((1000 * points) / merging),
    msCurveNotMerged: unmerged,
    msCurve: await median(() => getCurves(deps, caller, { runIds: [runId], keys: ["m3"] })),
    msPageOf1000: await median(() => getMetricHistory(deps, caller, { runId, key: "m3", limit: 1000 })),
  };
}

/** One run of each shape, packed once: what differs between runs is where it is stored. */
async function packShapes() {
  const named = await owner.query("SELECT id, name FROM metric_key WHERE workspace_id = $1 ORDER BY id", [workspaceId]);
  const keyIds = named.rows.map((row) => row.id);
  return shapes.map((shape) => {
    const series = keyIds.map((keyId) => ({ keyId, points: Array.from({ length: shape.steps }, (_, step) => pointAt(keyId, step)) }));
    const isLong = shape.steps > 2048;
    return {
      ...shape,
      bundles: isLong ? [] : [{ shelf: wholeRun, bundle: encodeBundle(series) }],
      blocks: isLong ? series.flatMap(({ keyId, points }) => cutIntoBlocks(points).map((block) => ({ keyId, ...block }))) : [],
    };
  });
}

/** The points of a thousand runs. */
async function storeRuns(tx, runKeys, packed) {
  await tx.execute("SET LOCAL synchronous_commit = off");
  let at = 0;
  for (const shape of packed) {
    for (const some of chunks(runKeys.slice(at, at + shape.runs), 100)) await storeShape(tx, some, shape);
    at += shape.runs;
  }
}

async function storeShape(tx, runKeys, { bundles, blocks }) {
  const of = (parts) => runKeys.flatMap((runKey) => parts.map((one) => ({ workspaceId, runKey, ...one })));
  if (bundles.length > 0) await insertBundles(tx, of(bundles));
  for (const some of chunks(of(blocks), 100)) await insertBlocks(tx, some);
}

async function fill() {
  const packed = await packShapes();
  const thousands = Math.round(1000 * share);
  for (let thousand = 0; thousand < thousands; thousand += 1) {
    const inserted = await owner.query(
      `INSERT INTO run (workspace_id, run_id, experiment_id, name, status, user_id, created_by, start_time, artifact_uri)
       SELECT $1, 'scale-' || $2::int || '-' || n, 0, 'r', 'FINISHED', 'bench', 'bench', n, '' FROM generate_series(1, 1000) AS n RETURNING key`,
      [workspaceId, thousand],
    );
    const runKeys = inserted.rows.map((row) => Number(row.key));
    await db.transaction({ role: "retention" }, (tx) => storeRuns(tx, runKeys, packed));
    if (thousand % 10 === 9) console.error(`${thousand + 1} of ${thousands} thousand runs`);
  }
  const points = thousands * shapes.reduce((sum, { runs, keys, steps }) => sum + runs * keys * steps, 0);
  const ofRuns = thousands * 1000;
  return { points, runs: ofRuns, longRun: `scale-${thousands - 1}-1000` };
}

const chunks = (list, size) =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, index) => list.slice(index * size, (index + 1) * size));

async function sizes() {
  const found = await owner.query(
    `SELECT relname, pg_total_relation_size(oid) AS total, pg_indexes_size(oid) AS indexes, pg_total_relation_size(NULLIF(reltoastrelid, 0)) AS packed
     FROM pg_class WHERE relname IN ('metric_arrival', 'metric_bundle', 'metric_block') ORDER BY relname`,
  );
  return Object.fromEntries(
    found.rows.map(({ relname, ...row }) => [relname, Object.fromEntries(Object.entries(row).map(([k, v]) => [k, Number(v)]))]),
  );
}

try {
  const empty = await measure();
  const before = await sizes();
  const started = performance.now();
  const done = await fill();
  const filled = { ...done, pointsLoadedPerSecond: Math.round((1000 * done.points) / (performance.now() - started)) };
  const vacuum = await timed(() => owner.query("VACUUM ANALYZE metric_bundle, metric_block, metric_arrival"));
  const after = await sizes();
  const total = (of) => Object.values(of).reduce((sum, one) => sum + one.total, 0);
  const bytesPerPoint = Math.round((100 * (total(after) - total(before))) / filled.points) / 100;
  console.log(
    JSON.stringify(
      { filled, bytesPerPoint, sizes: after, secondsToVacuum: Math.round(vacuum / 100) / 10, empty, full: await measure(filled.longRun) },
      null,
      1,
    ),
  );
} finally {
  await close();
}
