import { type ChildProcessByStdio, spawn } from "node:child_process";
import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Readable } from "node:stream";
import { type ProgramFiles, shortTemporary } from "../program-files.ts";
import { markVariable } from "../program-tree.ts";
import type { Order } from "./read-order.ts";

export type Program = ChildProcessByStdio<null, Readable, Readable>;

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

/** Where the program is told to put temporary files: its own directory, by a short name where its path is long. */
function temporaryOf(files: ProgramFiles, { platformTemporary }: Order, mark: string): string {
  if (Buffer.byteLength(files.temporary) <= longestTemporary) return files.temporary;
  const short = shortTemporary(platformTemporary, mark);
  rmSync(short, { force: true });
  symlinkSync(files.temporary, short);
  return short;
}

export function spawnProgram(files: ProgramFiles, order: Order, mark: string): Program {
  const [command = "", ...rest] = order.command;
  return spawn(command, rest, {
    cwd: files.work,
    // A session and a process group of its own.
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      PATH: order.path,
      LANG: order.language,
      HOME: files.work,
      TMPDIR: temporaryOf(files, order, mark),
      ...order.env,
      PLUMBLINE_STATUS_FILE: files.reported,
      [markVariable]: mark,
    },
  });
}
