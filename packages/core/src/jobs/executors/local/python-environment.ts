import { createHash } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Deps } from "../../../kernel/index.ts";
import { runTool } from "./run-tool.ts";

interface Wanted {
  /** Holds the environments of all jobs. */
  readonly directory: string;
  readonly packages: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly onLine: (line: string) => void;
}

const installTimeoutMs = 3_600_000;
const askTimeoutMs = 60_000;
const waitMs = 1000;

/**
 * The directory of a Python environment with these packages, made when it is first wanted and shared from then on. One that was cut
 * short is made anew. Nobody makes the same one at the same time, in whichever process.
 */
export async function pythonEnvironment(deps: Deps, wanted: Wanted): Promise<string> {
  const { directory, packages, onLine } = wanted;
  const version = await pythonVersion(wanted);
  const key = createHash("sha256")
    .update(JSON.stringify([version, process.platform, process.arch, packages]))
    .digest("hex")
    .slice(0, 32);
  const place = path.join(directory, key);
  const done = path.join(place, ".complete");
  if (await exists(done)) return place;
  const lock = await takeTurn(deps, `python environment ${place}`, wanted.signal);
  try {
    if (await exists(done)) return place;
    onLine(`Making a Python environment of ${packages.length} packages.`);
    await make(place, wanted);
    await writeFile(done, "");
    return place;
  } finally {
    await lock.release().catch(() => undefined);
  }
}

const ofMachine = new Map<string, Promise<string[]>>();

/**
 * What is installed in an environment, or beside the machine's own Python, as pip prints it; nothing where there is no pip. An
 * environment never changes, and the machine's is asked once in the life of a worker: it takes a second.
 */
export function frozenPackages({ python, toolEnv, signal }: Frozen): Promise<string[]> {
  const program = python === null ? "python3" : path.join(python, "bin", "python");
  const known = ofMachine.get(program) ?? freeze(program, { toolEnv, signal });
  ofMachine.set(program, known);
  known.catch(() => ofMachine.delete(program));
  return known.catch(() => {
    signal.throwIfAborted();
    return [];
  });
}

interface Frozen {
  /** Directory of the environment; null for the machine's own Python. */
  readonly python: string | null;
  readonly toolEnv: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

async function freeze(program: string, { toolEnv, signal }: Omit<Frozen, "python">): Promise<string[]> {
  const lines: string[] = [];
  const command = [program, "-m", "pip", "freeze", "--disable-pip-version-check"] as const;
  await runTool({
    command: [...command],
    directory: tmpdir(),
    env: toolEnv,
    timeoutMs: askTimeoutMs,
    signal,
    onLine: (line) => lines.push(line),
  });
  return lines;
}

async function make(place: string, { packages, env, signal, onLine }: Wanted): Promise<void> {
  await rm(place, { recursive: true, force: true });
  await mkdir(place, { recursive: true, mode: 0o700 });
  const run = (command: readonly [string, ...string[]]) =>
    runTool({ command, directory: place, env, timeoutMs: installTimeoutMs, signal, onLine });
  await run(["python3", "-m", "venv", place]);
  const requirements = path.join(place, "requirements.txt");
  await writeFile(requirements, `${packages.join("\n")}\n`);
  const install = ["-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--progress-bar", "off", "-r", requirements];
  await run([path.join(place, "bin", "python"), ...install]);
}

async function pythonVersion({ directory, env, signal }: Wanted): Promise<string> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const lines: string[] = [];
  const command = ["python3", "-c", "import sys; print(sys.version)"] as const;
  await runTool({ command: [...command], directory, env, timeoutMs: askTimeoutMs, signal, onLine: (line) => lines.push(line) });
  return lines.join("\n");
}

async function takeTurn(deps: Deps, name: string, signal: AbortSignal) {
  while (true) {
    signal.throwIfAborted();
    const lock = await deps.db.takeLock(name);
    if (lock) return lock;
    await new Promise((resolve) => setTimeout(resolve, waitMs));
  }
}

const exists = (file: string): Promise<boolean> =>
  readFile(file).then(
    () => true,
    () => false,
  );
