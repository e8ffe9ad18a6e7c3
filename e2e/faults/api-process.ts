import { type ChildProcess, execFile, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";

const checkout = path.resolve(import.meta.dirname, "../..");
/** Of a machine that has much else to do. */
const startTimeoutMs = 180_000;

/** How a process ended: its exit status, or the signal that ended it. */
type End = number | NodeJS.Signals;

export interface Api {
  /** Starts it, and waits until it is ready. */
  readonly start: () => Promise<void>;
  /** Ends it at once. */
  readonly kill: () => Promise<void>;
  /** Asks it to end, and tells how it did. */
  readonly terminate: () => Promise<End>;
  /** Whether it has ended since it was last started. */
  readonly hasEnded: () => boolean;
  readonly residentBytes: () => number;
  readonly pid: () => number | undefined;
}

/** The api as a process of its own, started and ended as often as a test wants. */
export function openApi({ env, url, log }: { env: NodeJS.ProcessEnv; url: string; log: string }): Api {
  let child: ChildProcess | undefined;
  let ended: Promise<End> = Promise.resolve(0);

  async function start(): Promise<void> {
    const output = openSync(log, "a");
    // Over the channel it learns when the suite dies, and ends as well.
    child = spawn(process.execPath, ["apps/api/src/main.ts"], { cwd: checkout, env, stdio: ["ignore", output, output, "ipc"] });
    closeSync(output);
    ended = endOf(child);
    const deadline = Date.now() + startTimeoutMs;
    while (!(await isReady(url))) {
      if (hasEnded() || Date.now() > deadline) throw new Error(`the api does not start:\n${readFileSync(log, "utf8").slice(-2000)}`);
      await delay(20);
    }
  }
  const hasEnded = () => child === undefined || child.exitCode !== null || child.signalCode !== null;
  const end = (signal: NodeJS.Signals) => {
    child?.kill(signal);
    return ended;
  };
  return {
    start,
    hasEnded,
    kill: async () => void (await end("SIGKILL")),
    terminate: () => end("SIGTERM"),
    pid: () => child?.pid,
    residentBytes() {
      const [, kibibytes = "0"] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child?.pid}/status`, "utf8")) ?? [];
      return Number(kibibytes) * 1024;
    },
  };
}

function endOf(child: ChildProcess): Promise<End> {
  return new Promise((resolve) => {
    child.once("close", (status, signal) => resolve(signal ?? status ?? 1));
  });
}

export async function isReady(url: string): Promise<boolean> {
  const answer = await fetch(`${url}/health/ready`).catch(() => undefined);
  await answer?.text();
  return answer?.ok ?? false;
}

/** Runs a program of the checkout to its end and returns what it printed. */
export function run(program: string[], { env, input = "" }: { env: NodeJS.ProcessEnv; input?: string }): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(process.execPath, program, { cwd: checkout, env }, (error, stdout, stderr) => {
      if (error) reject(new Error(`${program.join(" ")} failed: ${stdout}${stderr}`));
      else resolve(stdout);
    });
    child.stdin?.end(input);
  });
}
