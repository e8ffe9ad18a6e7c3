import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { pythonEnvironment } from "../mlflow/environment.ts";
import { mlflowServer, type RunningServer } from "../mlflow/mlflow-server.ts";
import { type Server, startServer } from "./server.ts";
import type { Worker } from "./worker-process.ts";

const checkout = path.resolve(import.meta.dirname, "../..");

/** An MLflow server with runs, and a product that may read it. */
export interface Importing {
  readonly server: Server;
  readonly worker: Worker;
  readonly mlflow: RunningServer;
  readonly close: () => Promise<void>;
}

interface Source {
  /** Runs beside one of everything. */
  runs: number;
  /** The pinned packages of another release of MLflow; by default the newest. */
  requirements?: string;
}

/** Starts both; what was started is stopped where the rest cannot be. */
export async function openImporting(source: Source): Promise<Importing> {
  const home = mkdtempSync(path.join(tmpdir(), "plumbline-import-"));
  const opened: (() => Promise<unknown>)[] = [async () => rmSync(home, { recursive: true, force: true })];
  const close = async () => {
    for (const end of opened.toReversed()) await end();
  };
  try {
    const server = await startServer({ variables: { IMPORT_ALLOWED_HOSTS: "127.0.0.1" } });
    opened.push(server.stop);
    const worker = server.openWorker();
    opened.push(worker.terminate);
    await worker.start();
    const database = path.join(home, "mlflow.db");
    const mlflow = await mlflowServer({ store: `sqlite:///${database}`, ...source });
    opened.push(mlflow.stop);
    await fill({ url: mlflow.url, database, ...source });
    return { server, worker, mlflow, close };
  } catch (error) {
    await close();
    throw error;
  }
}

interface Filled extends Source {
  url: string;
  database: string;
}

/** One of everything by the client of that release, and so many runs straight into the server's SQLite file. */
async function fill({ url, database, runs, requirements }: Filled): Promise<void> {
  const { python } = await pythonEnvironment(requirements);
  const script = path.join(checkout, "e2e/mlflow/import/fill.py");
  const env = { ...process.env, MLFLOW_DISABLE_TELEMETRY: "true", GIT_PYTHON_REFRESH: "quiet" };
  await promisify(execFile)(python, [script, url, database, String(runs)], { env });
}

/** `plumb` as a person types it: its status, and what it printed. */
export async function plumb(server: Server, args: string[]): Promise<{ status: number; printed: string; said: string }> {
  const given = [path.join(checkout, "apps/cli/src/main.ts"), ...args, "--url", server.url, "--token", server.token];
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, given, { cwd: checkout, maxBuffer: 64 * 2 ** 20 });
    return { status: 0, printed: stdout, said: stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { status: code, printed: stdout, said: stderr };
  }
}
