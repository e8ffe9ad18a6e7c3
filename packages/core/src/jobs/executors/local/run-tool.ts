import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { LaunchRefused } from "../executor.ts";

interface Tool {
  readonly command: readonly [string, ...string[]];
  readonly directory: string;
  /** All of its environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Hears each line of both its streams. */
  readonly onLine: (line: string) => void;
}

/** Runs a program of the machine to its end. One that fails is the job's fault: its own words say why. */
export async function runTool({ command, directory, env, timeoutMs, signal, onLine }: Tool): Promise<void> {
  const [program, ...rest] = command;
  const child = spawn(program, rest, { cwd: directory, env, stdio: ["ignore", "pipe", "pipe"], detached: true });
  const kill = (): void => killGroup(child.pid);
  const timer = setTimeout(kill, timeoutMs);
  signal.addEventListener("abort", kill, { once: true });
  let last = "";
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on("line", (line) => {
      if (line.trim() !== "") last = line;
      onLine(line);
    });
  }
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", resolve);
    });
    signal.throwIfAborted();
    if (code === 0) return;
    const why = code === null ? `took longer than ${Math.round(timeoutMs / 1000)} s` : `ended with exit code ${code}`;
    throw new LaunchRefused(`${program} ${why}${last === "" ? "" : `: ${last.slice(0, 500)}`}`);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", kill);
  }
}

/** The program and what it started. */
function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It has ended already.
  }
}
