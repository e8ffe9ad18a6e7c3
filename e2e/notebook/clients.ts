import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pythonEnvironment } from "../mlflow/environment.ts";
import { type Ended, runProgram } from "./run-program.ts";

/** The clients that people have: the newest, and the last one before version 3. */
export const clients = ["client-3", "client-2"] as const;
export type Client = (typeof clients)[number];

const scripts = path.join(import.meta.dirname, "scripts");

/** A stock client with the package that a server hands out, and a user with a home of their own. */
export interface Machine {
  /** Where scripts run. */
  readonly folder: string;
  readonly credentials: string;
  /** Runs one of `scripts`, in `folder` where it was copied there. */
  python(script: string, options?: ProgramOptions): Promise<Ended>;
  plumbline(args: readonly string[], options?: ProgramOptions): Promise<Ended>;
  close(): void;
}

export interface ProgramOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  readonly args?: readonly string[];
}

/** Installs the package from the server's own address, as its users do. */
export async function openMachine(client: Client, url: string): Promise<Machine> {
  const { python } = await pythonEnvironment(path.join(import.meta.dirname, `${client}.txt`));
  const home = mkdtempSync(path.join(tmpdir(), "plumbline-notebook-"));
  const packages = path.join(home, "packages");
  const folder = mkdtempSync(path.join(home, "project-"));
  const install = ["-m", "pip", "install", "--quiet", "--no-cache-dir", "--disable-pip-version-check", "--target", packages];
  const installed = await runProgram(python, [...install, "plumbline", "--index-url", `${url}/python/simple`], { env: {}, cwd: home });
  if (installed.code !== 0) throw new Error(`pip could not install the package: ${installed.stderr}`);
  const settings = {
    HOME: home,
    PATH: process.env.PATH ?? "",
    PYTHONPATH: packages,
    PYTHONDONTWRITEBYTECODE: "1",
    MLFLOW_DISABLE_TELEMETRY: "true",
    MLFLOW_HTTP_REQUEST_MAX_RETRIES: "1",
  };
  const run = (program: string, args: readonly string[], { env = {}, input }: ProgramOptions) =>
    runProgram(program, args, { env: { ...settings, ...env }, cwd: folder, input });
  return {
    folder,
    credentials: path.join(home, ".config/plumbline/credentials"),
    python: (script, options = {}) =>
      run(python, [path.isAbsolute(script) ? script : path.join(scripts, script), ...(options.args ?? [])], options),
    plumbline: (args, options = {}) => run(python, [path.join(packages, "bin/plumbline"), ...args], options),
    close: () => rmSync(home, { recursive: true, force: true }),
  };
}
