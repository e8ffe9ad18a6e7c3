import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";

/** The machine cannot run this suite; the message says what is missing. The suites then exit with `cannotRun`. */
export class CannotRun extends Error {}

/** Exit status of a suite that could not run: counted as skipped with its last line on stderr as the reason. */
export const cannotRun = 77;

const root = path.resolve(import.meta.dirname, "../..");
const mlflow = path.join(import.meta.dirname, "requirements.txt");
const interpreters = ["python3.11", "python3.12", "python3.13", "python3.14", "python3"];
const lockTimeoutMs = 15 * 60_000;

export interface Python {
  python: string;
  bin: string;
}

/** The virtual environment of a list of pinned packages, made once for each content of that file and kept outside git. */
export async function pythonEnvironment(requirements = mlflow): Promise<Python> {
  const hash = createHash("sha256").update(readFileSync(requirements)).digest("hex").slice(0, 12);
  const home = path.join(root, "node_modules/.cache/plumbline", `python-${hash}`);
  const bin = path.join(home, "bin");
  const made = path.join(home, "complete");
  if (!existsSync(made)) await exclusively(`${home}.lock`, () => make(home, made, requirements));
  return { python: path.join(bin, "python"), bin };
}

async function make(home: string, made: string, requirements: string): Promise<void> {
  if (existsSync(made)) return;
  const python = interpreter();
  console.error("making a Python environment (once)");
  rmSync(home, { recursive: true, force: true });
  await run(python, ["-m", "venv", home], "Python cannot make a virtual environment");
  const install = ["-m", "pip", "install", "--quiet", "--no-deps", "--requirement", requirements];
  await run(path.join(home, "bin/python"), install, "the pinned Python packages could not be installed");
  writeFileSync(made, "");
}

function interpreter(): string {
  const found = interpreters.find((name) => {
    try {
      const check = "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))";
      execFileSync(name, ["-c", check], { stdio: "ignore" });
      return true;
    } catch {
      return false;
    }
  });
  if (found === undefined) throw new CannotRun("no Python 3.11 or newer with venv and ensurepip was found");
  return found;
}

function run(command: string, args: string[], failure: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ["ignore", "inherit", "pipe"] });
    let said = "";
    child.stderr.on("data", (part: Buffer) => {
      said += part;
    });
    child.on("error", (error) => reject(new CannotRun(`${failure}: ${error.message}`)));
    child.on("close", (status) => {
      if (status === 0) resolve();
      else reject(new CannotRun(`${failure}: ${said.trim().split("\n").at(-1) ?? `exit ${status}`}`));
    });
  });
}

/** Two suites may start at once; the second waits for the first. A lock whose owner died is taken over. */
async function exclusively(lock: string, action: () => Promise<void>): Promise<void> {
  mkdirSync(path.dirname(lock), { recursive: true });
  const deadline = Date.now() + lockTimeoutMs;
  while (!take(lock)) {
    if (!isAlive(lock)) rmSync(lock, { force: true });
    if (Date.now() > deadline) throw new CannotRun(`${lock} is held by another process`);
    await delay(200);
  }
  try {
    await action();
  } finally {
    rmSync(lock, { force: true });
  }
}

function take(lock: string): boolean {
  try {
    const file = openSync(lock, "wx");
    writeFileSync(file, String(process.pid));
    closeSync(file);
    return true;
  } catch {
    return false;
  }
}

function isAlive(lock: string): boolean {
  try {
    process.kill(Number(readFileSync(lock, "utf8")), 0);
    return true;
  } catch {
    return false;
  }
}
