import { spawn } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { TestClusterError } from "../test-cluster-error.ts";

/** One process of the machine, and no other that has its number later. */
export interface Running {
  readonly pid: number;
  /** When the kernel started it. */
  readonly startedAt: string;
}

/** A program of a cluster that outlives whoever started it. */
export interface Process extends Running {
  readonly name: string;
  readonly command: readonly string[];
  /** Whether it is asked to end. Nothing of the others outlives the cluster, so they are simply ended. */
  readonly isGraceful: boolean;
}

interface Launch extends Pick<Process, "name" | "command"> {
  readonly isGraceful?: boolean;
}

const gracePeriodMs = 10_000;
const listOf = (dir: string): string => path.join(dir, "processes.json");
const logOf = (dir: string, name: string): string => path.join(dir, "logs", `${name}.log`);

/** The processes of a cluster in the order in which they were started. */
export function listProcesses(dir: string): Process[] {
  return existsSync(listOf(dir)) ? (JSON.parse(readFileSync(listOf(dir), "utf8")) as Process[]) : [];
}

/** Starts a program with a log of its own, in place of the one of that name that may have run before. */
export function launch(dir: string, { name, command, isGraceful = false }: Launch): void {
  const [program = "", ...args] = command;
  const log = openSync(logOf(dir, name), "a");
  const env = { ...process.env, KUBECONFIG: path.join(dir, "kubeconfig") };
  const child = spawn(program, args, { detached: true, stdio: ["ignore", log, log], env });
  closeSync(log);
  child.once("error", () => undefined);
  child.unref();
  if (child.pid === undefined) throw new TestClusterError(`${program} does not start`);
  record(dir, { name, command, isGraceful, pid: child.pid, startedAt: startOf(child.pid) ?? "" });
}

/** Remembers a process, in place of the one of that name. */
function record(dir: string, started: Process): void {
  const before = listProcesses(dir);
  const index = before.findIndex(({ name }) => name === started.name);
  const after = index === -1 ? [...before, started] : before.with(index, started);
  writeFileSync(listOf(dir), JSON.stringify(after, null, 1));
}

/** Stops it and waits until it has ended. */
export async function end(process_: Process): Promise<void> {
  const deadline = Date.now() + gracePeriodMs;
  if (isAlive(process_)) process.kill(process_.pid, process_.isGraceful ? "SIGTERM" : "SIGKILL");
  while (isAlive(process_)) {
    if (Date.now() > deadline) process.kill(process_.pid, "SIGKILL");
    await delay(20);
  }
}

export const isAlive = ({ pid, startedAt }: Running): boolean => startOf(pid) === startedAt;
export const thisProcess = (): Running => ({ pid: process.pid, startedAt: startOf(process.pid) ?? "" });

/** When the kernel started a living process; undefined for one that has ended, also where nobody has reaped it. */
function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name in parentheses may hold anything. State, number of threads and start are the 3rd, the 20th and the 22nd field.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    // As long as a thread has not ended, the sockets of the process are open.
    const hasEnded = fields[0] === "Z" && Number(fields[17]) <= 1;
    return hasEnded ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

/** Asks again and again until the answer is yes; fails when a process of the cluster has ended meanwhile. */
export async function until(dir: string, what: string, isSo: () => Promise<boolean> | boolean): Promise<void> {
  const deadline = Date.now() + 90_000;
  while (!(await isSo())) {
    const ended = listProcesses(dir).find((each) => !isAlive(each));
    if (ended) throw new TestClusterError(`${ended.name} ended:\n${lastWords(dir, ended.name)}`);
    if (Date.now() > deadline) throw new TestClusterError(`${what}: not within 90 s; the logs are in ${path.join(dir, "logs")}`);
    await delay(50);
  }
}

function lastWords(dir: string, name: string): string {
  const log = logOf(dir, name);
  return existsSync(log) ? readFileSync(log, "utf8").slice(-2000) : "it wrote no log";
}
