import { type ChildProcess, execFile, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";

const run = promisify(execFile);
const checkout = path.resolve(import.meta.dirname, "../..");
const startTimeoutMs = 180_000;

/** A Plumbline of a suite's own, whose processes may be killed. */
export interface Product {
  readonly url: string;
  readonly token: string;
  readonly dataDir: string;
  /** Process id of one of its processes now. */
  readonly pidOf: (name: "api" | "worker" | "web" | "postmaster") => number;
  readonly stop: () => Promise<void>;
}

/** Asks again and again until the answer is yes. */
export async function eventually(what: string, isSo: () => boolean | Promise<boolean>, timeoutMs = 60_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`${what}: not within ${timeoutMs / 1000} s`);
    await delay(50);
  }
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  await new Promise((resolve) => {
    server.close(resolve);
  });
  return typeof address === "object" && address ? address.port : 0;
}

/** Starts the product as `npm start` does, with new data and the variables of `env`. */
export async function startProduct(env: Record<string, string> = {}): Promise<Product> {
  const dataDir = mkdtempSync(path.join(tmpdir(), "plumbline-faults-"));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const program = path.join(checkout, "tooling/start.mjs");
  const child = spawn(process.execPath, [program, "--port", String(port), "--data", dataDir], {
    env: { ...process.env, LOG_LEVEL: "warn", ...env },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const stop = async () => {
    await ended(child);
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    await eventually("the product is ready", () => isReady(url, child), startTimeoutMs);
    const args = [path.join(checkout, "tooling/plumb.mjs"), "tokens", "create", "--local", "--data", dataDir, "--name", "faults"];
    const { stdout } = await run(process.execPath, args);
    return { url, token: stdout.trim(), dataDir, pidOf: (name) => pidIn(dataDir, name), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function isReady(url: string, child: ChildProcess): Promise<boolean> {
  if (child.exitCode !== null) throw new Error(`the product ended with status ${child.exitCode}`);
  const response = await fetch(`${url}/health/ready`).catch(() => undefined);
  return response?.ok ?? false;
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = new Promise((resolve) => {
    child.once("close", resolve);
  });
  child.kill("SIGINT");
  await closed;
}

function pidIn(dataDir: string, name: string): number {
  if (name === "postmaster") return Number(readFileSync(path.join(dataDir, "postgres/cluster/postmaster.pid"), "utf8").split("\n")[0]);
  const { processes } = JSON.parse(readFileSync(path.join(dataDir, "supervisor.json"), "utf8")) as {
    processes: { pid: number; mark: string }[];
  };
  return processes.find(({ mark }) => mark.includes(`apps/${name}/`))?.pid ?? 0;
}
