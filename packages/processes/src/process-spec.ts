import path from "node:path";
import { ProcessError } from "./process-error.ts";

/** Written into the working directory before the program starts. */
export interface ProcessFile {
  /** Relative to the working directory, with `/`. */
  readonly path: string;
  readonly content: string | Uint8Array;
  readonly isExecutable?: boolean;
}

export interface ProcessLimits {
  readonly timeMs: number;
  /** Of the working directory, which holds the program's home and its temporary files. */
  readonly diskBytes: number;
  /** Of all processes of the program together; what they share counts once. */
  readonly memoryBytes?: number;
  /** Of the log that nobody has released yet. The program goes on when it is full; lines are counted and the last ones kept. */
  readonly logBytes: number;
}

export interface ProcessSpec {
  /** The program and its arguments; no shell is asked. */
  readonly command: readonly string[];
  /**
   * All of the program's environment but `PATH` and `LANG`, which are the starter's, `HOME` and `TMPDIR`, which are its own, and
   * `PLUMBLINE_STATUS_FILE`. The first four may be given here instead. Handed over by a pipe, never on disk.
   */
  readonly env: Readonly<Record<string, string>>;
  readonly files?: readonly ProcessFile[];
  /** Values that the log shows as `***`. Of one with several lines, each line is masked. Never on disk. */
  readonly secrets: readonly string[];
  readonly limits: ProcessLimits;
  /** Between SIGTERM and SIGKILL when a limit is passed or the supervisor itself is asked to end. */
  readonly graceMs: number;
}

/** What a spec may hold at most, and at least. */
export const processLimits = {
  minLogBytes: 256 * 1024,
  maxFiles: 1000,
  /** Of all together; what is larger is laid into the working directory before the start. */
  maxFileBytes: 8 * 1024 * 1024,
  maxTimeMs: 366 * 24 * 3_600_000,
  maxGraceMs: 3_600_000,
} as const;

const namePattern = /^[a-z0-9][a-z0-9-]{0,127}$/;
const variablePattern = /^[A-Za-z_][A-Za-z0-9_]*$/;
const own = new Set(["PLUMBLINE_STATUS_FILE", "PLUMBLINE_PROCESS"]);

function refuse(message: string): never {
  throw new ProcessError("invalid", message);
}

/** Lower case alone, because some file systems take `a` and `A` for one name; no dots, so that it never leaves its directory. */
export const isName = (name: string): boolean => namePattern.test(name);

export function assertName(name: string): void {
  if (!isName(name)) refuse("a program's name has 1 to 128 lower-case letters, digits and '-', and begins with none of the latter");
}

export function assertSpec(spec: ProcessSpec): void {
  const [program] = spec.command;
  if (program === undefined || program === "") refuse("a command needs a program");
  if (spec.command.some((argument) => argument.includes("\0"))) refuse("an argument holds a NUL character");
  for (const [name, value] of Object.entries(spec.env)) assertVariable(name, value);
  assertFiles(spec.files ?? []);
  assertWhole("limits.timeMs", spec.limits.timeMs, { least: 1, most: processLimits.maxTimeMs });
  assertWhole("limits.diskBytes", spec.limits.diskBytes, { least: 1, most: Number.MAX_SAFE_INTEGER });
  if (spec.limits.memoryBytes !== undefined)
    assertWhole("limits.memoryBytes", spec.limits.memoryBytes, { least: 1, most: Number.MAX_SAFE_INTEGER });
  assertWhole("limits.logBytes", spec.limits.logBytes, { least: processLimits.minLogBytes, most: Number.MAX_SAFE_INTEGER });
  assertGrace(spec.graceMs);
}

export function assertGrace(graceMs: number): void {
  assertWhole("graceMs", graceMs, { least: 0, most: processLimits.maxGraceMs });
}

function assertVariable(name: string, value: string): void {
  if (!variablePattern.test(name))
    refuse(`"${name}" is no name of an environment variable: use letters, digits and '_', a digit not first`);
  if (own.has(name)) refuse(`${name} is set by the runner`);
  if (value.includes("\0")) refuse(`the environment variable ${name} holds a NUL character`);
}

function assertFiles(files: readonly ProcessFile[]): void {
  if (files.length > processLimits.maxFiles) refuse(`${files.length} files, and ${processLimits.maxFiles} are allowed`);
  const sizeBytes = files.reduce((sum, { content }) => sum + Buffer.byteLength(content), 0);
  if (sizeBytes > processLimits.maxFileBytes) refuse(`files of ${sizeBytes} bytes, and ${processLimits.maxFileBytes} are allowed`);
  for (const file of files) if (!isInside(file.path)) refuse(`"${file.path}" does not lie in the working directory`);
}

/** Whether a relative path stays in its directory and says so in the shortest way. */
function isInside(relative: string): boolean {
  if (relative === "" || relative === "." || relative.includes("\0") || relative.includes("\\") || path.posix.isAbsolute(relative))
    return false;
  return path.posix.normalize(relative) === relative && !relative.endsWith("/") && relative.split("/")[0] !== "..";
}

function assertWhole(name: string, value: number, { least, most }: { least: number; most: number }): void {
  if (!Number.isSafeInteger(value) || value < least || value > most) refuse(`${name} is a whole number from ${least} to ${most}`);
}
