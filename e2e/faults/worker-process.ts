import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import path from "node:path";

const checkout = path.resolve(import.meta.dirname, "../..");

export interface Worker {
  /** Starts it, and waits until it is ready. */
  readonly start: () => Promise<void>;
  /** Ends it at once. What it started lives on. */
  readonly kill: () => Promise<void>;
  /** Asks it to end, and waits until it has. */
  readonly terminate: () => Promise<void>;
  readonly pid: () => number | undefined;
  /** What it has written to its log. */
  readonly log: () => string;
}

/** The worker as a process of its own, started and ended as often as a test wants. */
export function openWorker({ env, log }: { env: NodeJS.ProcessEnv; log: string }): Worker {
  let child: ChildProcess | undefined;
  let ended: Promise<void> = Promise.resolve();

  const start = async (): Promise<void> => {
    const output = openSync(log, "a");
    // Over the channel it tells that it is ready, and learns when the suite dies.
    const started = spawn(process.execPath, ["apps/worker/src/main.ts"], { cwd: checkout, env, stdio: ["ignore", output, output, "ipc"] });
    closeSync(output);
    child = started;
    ended = new Promise((resolve) => {
      started.once("close", () => resolve());
    });
    await new Promise<void>((resolve, reject) => {
      started.once("message", () => resolve());
      started.once("close", () => reject(new Error(`the worker does not start:\n${readFileSync(log, "utf8").slice(-2000)}`)));
    });
  };
  const end = (signal: NodeJS.Signals) => {
    child?.kill(signal);
    return ended;
  };
  return {
    start,
    kill: () => end("SIGKILL"),
    terminate: () => end("SIGTERM"),
    pid: () => child?.pid,
    log: () => readFileSync(log, "utf8"),
  };
}
