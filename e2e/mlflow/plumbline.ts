import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, openSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { answering, freePort, type RunningServer, stopGroup } from "./mlflow-server.ts";

export interface Plumbline extends RunningServer {
  token: string;
  /** A token of another workspace, where the environment names one. */
  otherToken: string | undefined;
}

const root = path.resolve(import.meta.dirname, "../..");

/** What was not started here is not stopped here. */
export const leaveRunning = (): Promise<void> => Promise.resolve();

/** The Plumbline of PLUMBLINE_URL and PLUMBLINE_TOKEN, or one started as `npm start` does, with new data. */
export async function plumbline(): Promise<Plumbline> {
  const { PLUMBLINE_URL: url, PLUMBLINE_TOKEN: token, PLUMBLINE_TOKEN_2: otherToken } = process.env;
  if (url !== undefined && token !== undefined) return { url, token, otherToken, stop: leaveRunning };
  const data = mkdtempSync(path.join(os.tmpdir(), "plumbline-"));
  const port = await freePort();
  const log = path.join(data, "..", `${path.basename(data)}.log`);
  const output = openSync(log, "a");
  const child = spawn("npm", ["start", "--", "--port", String(port), "--data", data], {
    cwd: root,
    stdio: ["ignore", output, output],
    detached: true,
  });
  const stop = async () => {
    await stopGroup(child);
    rmSync(data, { recursive: true, force: true });
    rmSync(log, { force: true });
  };
  try {
    await answering({ url: `http://127.0.0.1:${port}/health/ready`, child, log });
    const command = ["run", "-s", "plumb", "--", "tokens", "create", "--local", "--data", data, "--name", "suite"];
    const made = execFileSync("npm", command, { cwd: root, encoding: "utf8" }).trim();
    return { url: `http://127.0.0.1:${port}`, token: made, otherToken, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
