import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { freePort } from "../../packages/db/src/free-port.ts";
import { pythonEnvironment } from "./environment.ts";

export interface RunningServer {
  url: string;
  /** The process whose family serves, if it was started here. */
  pid?: number | undefined;
  stop: () => Promise<void>;
}

export interface MlflowOptions {
  /** Serve workspaces, as Plumbline does. */
  workspaces?: boolean;
  /** An SQLAlchemy address; by default a new SQLite file. */
  store?: string;
  workers?: number;
  /** The pinned packages of another release; by default the newest. */
  requirements?: string;
}

const startTimeoutMs = 300_000;

/** Starts MLflow's own server from the pinned package, on a loopback port and in a folder of its own. */
export async function mlflowServer({ workspaces = false, store, workers = 1, requirements }: MlflowOptions = {}): Promise<RunningServer> {
  const { bin } = await pythonEnvironment(requirements);
  const home = mkdtempSync(path.join(os.tmpdir(), "mlflow-server-"));
  const port = await freePort();
  const log = path.join(home, "server.log");
  const args = [
    "server",
    "--backend-store-uri",
    store ?? `sqlite:///${home}/mlflow.db`,
    "--artifacts-destination",
    path.join(home, "artifacts"),
  ];
  args.push("--host", "127.0.0.1", "--port", String(port), "--workers", String(workers));
  if (workspaces) args.push("--enable-workspaces");
  const output = openSync(log, "a");
  const env = { ...process.env, PATH: `${bin}:${process.env.PATH}`, MLFLOW_DISABLE_TELEMETRY: "true" };
  // Its own process group: the launcher does not take its workers and job runners with it.
  const child = spawn(path.join(bin, "mlflow"), args, { cwd: home, env, stdio: ["ignore", output, output], detached: true });
  const forget = endWithMe(child, home);
  const stop = async () => {
    await stopGroup(child);
    rmSync(home, { recursive: true, force: true });
    forget();
  };
  try {
    await answering({ url: `http://127.0.0.1:${port}/health`, child, log });
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: `http://127.0.0.1:${port}`, pid: child.pid, stop };
}

/** A suite that is interrupted takes the server with it, which would live on in its own process group. Returns how to undo that. */
function endWithMe(child: ChildProcess, home: string): () => void {
  const leave = () => process.exit(1);
  const end = () => {
    if (child.pid !== undefined) signal(child.pid, "SIGKILL");
    rmSync(home, { recursive: true, force: true });
  };
  process.on("exit", end);
  for (const name of ["SIGINT", "SIGTERM"]) process.on(name, leave);
  return () => {
    process.off("exit", end);
    for (const name of ["SIGINT", "SIGTERM"]) process.off(name, leave);
  };
}

/** Waits until the address answers 200; throws with the log's end when the process dies or time runs out. */
export async function answering({ url, child, log }: { url: string; child: ChildProcess; log: string }): Promise<void> {
  const deadline = Date.now() + startTimeoutMs;
  while (
    !(await fetch(url).then(
      (answer) => answer.ok,
      () => false,
    ))
  ) {
    if (child.exitCode !== null || Date.now() > deadline) {
      throw new Error(`${url} never answered. Its log ends:\n${readFileSync(log, "utf8").slice(-2000)}`);
    }
    await delay(100);
  }
}

/** Asks the process group to end, then insists. */
async function stopGroup(child: ChildProcess): Promise<void> {
  if (child.pid === undefined) return;
  const ended = child.exitCode === null ? new Promise<void>((resolve) => child.once("exit", () => resolve())) : Promise.resolve();
  signal(child.pid, "SIGTERM");
  await Promise.race([ended, delay(15_000, undefined, { ref: false })]);
  signal(child.pid, "SIGKILL");
}

function signal(group: number, name: NodeJS.Signals): void {
  try {
    process.kill(-group, name);
  } catch {
    // Nobody is left in it.
  }
}
