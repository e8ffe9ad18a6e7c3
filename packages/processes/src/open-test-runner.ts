import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { vi } from "vitest";
import { openProcessRunner } from "./open-process-runner.ts";
import type { LogLine, Observation, ProcessRunner } from "./process-runner.ts";
import type { ProcessSpec } from "./process-spec.ts";

export type Ended = Extract<Observation, { state: "ended" }>;

const waiting = { timeout: 25_000, interval: 20 };

/** A script for the shell, with limits that no test passes by accident. */
export function shell(script: string, changes: Partial<ProcessSpec> = {}): ProcessSpec {
  return {
    command: ["sh", "-c", script],
    env: {},
    secrets: [],
    limits: { timeMs: 60_000, diskBytes: 1 << 30, logBytes: 64 * 1024 * 1024 },
    graceMs: 200,
    ...changes,
  };
}

/** The same for the Node that runs the test. */
export const script = (code: string, changes: Partial<ProcessSpec> = {}): ProcessSpec => ({
  ...shell("", changes),
  command: [process.execPath, "-e", code],
});

async function waitForEnd(runner: ProcessRunner, name: string): Promise<Ended> {
  return await vi.waitFor(async () => {
    const observation = await runner.observe(name);
    if (observation.state !== "ended") throw new Error(`${name} is ${observation.state}`);
    return observation;
  }, waiting);
}

async function readAll(runner: ProcessRunner, name: string): Promise<{ lines: LogLine[]; lostLines: number }> {
  const lines: LogLine[] = [];
  let lostLines = 0;
  let offset = 0;
  while (true) {
    const page = await runner.readLog(name, { offset, maxBytes: 1024 * 1024 });
    if (page.nextOffset === offset) return { lines, lostLines };
    offset = page.nextOffset;
    lostLines += page.lostLines;
    lines.push(...page.lines);
  }
}

/** A runner on a directory of its own; closing it ends what still runs. */
export async function openTestRunner(options: { readonly under?: string } = {}) {
  const base = await mkdtemp(path.join(tmpdir(), "plumbline-run-"));
  const directory = path.join(base, options.under ?? "programs");
  const runner = openProcessRunner({ directory });
  return {
    directory,
    runner,
    work: (name: string) => path.join(directory, name, "work"),
    /** Starts a program and waits for its end. */
    async run(name: string, spec: ProcessSpec): Promise<Ended> {
      await runner.start(name, spec);
      return await waitForEnd(runner, name);
    },
    async supervisorOf(name: string): Promise<number> {
      return (JSON.parse(await readFile(path.join(directory, name, "supervisor.json"), "utf8")) as { pid: number }).pid;
    },
    waitForEnd: (name: string) => waitForEnd(runner, name),
    readAll: (name: string) => readAll(runner, name),
    texts: async (name: string) => (await readAll(runner, name)).lines.map(({ text }) => text),
    /** Waits until the program has printed a line that the pattern matches; answers the match. */
    waitForLine: (name: string, pattern: RegExp) =>
      vi.waitFor(async () => {
        const { lines } = await readAll(runner, name);
        for (const { text } of lines) {
          const match = pattern.exec(text);
          if (match) return match;
        }
        throw new Error(`${name} has not printed ${pattern}`);
      }, waiting),
    async close(): Promise<void> {
      await runner.stopAll({ graceMs: 0 });
      await rm(base, { recursive: true, force: true });
    },
  };
}
