// Compares ways to lay out metric points in PostgreSQL, under row-level security and with durable commits.
// Usage: node bench/metric-layout.mjs [seconds per workload, default 5]   (Node 24; starts a PostgreSQL of its own)
import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { decodeMetricBlock, encodeMetricBlock, mergePoints, summarizePoints } from "../packages/core/src/experiments/metric-block.ts";
import { startEmbedded, stopEmbedded } from "../packages/db/src/embedded.ts";

const pg = createRequire(new URL("../packages/db/package.json", import.meta.url))("pg");
const seconds = Number(process.argv[2] ?? 5);
const summaryTable = `CREATE TABLE summary (workspace_id int, run_key bigint, key_id int, count bigint, min float8, max float8, sum float8,
  last_step bigint, last_time bigint, last_value float8, PRIMARY KEY (run_key, key_id)) WITH (fillfactor = 70)`;
const upsertSummary = `INSERT INTO summary AS s SELECT 1, t.* FROM unnest($1::bigint[], $2::int[], $3::bigint[], $4::float8[], $5::float8[], $6::float8[], $7::bigint[], $8::bigint[], $9::float8[]) t
  ORDER BY 1, 2 ON CONFLICT (run_key, key_id) DO UPDATE SET count = s.count + excluded.count, min = LEAST(s.min, excluded.min), max = GREATEST(s.max, excluded.max), sum = s.sum + excluded.sum,
  last_step = GREATEST(s.last_step, excluded.last_step), last_time = excluded.last_time, last_value = excluded.last_value`;

const layouts = {
  block: {
    table: `CREATE TABLE block (workspace_id int, run_key bigint, key_id int, digest bytea, lo_step bigint, hi_step bigint, count int, points bytea, PRIMARY KEY (run_key, key_id, digest));
            ALTER TABLE block ALTER COLUMN points SET STORAGE EXTERNAL`,
    name: "block",
    async write(client, run, series) {
      const blocks = series.map(({ points }) => encodeMetricBlock(points));
      await client.query({
        name: "block",
        text: "INSERT INTO block SELECT 1, $1, t.* FROM unnest($2::int[], $3::bytea[], $4::bigint[], $5::bigint[], $6::int[], $7::bytea[]) t ON CONFLICT DO NOTHING",
        values: [
          run,
          series.map((one) => one.key),
          ...["digest", "loStep", "hiStep", "count", "bytes"].map((field) => blocks.map((block) => block[field])),
        ],
      });
    },
    async read(client, run, key) {
      const { rows } = await client.query("SELECT points FROM block WHERE run_key = $1 AND key_id = $2", [run, key]);
      return mergePoints(rows.map((row) => decodeMetricBlock(row.points))).length;
    },
  },
  row: {
    table:
      "CREATE TABLE point (workspace_id int, run_key bigint, key_id int, step bigint, time bigint, value float8, PRIMARY KEY (run_key, key_id, step, time, value))",
    name: "point",
    async write(client, run, series) {
      const flat = series.flatMap(({ key, points }) => points.map((point) => ({ key, ...point })));
      await client.query({
        name: "point",
        text: "INSERT INTO point SELECT 1, $1, t.* FROM unnest($2::int[], $3::bigint[], $4::bigint[], $5::float8[]) t ON CONFLICT DO NOTHING",
        values: [run, ...["key", "step", "timestamp", "value"].map((field) => flat.map((point) => point[field]))],
      });
    },
    async read(client, run, key) {
      const { rows } = await client.query({
        text: "SELECT step, time, value FROM point WHERE run_key = $1 AND key_id = $2 ORDER BY step, time, value",
        values: [run, key],
        rowMode: "array",
      });
      return rows.length;
    },
  },
};

const workloads = [
  { name: "10 keys x 100 steps, 8 writers", keys: 10, steps: 100, writers: 8 },
  { name: "1,000 keys x 1 step, 8 writers", keys: 1000, steps: 1, writers: 8 },
  { name: "single points, 16 writers", keys: 1, steps: 1, writers: 16 },
];

const seriesOf = ({ keys, steps }, batch) =>
  Array.from({ length: keys }, (_, key) => ({
    key,
    points: Array.from({ length: steps }, (_, offset) => {
      const step = batch * steps + offset;
      return { step, timestamp: 1_700_000_000_000 + step * 37, value: Math.exp(-step / 5000) + Math.sin(step * 12.9898 + key) / 100 };
    }),
  }));

async function transaction(pool, work) {
  const client = await pool.connect();
  try {
    await client.query("BEGIN; SELECT set_config('bench.workspace_id', '1', true)");
    const result = await work(client);
    await client.query("COMMIT");
    return result;
  } finally {
    client.release();
  }
}

async function measureWrites(pool, layout, workload) {
  const end = performance.now() + seconds * 1000;
  let points = 0;
  await Promise.all(
    Array.from({ length: workload.writers }, async (_, writer) => {
      for (let batch = 0; performance.now() < end; batch++) {
        const series = seriesOf(workload, batch);
        const totals = series.map((one) => summarizePoints(one.points));
        await transaction(pool, async (client) => {
          await layout.write(client, writer, series);
          await client.query({
            name: "summary",
            text: upsertSummary,
            values: [
              series.map(() => writer),
              series.map((one) => one.key),
              ...["count", "min", "max", "sum"].map((field) => totals.map((one) => one[field])),
              ...["step", "timestamp", "value"].map((field) => totals.map((one) => one.last[field])),
            ],
          });
        });
        points += workload.keys * workload.steps;
      }
    }),
  );
  return Math.round(points / seconds);
}

async function measureRead(pool, layout) {
  const workload = { keys: 1, steps: 1000 };
  for (let batch = 0; batch < 100; batch++) await transaction(pool, (client) => layout.write(client, 999, seriesOf(workload, batch)));
  const times = [];
  for (let round = 0; round < 7; round++) {
    const started = performance.now();
    const count = await transaction(pool, (client) => layout.read(client, 999, 0));
    if (count !== 100_000) throw new Error(`read ${count} points of 100,000`);
    times.push(performance.now() - started);
  }
  return Math.round(times.sort((a, b) => a - b)[3]);
}

const dir = await mkdtemp(path.join(tmpdir(), "plumbline-bench-"));
const server = await startEmbedded({ dir });
const admin = new pg.Pool({ connectionString: server.superuserUrl("postgres"), max: 1 });
await admin.query("CREATE ROLE bench LOGIN PASSWORD 'bench'; GRANT ALL ON SCHEMA public TO bench");
const address = new URL(server.superuserUrl("postgres"));
[address.username, address.password] = ["bench", "bench"];
const pool = new pg.Pool({ connectionString: address.toString(), max: 16 });
const results = [];
for (const [name, layout] of Object.entries(layouts)) {
  for (const workload of workloads) {
    await admin.query(`DROP TABLE IF EXISTS summary, block, point; ${summaryTable}; ${layout.table}`);
    for (const table of ["summary", layout.name]) {
      await admin.query(`ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY; GRANT ALL ON ${table} TO bench;
        CREATE POLICY tenant ON ${table} USING (workspace_id = current_setting('bench.workspace_id')::int)`);
    }
    const pointsPerSecond = await measureWrites(pool, layout, workload);
    const { rows } = await admin.query(
      `SELECT pg_total_relation_size('${layout.name}') AS bytes, (SELECT sum(count) FROM summary) AS points`,
    );
    results.push({
      layout: name,
      workload: workload.name,
      pointsPerSecond,
      bytesPerPoint: Math.round((10 * Number(rows[0].bytes)) / Number(rows[0].points)) / 10,
    });
  }
  results.push({ layout: name, workload: "read 100,000 points of one key", medianMs: await measureRead(pool, layout) });
}
console.log(JSON.stringify(results, null, 1));
await pool.end();
await admin.end();
await stopEmbedded(dir);
await rm(dir, { recursive: true, force: true });
