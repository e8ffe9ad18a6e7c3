// Measures MLflow's own server on PostgreSQL and Plumbline one after the other, and prints one table with a ratio for each workload.
//   node_modules/.bin/node bench/tracking/compare.ts [--seconds 10] [--runs 1000,10000] [--calls 20] [--points 1000000] [--only batch,single,small,curve,search]
//     [--workers 2] [--database postgresql://...]   an empty database for MLflow; by default one on the PostgreSQL that Plumbline embeds
//     [--json FILE] [--markdown FILE]   the table goes between the two marks of that file
// PLUMBLINE_URL and PLUMBLINE_TOKEN name a Plumbline that runs already; by default one is started with new data.
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs, promisify } from "node:util";
import { pythonEnvironment } from "../../e2e/mlflow/environment.ts";
import { mlflowServer } from "../../e2e/mlflow/mlflow-server.ts";
import { plumbline } from "../../e2e/mlflow/plumbline.ts";
import { startEmbedded, stopEmbedded } from "../../packages/db/src/embedded.ts";
import { type Measured, table, withTable } from "./report.ts";
import { seedRuns } from "./seed-plumbline.ts";

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "10" },
    runs: { type: "string", default: "1000,10000" },
    calls: { type: "string", default: "20" },
    points: { type: "string", default: "1000000" },
    only: { type: "string", default: "batch,single,small,curve,search" },
    workers: { type: "string", default: "2" },
    database: { type: "string" },
    json: { type: "string" },
    markdown: { type: "string" },
  },
});

interface Database {
  url: string;
  stop: () => Promise<void>;
}

/** MLflow gets the same PostgreSQL, with the same settings, as Plumbline embeds. */
async function database(): Promise<Database> {
  if (values.database !== undefined) return { url: values.database, stop: () => Promise.resolve() };
  const dir = mkdtempSync(path.join(os.tmpdir(), "bench-postgres-"));
  const server = await startEmbedded({ dir });
  const stop = async () => {
    await stopEmbedded(dir);
    rmSync(dir, { recursive: true, force: true });
  };
  return { url: server.superuserUrl("postgres"), stop };
}

async function load(url: string, token?: string): Promise<Measured> {
  const script = path.join(import.meta.dirname, "load.mjs");
  const passed = (["seconds", "runs", "calls", "points", "only"] as const).flatMap((name) => [`--${name}`, values[name]]);
  const env = { ...process.env, PLUMBLINE_TOKEN: token ?? "" };
  const running = promisify(execFile)(process.execPath, [script, url, ...passed], { env, maxBuffer: 2 ** 24 });
  running.child.stderr?.pipe(process.stderr);
  return JSON.parse((await running).stdout) as Measured;
}

async function seed(url: string): Promise<void> {
  const { python } = await pythonEnvironment();
  await promisify(execFile)(python, [path.join(import.meta.dirname, "seed_mlflow.py"), url, ...values.runs.split(",")]);
}

async function measureMlflow(): Promise<Measured> {
  const postgres = await database();
  try {
    const store = postgres.url.replace(/^postgres(ql)?:/, "postgresql+psycopg2:");
    const server = await mlflowServer({ store, workers: Number(values.workers) });
    try {
      if (values.only.includes("search")) await seed(postgres.url);
      return await load(server.url);
    } finally {
      await server.stop();
    }
  } finally {
    await postgres.stop();
  }
}

async function measurePlumbline(): Promise<Measured> {
  const server = await plumbline();
  try {
    if (values.only.includes("search") && server.dataDir !== undefined) await seedOurs(server.dataDir);
    return await load(server.url, server.token);
  } finally {
    await server.stop();
  }
}

/** Into the database of the running product, in the workspace of its first token. */
async function seedOurs(dataDir: string): Promise<void> {
  const url = (await startEmbedded({ dir: path.join(dataDir, "postgres") })).superuserUrl("plumbline");
  for (const count of values.runs.split(",")) await seedRuns({ url, count: Number(count) });
}

const mlflow = await measureMlflow();
const ours = await measurePlumbline();
const markdown = table({ mlflow, plumbline: ours });
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify({ mlflow, plumbline: ours }, null, 2)}\n`);
if (values.markdown !== undefined) writeFileSync(values.markdown, withTable(readFileSync(values.markdown, "utf8"), markdown));
console.log(markdown);
