import { type ChildProcessByStdio, spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Readable, Writable } from "node:stream";
import { ProcessError } from "./process-error.ts";
import type { ProcessSpec } from "./process-spec.ts";
import type { ProgramFiles } from "./program-files.ts";
import { formatOrder } from "./supervisor/read-order.ts";

const main = path.join(import.meta.dirname, "supervisor", "main.ts");
// It only passes bytes on: a small heap keeps many of them small. What strips types is WebAssembly, and optimizing that costs more memory than all else.
const flags = ["--max-old-space-size=64", "--max-semi-space-size=1", "--liftoff-only"];
const patienceMs = 60_000;

interface Starter {
  readonly path: string;
  readonly language: string;
}

function starter(): Starter {
  // biome-ignore lint/style/noProcessEnv: a program finds its commands where its starter does, and gets nothing else of its environment
  const { PATH = "/usr/local/bin:/usr/bin:/bin", LANG = "C.UTF-8" } = process.env;
  return { path: PATH, language: LANG };
}

/** Starts a supervisor that outlives this process, and waits until its program runs or its name is taken. */
export async function launchSupervisor(files: ProgramFiles, spec: ProcessSpec): Promise<void> {
  const { path: searchPath, language } = starter();
  const complaints = openSync(files.complaints, "a", 0o600);
  const supervisor = spawn(process.execPath, [...flags, main, path.dirname(files.directory), path.basename(files.directory)], {
    cwd: files.directory,
    detached: true,
    stdio: ["pipe", "pipe", complaints],
    env: { PATH: searchPath, LANG: language },
  }) as ChildProcessByStdio<Writable, Readable, null>;
  closeSync(complaints);
  supervisor.unref();
  const { stdin, stdout } = supervisor;
  // One that ended early has said why in its own log.
  stdin.on("error", () => undefined);
  stdin.end(formatOrder(spec, { path: searchPath, language, platformTemporary: tmpdir() }));
  const timer = setTimeout(() => supervisor.kill("SIGKILL"), patienceMs);
  try {
    const answer = await readAnswer(supervisor, stdout);
    if (answer !== "started" && answer !== "taken")
      throw new ProcessError(
        "not-started",
        `the supervisor of ${path.basename(files.directory)} did not start; ${files.complaints} may say why`,
      );
  } finally {
    clearTimeout(timer);
    stdout.destroy();
  }
}

function readAnswer(supervisor: NodeJS.EventEmitter, stdout: NodeJS.ReadableStream): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    stdout.on("data", (chunk: Buffer) => {
      text += chunk.toString("utf8");
    });
    stdout.on("close", () => resolve(text.trim()));
    stdout.on("error", () => resolve(text.trim()));
    supervisor.on("error", (error: Error) =>
      reject(new ProcessError("not-started", "the supervisor could not be started", { cause: error })),
    );
  });
}
