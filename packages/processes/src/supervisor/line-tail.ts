import type { LogStream } from "../process-runner.ts";
import type { Piece } from "./split-lines.ts";

/** A line on its way to the disk. */
export interface WaitingLine {
  readonly at: number;
  readonly stream: LogStream;
  readonly piece: Piece;
  /** About what it takes on disk. */
  readonly sizeBytes: number;
}

export interface LineTail {
  add(line: WaitingLine): void;
  /** Counts lines that came before those of the tail. */
  lose(lines: number): void;
  /** Gives up the older half of the lines. */
  halve(): void;
  /** How many lines are missing, and those that came after them; nothing waits afterwards. */
  take(): { readonly lost: number; readonly lines: readonly WaitingLine[] };
}

/** The last lines within a size, and how many came before them. */
export function createTail(limitBytes: number): LineTail {
  let lines: WaitingLine[] = [];
  let first = 0;
  let sizeBytes = 0;
  let lost = 0;
  const drop = (): void => {
    sizeBytes -= lines[first]?.sizeBytes ?? 0;
    first += 1;
    lost += 1;
    // Moving all for each line that goes would cost more than the lines themselves.
    if (first <= lines.length / 2) return;
    lines = lines.slice(first);
    first = 0;
  };
  return {
    add(line) {
      lines.push(line);
      sizeBytes += line.sizeBytes;
      while (sizeBytes > limitBytes && first < lines.length) drop();
    },
    lose(count) {
      lost += count;
    },
    halve() {
      const left = Math.floor((lines.length - first) / 2);
      while (lines.length - first > left) drop();
    },
    take() {
      const taken = { lost, lines: lines.slice(first) };
      lines = [];
      first = 0;
      sizeBytes = 0;
      lost = 0;
      return taken;
    },
  };
}
