import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Readable } from "node:stream";
import { type ProgramFiles, shortTemporary } from "../program-files.ts";
import { markVariable } from "../program-tree.ts";
import type { Order } from "./read-order.ts";

export type Program = ChildProcessByStdio<null, Readable, Readable>;

export interface RunningProgram {
  readonly program: Program;
  readonly pid: number;
  /** Its exit code and the signal that ended it. */
  readonly ended: Promise<[number | null, string | null]>;
}

/** Makes the working directory and what the program expects to find there. */
export function prepareDirectory(files: ProgramFiles, order: Order): void {
  mkdirSync(files.temporary, { recursive: true, mode: 0o700 });
  // Whoever filled the directory before may have made it for all to read.
  for (const directory of [files.directory, files.work]) chmodSync(directory, 0o700);
  for (const { path: relative, base64, isExecutable } of order.files) {
    const file = path.join(files.work, relative);
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(file, Buffer.from(base64, "base64"), { mode: isExecutable ? 0o700 : 0o600 });
  }
}

/** Unix sockets have paths of 107 bytes at most, and programs make theirs some 40 deep in their temporary directory. */
const longestTemporary = 60;
/** Of 1000: as if the program had half of the machine's memory more. */
const victimScore = 500;

/** Where the program is told to put temporary files: its own directory, by a short name where its path is long. */
function temporaryOf(files: ProgramFiles, { platformTemporary }: Order, mark: string): string {
  if (Buffer.byteLength(files.temporary) <= longestTemporary) return files.temporary;
  const short = shortTemporary(platformTemporary, mark);
  try {
    rmSync(short, { force: true });
    symlinkSync(files.temporary, short);
    return short;
  } catch {
    // Nothing may be written there: the long name is right, only not for sockets.
    return files.temporary;
  }
}

/** Rejects with what the system says of a command that cannot be run. */
export async function spawnProgram(files: ProgramFiles, order: Order, mark: string): Promise<RunningProgram> {
  const [command = "", ...rest] = order.command;
  const env = {
    PATH: order.path,
    LANG: order.language,
    HOME: files.work,
    TMPDIR: temporaryOf(files, order, mark),
    ...order.env,
    PLUMBLINE_STATUS_FILE: files.reported,
    [markVariable]: mark,
  };
  // A session and a process group of its own.
  const program = asVictim(() => spawn(command, rest, { cwd: files.work, detached: true, stdio: ["ignore", "pipe", "pipe"], env }));
  const { pid } = program;
  if (pid === undefined) {
    const [error] = await once(program, "error");
    throw error;
  }
  // Awaited from the beginning: a program may end before anyone looks.
  return { program, pid, ended: once(program, "exit") as Promise<[number | null, string | null]> };
}

/**
 * When the machine has no memory left, its kernel ends the program before the database beside it. A process is born with what its parent has
 * then, so that no child is missed. Linux alone can be asked.
 */
function asVictim<T>(start: () => T): T {
  const before = setVictimScore(String(victimScore));
  try {
    return start();
  } finally {
    if (before !== undefined) setVictimScore(before);
  }
}

/** Answers what it was. */
function setVictimScore(score: string): string | undefined {
  try {
    const before = readFileSync("/proc/self/oom_score_adj", "utf8");
    writeFileSync("/proc/self/oom_score_adj", score);
    return before;
  } catch {
    // The system has no such file, or does not allow it.
    return undefined;
  }
}
