import { type ChildProcess, execFile, spawn } from "node:child_process";
import { mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { freePort } from "../../packages/db/src/free-port.ts";
import { answering, type RunningServer } from "./mlflow-server.ts";
import { tokenOfSecondWorkspace } from "./second-workspace.ts";

export interface Plumbline extends RunningServer {
  token: string;
  /** Where it keeps its data, if it was started here. */
  dataDir?: string;
  /** A token of another workspace. */
  otherToken: () => Promise<string>;
}

const root = path.resolve(import.meta.dirname, "../..");

/** What was not started here is not stopped here. */
export const leaveRunning = (): Promise<void> => Promise.resolve();

/** The Plumbline of PLUMBLINE_URL, PLUMBLINE_TOKEN and PLUMBLINE_TOKEN_2, or one started as `npm start` does, with new data. */
export async function plumbline(): Promise<Plumbline> {
  const { PLUMBLINE_URL: url, PLUMBLINE_TOKEN: token, PLUMBLINE_TOKEN_2: other } = process.env;
  if (url && token) return { url, token, otherToken: () => given(other), stop: leaveRunning };
  const data = mkdtempSync(path.join(os.tmpdir(), "plumbline-"));
  const log = `${data}.log`;
  const address = `http://127.0.0.1:${await freePort()}`;
  const output = openSync(log, "a");
  const args = [path.join(root, "tooling/start.mjs"), "--port", new URL(address).port, "--data", data];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", output, output] });
  const stop = async () => {
    await ended(child);
    rmSync(data, { recursive: true, force: true });
    rmSync(log, { force: true });
  };
  try {
    await answering({ url: `${address}/health/ready`, child, log });
    const command = [path.join(root, "tooling/plumb.mjs"), "tokens", "create", "--local", "--data", data, "--name", "suite"];
    const { stdout } = await promisify(execFile)(process.execPath, command, { cwd: root });
    const otherToken = () => tokenOfSecondWorkspace(address, administratorIn(log));
    return { url: address, token: stdout.trim(), pid: child.pid, dataDir: data, otherToken, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function given(token: string | undefined): Promise<string> {
  if (!token) throw new Error("PLUMBLINE_TOKEN_2 is missing: a token of another workspace of PLUMBLINE_URL");
  return token;
}

function administratorIn(log: string): { email: string; password: string } {
  const found = /Sign in as (?<email>\S+) with the password (?<password>\S+)/.exec(readFileSync(log, "utf8"))?.groups;
  if (!found?.email || !found.password) throw new Error(`${log} names no administrator`);
  return { email: found.email, password: found.password };
}

/** The supervisor stops its processes in order, and its database last. */
async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = new Promise<void>((resolve) => child.once("close", () => resolve()));
  child.kill("SIGINT");
  await closed;
}
