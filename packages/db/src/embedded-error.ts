import { statfsSync } from "node:fs";

/** PostgreSQL could not be started on this machine. The message is one line for a person, saying what to do where that is known. */
export class EmbeddedPostgresError extends Error {
  override name = "EmbeddedPostgresError";
}

const known: [pattern: RegExp, say: (dir: string) => string][] = [
  [/ENOSPC|No space left on device|EDQUOT|Disk quota exceeded/, (dir) => `no space left on the disk of ${dir}`],
  [/EROFS|Read-only file system/, (dir) => `${dir} is on a read-only file system`],
  [/EACCES|EPERM|Permission denied/i, (dir) => `${dir} cannot be written or entered`],
];

/** Turns an error of the file system, of initdb or of the server's log into one line. */
export function explain(error: unknown, dir: string): EmbeddedPostgresError {
  if (error instanceof EmbeddedPostgresError) return error;
  const text = textOf(error);
  const [, say] = known.find(([pattern]) => pattern.test(`${text}\n${isFull(dir) ? "ENOSPC" : ""}`)) ?? [];
  const reason = say?.(dir) ?? lastComplaint(text);
  return new EmbeddedPostgresError(`PostgreSQL did not start: ${reason}`, { cause: error });
}

/** On a full disk the server cannot even write why it stopped. */
function isFull(dir: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(dir);
    return bavail * bsize < 2 ** 20;
  } catch {
    return false;
  }
}

function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const stderr = "stderr" in error && typeof error.stderr === "string" ? error.stderr : "";
  return `${error.message}\n${stderr}`;
}

function lastComplaint(text: string): string {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const complaint = lines.findLast((line) => /\b(FATAL|PANIC|error|ERROR):/.test(line)) ?? lines.at(-1) ?? "no reason given";
  return complaint.replace(/^.*?\b(FATAL|PANIC|ERROR|error):\s*/, "").trim();
}
