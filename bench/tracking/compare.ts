// Measures MLflow's own server on PostgreSQL and Plumbline one after the other, and prints one table with a ratio for each workload.
//   node_modules/.bin/node bench/tracking/compare.ts [--seconds 10] [--runs 1000,10000,200000] [--calls 20] [--points 1000000] [--only batch,single,small,curve,search]
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
import { bytesStored } from "./bytes-stored.ts";
import { peakMemory } from "./memory.ts";
import { faults, type Load, type Measured, table, withTable } from "./report.ts";
import { seedRuns } from "./seed-plumbline.ts";

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "10" },
    runs: { type: "string", default: "1000,10000,200000" },
    calls: { type: "string", default: "20" },
    points: { type: "string", default: "1000000" },
    only: { type: "string", default: "batch,single,small,curve,search" },
    workers: { type: "string", default: "2" },
    database: { type: "string" },
    json: { type: "string" },
    markdown: { type: "string" },
  },
});

const stages = values.only.split(",");

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

interface Subject {
  url: string;
  token?: string;
  /** The process whose family serves, if it was started here. */
  pid?: number | undefined;
  /** Where its tables are, if that is known. */
  database?: string | undefined;
  /** Writes the runs to search into its tables. */
  seed: (database: string) => Promise<void>;
}

async function load(only: string, { url, token }: Subject): Promise<Load> {
  const script = path.join(import.meta.dirname, "load.mjs");
  const passed = (["seconds", "runs", "calls", "points"] as const).flatMap((name) => [`--${name}`, values[name]]);
  const env = { ...process.env, PLUMBLINE_TOKEN: token ?? "" };
  const running = promisify(execFile)(process.execPath, [script, url, ...passed, "--only", only], { env, maxBuffer: 2 ** 24 });
  running.child.stderr?.pipe(process.stderr);
  return JSON.parse((await running).stdout) as Load;
}

/** One stage after the other, with what each adds to the database. */
async function measure(subject: Subject): Promise<Measured> {
  const parts: Load[] = [];
  const stored: Measured["stored"] = {};
  for (const stage of stages) {
    const before = await bytesStored(subject.database);
    if (stage === "search" && subject.database !== undefined) await subject.seed(subject.database);
    parts.push(await load(stage, subject));
    stored[stage] = (await bytesStored(subject.database)) - before;
  }
  const [first] = parts;
  if (first === undefined) throw new Error("--only names no workload");
  const workloads = Object.assign({}, ...parts.map((part) => part.workloads)) as Load["workloads"];
  return { ...first, workloads, stored, memory: peakMemory(subject.pid) };
}

async function seedMlflow(url: string): Promise<void> {
  const { python } = await pythonEnvironment();
  await promisify(execFile)(python, [path.join(import.meta.dirname, "seed_mlflow.py"), url, ...values.runs.split(",")]);
}

/** In the workspace of its first token. */
async function seedPlumbline(url: string): Promise<void> {
  for (const count of values.runs.split(",")) await seedRuns({ url, count: Number(count) });
}

async function measureMlflow(): Promise<Measured> {
  const postgres = await database();
  try {
    const store = postgres.url.replace(/^postgres(ql)?:/, "postgresql+psycopg2:");
    const server = await mlflowServer({ store, workers: Number(values.workers) });
    try {
      return await measure({ ...server, database: postgres.url, seed: seedMlflow });
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
    return await measure({ ...server, database: await databaseIn(server.dataDir), seed: seedPlumbline });
  } finally {
    await server.stop();
  }
}

async function databaseIn(dataDir: string | undefined): Promise<string | undefined> {
  if (dataDir === undefined) return undefined;
  return (await startEmbedded({ dir: path.join(dataDir, "postgres") })).superuserUrl("plumbline");
}

const mlflow = await measureMlflow();
const ours = await measurePlumbline();
const markdown = table({ mlflow, plumbline: ours });
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify({ mlflow, plumbline: ours }, null, 2)}\n`);
if (values.markdown !== undefined) writeFileSync(values.markdown, withTable(readFileSync(values.markdown, "utf8"), markdown));
console.log(markdown);
for (const fault of faults({ mlflow, plumbline: ours })) {
  console.error(fault);
  process.exitCode = 1;
}
