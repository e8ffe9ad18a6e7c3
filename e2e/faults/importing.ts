import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { pythonEnvironment } from "../mlflow/environment.ts";
import type { Server } from "./server.ts";

const checkout = path.resolve(import.meta.dirname, "../..");

interface Filled {
  url: string;
  database: string;
  runs: number;
  requirements?: string;
}

/** One of everything by the client of that release, and so many runs straight into the server's SQLite file. */
export async function fill({ url, database, runs, requirements }: Filled): Promise<void> {
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
