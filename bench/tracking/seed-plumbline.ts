// Puts the runs that load.mjs searches straight into Plumbline's tables, and lets them settle as the worker does.
// Same names and values as load.mjs writes through the API.
import { setTimeout as delay } from "node:timers/promises";
import { wholeRun } from "../../packages/core/src/experiments/bundle-shelf.ts";
import { settleRuns } from "../../packages/core/src/experiments/index.ts";
import { encodeBundle } from "../../packages/core/src/experiments/metric-bundle.ts";
import { insertBundles } from "../../packages/core/src/experiments/store/compaction.ts";
import { type Database, openDatabase } from "../../packages/db/src/index.ts";
import { type Client, withClient } from "./postgres.ts";

const start = 1_760_000_000_000;
/** Runs of one statement. */
const chunk = 20_000;

const runs = `INSERT INTO run (workspace_id, run_id, experiment_id, name, status, user_id, created_by, start_time, end_time, artifact_uri)
  SELECT $1::int, id, $2::int, 'r' || i, 'FINISHED', 'bench', 'bench', ${start} + i * 1000, ${start} + i * 1000 + 60000, 'mlflow-artifacts:/' || $2::int || '/' || id || '/artifacts'
  FROM generate_series($4::bigint, $5::bigint) AS i, LATERAL (SELECT md5('bench ' || $3::int || ' ' || i) AS id) AS named`;
const made = `FROM generate_series($4::bigint, $5::bigint) AS i JOIN run r ON r.workspace_id = $1::int AND r.run_id = md5('bench ' || $3::int || ' ' || i) AND r.experiment_id = $2::int`;
const parts = [
  `INSERT INTO hot_run (workspace_id, experiment_id, run_key, settling_at) SELECT $1::int, $2::int, r.key, to_timestamp(0) ${made}`,
  `INSERT INTO metric_summary (workspace_id, run_key, key_id, count, numeric_count, min, max, sum,
     first_step, first_time, first_value, last_step, last_time, last_value)
   SELECT $1::int, r.key, n.id, 1, 1, v, v, v, 0, r.start_time + 500, v, 0, r.start_time + 500, v ${made}, generate_series(0, 9) AS k
   JOIN metric_key n ON n.workspace_id = $1 AND n.name = 'm' || k,
   LATERAL (SELECT ((i * 7919 + k * 104729) % 1000003)::float8 / 1000003 AS v) AS valued`,
  `INSERT INTO run_param (workspace_id, run_key, key, value)
   SELECT $1::int, r.key, 'p' || k, 'v' || (i * 31 + k * 17) % 20 ${made}, generate_series(0, 9) AS k`,
  `INSERT INTO run_tag (workspace_id, run_key, key, value) SELECT $1::int, r.key, 't' || k, 'x' || (i + k) % 7 ${made}, generate_series(0, 4) AS k`,
  `INSERT INTO run_tag (workspace_id, run_key, key, value) SELECT $1::int, r.key, k, CASE k WHEN 'mlflow.runName' THEN r.name ELSE 'bench' END
   ${made}, unnest(ARRAY['mlflow.user', 'mlflow.source.name', 'mlflow.source.type', 'mlflow.runName']) AS k`,
];
const filled = ["run", "hot_run", "metric_key", "metric_summary", "metric_bundle", "run_param", "run_tag", "ranked_number", "ranked_text"];

/** In the first workspace, an experiment `bench search COUNT` of so many ended runs with 10 metrics, 10 params and 9 tags each. The role is past row-level security. */
export async function seedRuns({ url, count }: { url: string; count: number }): Promise<void> {
  const db = openDatabase({ appUrl: url, systemUrl: url, retentionUrl: url });
  try {
    await withClient(url, (client) => seed(client, db, count));
  } finally {
    await db.close();
  }
}

async function seed(client: Client, db: Database, count: number): Promise<void> {
  const { rows } = await client.query("SELECT min(id) AS id FROM workspace");
  const workspaceId = rows[0]?.id ?? 0;
  const experimentId = await newExperiment(client, workspaceId, `bench search ${count}`);
  await client.query(
    `INSERT INTO metric_key (workspace_id, name) SELECT $1, 'm' || k FROM generate_series(0, 9) AS k ON CONFLICT DO NOTHING`,
    [workspaceId],
  );
  for (let first = 0; first < count; first += chunk) {
    const values = [workspaceId, experimentId, count, first, Math.min(first + chunk, count) - 1];
    for (const sql of [runs, ...parts]) await client.query(sql, values);
    await addPoints(db, { workspaceId, experimentId, since: start + first * 1000 });
  }
  // A worker that runs beside may be settling them, and then nobody else does.
  do await settle(db);
  while (await isAnyHot(client, experimentId));
  // As autovacuum does soon after.
  for (const table of filled) await client.query(`VACUUM ANALYZE ${table}`);
}

const summaries = `SELECT m.run_key AS "runKey", json_agg(json_build_array(m.key_id, m.last_time, m.last_value) ORDER BY m.key_id) AS points
  FROM run r JOIN metric_summary m ON m.run_key = r.key WHERE r.workspace_id = $1 AND r.experiment_id = $2 AND r.start_time >= $3 GROUP BY 1`;

/** The points of runs that began since then, as they lie when they have been merged. */
async function addPoints(db: Database, of: { workspaceId: number; experimentId: number; since: number }): Promise<void> {
  await db.transaction({ role: "retention" }, async (tx) => {
    const values = [of.workspaceId, of.experimentId, of.since];
    const rows = await tx.rows<{ runKey: number; points: [keyId: number, timestamp: number, value: number][] }>(summaries, values);
    const bundles = rows.map(({ runKey, points }) => {
      const series = points.map(([keyId, timestamp, value]) => ({ keyId, points: [{ step: 0, timestamp, value }] }));
      return { workspaceId: of.workspaceId, runKey, shelf: wholeRun, bundle: encodeBundle(series) };
    });
    await insertBundles(tx, bundles);
  });
}

async function isAnyHot(client: Client, experimentId: number): Promise<boolean> {
  const { rows } = await client.query("SELECT FROM hot_run WHERE experiment_id = $1 LIMIT 1", [experimentId]);
  if (rows.length > 0) await delay(200);
  return rows.length > 0;
}

async function newExperiment(client: Client, workspaceId: number, name: string): Promise<number> {
  const { rows } = await client.query(
    `WITH number AS (UPDATE experiment_counter SET next_id = next_id + 1 WHERE workspace_id = $1 RETURNING next_id - 1 AS id)
     INSERT INTO experiment (workspace_id, id, name, artifact_location, created_by, creation_time, last_update_time)
     SELECT $1, id, $2, 'mlflow-artifacts:/' || id, 'bench', ${start}, ${start} FROM number RETURNING id`,
    [workspaceId, name],
  );
  return rows[0]?.id ?? 0;
}

async function settle(db: Database): Promise<void> {
  const handler = await settleRuns.handler();
  // All that settling asks for.
  const deps = { db, now: () => new Date() } as Parameters<typeof handler>[0]["deps"];
  await handler({ deps, taskId: "bench", workspaceId: null, signal: AbortSignal.timeout(600_000) }, {});
}
