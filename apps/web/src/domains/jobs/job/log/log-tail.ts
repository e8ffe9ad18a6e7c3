import type { getLog, LogLine } from "@plumbline/contracts/jobs/log";
import type { Output } from "@plumbline/contracts/operation";

export type LogAnswer = Output<typeof getLog>;

/** The end of a log, as far as it was read: every line from `base` on, or every one of a rank. */
export interface LogTail {
  /** Number of the first line that belongs to it. */
  base: number;
  lines: readonly LogLine[];
  /** From where it is read on. */
  next: number;
  /** Number of the log's last line; 0 where there is none. */
  last: number;
  lostLines: number;
  isComplete: boolean;
}

/** Lines kept of a log that is followed for long; then its end is read anew. */
export const mostKept = 20_000;

export function newTail({ lines, ...rest }: LogAnswer): LogTail {
  return { base: lines[0]?.number ?? rest.next, lines, ...rest };
}

/** The tail with what was read from its end on. Undefined where too much would be kept. */
export function grownTail(tail: LogTail, { lines, ...rest }: LogAnswer): LogTail | undefined {
  // Behind the tail's end only where the log is another one, as after a restore of the platform.
  if (tail.lines.length + lines.length > mostKept || rest.next < tail.next) return undefined;
  return { base: tail.base, lines: [...tail.lines, ...lines], ...rest };
}

/** Whether nothing is known to follow. */
export const isAtEnd = ({ next, last }: Pick<LogTail, "next" | "last">): boolean => next > last;
