import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import type { StatusReport } from "../process-runner.ts";
import { writeRecord } from "../record-file.ts";
import { createMask } from "./mask-text.ts";
import { parseStatus } from "./parse-status.ts";
import type { Watched } from "./watched.ts";

const mostBytes = 64 * 1024;

/** The report as it lies on disk. */
export type StatusRecord = Omit<StatusReport, "at"> & { readonly at: number };

interface Found {
  /** Changes whenever the file does. */
  readonly stamp: string;
  /** Undefined for what is no file or too large a one. */
  readonly text: string | undefined;
}

function find(file: string): Found | undefined {
  let descriptor: number;
  try {
    // Neither a link to somewhere else nor a pipe that never answers.
    descriptor = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ENOENT" ? undefined : { stamp: "closed", text: undefined };
  }
  try {
    const stat = fstatSync(descriptor);
    const stamp = `${stat.ino}:${stat.size}:${stat.mtimeMs}`;
    if (!stat.isFile() || stat.size > mostBytes) return { stamp, text: undefined };
    const bytes = Buffer.alloc(stat.size);
    return { stamp, text: bytes.toString("utf8", 0, readSync(descriptor, bytes)) };
  } finally {
    closeSync(descriptor);
  }
}

const mostCharacters = 300;
const cutMessage = (text: string): string => (text.length > mostCharacters ? `${text.slice(0, mostCharacters - 1)}…`.toWellFormed() : text);

const rule =
  "the status file is ignored: it holds one JSON object with progress (0 to 1), message, checkpoint ({ path, step }) and remainingSeconds, all optional";

/** Answers what looks at the program's status file and keeps what it says; the first look that finds nonsense twice says so in the log. */
export function createStatusWatch({ files, order, log }: Watched): () => void {
  let seen = "";
  let doubtful = "";
  let hasComplained = false;
  const hide = (text: string): string => {
    const mask = createMask(order.secrets);
    return cutMessage((mask.push(text) + mask.end()).replaceAll("\0", "\uFFFD"));
  };
  const complain = (): void => {
    if (!hasComplained) log.say(rule);
    hasComplained = true;
  };
  return () => {
    const found = find(files.reported);
    if (!found || found.stamp === seen) return;
    const said = found.text === undefined ? undefined : parseStatus(found.text);
    if (!said && doubtful !== found.stamp) {
      // A program that does not replace the file in one step may be in the middle of it.
      doubtful = found.stamp;
      return;
    }
    seen = found.stamp;
    if (!said) return complain();
    const record: StatusRecord = { ...said, ...(said.message === undefined ? {} : { message: hide(said.message) }), at: Date.now() };
    writeRecord(files.status, record);
  };
}
