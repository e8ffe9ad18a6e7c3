import { formatRecord, type LogRecord } from "../log-record.ts";
import type { LogStream } from "../process-runner.ts";
import { openSegments } from "../segments.ts";
import type { Piece } from "./split-lines.ts";

export interface ProgramLog {
  add(stream: LogStream, pieces: readonly Piece[]): void;
  /** A line of the supervisor's own. */
  say(text: string): void;
  /** Writes what is pending, and looks whether room was made. */
  flush(): void;
  end(): void;
}

export interface ProgramLogOptions {
  readonly directory: string;
  readonly limitBytes: number;
  readonly now: () => number;
}

interface Waiting {
  readonly at: number;
  readonly stream: LogStream;
  readonly piece: Piece;
  readonly sizeBytes: number;
}

const batchBytes = 64 * 1024;
const mostSegmentBytes = 4 * 1024 * 1024;
const mostTailBytes = 64 * 1024;
// Number, instant, stream, and the line that tells how many are missing.
const headBytes = 256;

/**
 * Lines go to disk until the log holds its limit. From then on the last ones wait in memory and older ones are only counted; once a reader has
 * released what it kept elsewhere, or the program has ended, the count is written and the waiting ones after it.
 */
export function openProgramLog({ directory, limitBytes, now }: ProgramLogOptions): ProgramLog {
  const tailBytes = Math.min(mostTailBytes, Math.floor(limitBytes / 4));
  const roomBytes = limitBytes - tailBytes - headBytes;
  const segments = openSegments(directory, Math.min(mostSegmentBytes, Math.floor(limitBytes / 8)));
  const tail = createTail(tailBytes);
  let number = 0;
  let pending: string[] = [];
  let pendingBytes = 0;
  // Those that a pending line tells to be missing count too.
  let pendingLines = 0;
  let keptBytes = segments.keptBytes();
  let isFull = false;

  const write = (): void => {
    if (pending.length === 0) return;
    try {
      segments.append(Buffer.from(pending.join("")));
      keptBytes += pendingBytes;
    } catch {
      // A full disk is treated as a full log.
      tail.lose(pendingLines);
      number -= pending.length;
      isFull = true;
    }
    pending = [];
    pendingBytes = 0;
    pendingLines = 0;
  };
  const put = (record: Omit<LogRecord, "number">): void => {
    number += 1;
    const text = formatRecord({ ...record, number });
    pending.push(text);
    pendingLines += record.lostLines || 1;
    pendingBytes += Buffer.byteLength(text);
    if (pendingBytes >= batchBytes) write();
  };
  const putWaiting = (): void => {
    const { lost, lines } = tail.take();
    const text = `${lost.toLocaleString("en")} lines are missing here: the log had reached its limit of ${limitBytes.toLocaleString("en")} bytes, or the disk was full`;
    if (lost > 0) put({ at: lines[0]?.at ?? now(), stream: "platform", text, isContinued: false, lostLines: lost });
    for (const { at, stream, piece } of lines) put({ at, stream, ...piece, lostLines: 0 });
  };
  const take = (stream: LogStream, piece: Piece): void => {
    const sizeBytes = Buffer.byteLength(piece.text) + headBytes / 4;
    if (!isFull && keptBytes + pendingBytes + sizeBytes > roomBytes) {
      // A reader may have made room since the last look.
      keptBytes = segments.keptBytes();
      isFull = keptBytes + pendingBytes + sizeBytes > roomBytes;
    }
    if (isFull) tail.add({ at: now(), stream, piece, sizeBytes });
    else put({ at: now(), stream, ...piece, lostLines: 0 });
  };
  return {
    add(stream, pieces) {
      for (const piece of pieces) take(stream, piece);
    },
    say: (text) => take("platform", { text, isContinued: false }),
    flush() {
      write();
      if (!isFull) return;
      keptBytes = segments.keptBytes();
      if (keptBytes > roomBytes / 2) return;
      isFull = false;
      putWaiting();
    },
    end() {
      putWaiting();
      write();
      segments.close();
    },
  };
}

/** The last lines within a size, and how many came before them. */
function createTail(limitBytes: number) {
  let lines: Waiting[] = [];
  let first = 0;
  let sizeBytes = 0;
  let lost = 0;
  return {
    add(line: Waiting): void {
      lines.push(line);
      sizeBytes += line.sizeBytes;
      for (let oldest = lines[first]; sizeBytes > limitBytes && oldest; oldest = lines[first]) {
        sizeBytes -= oldest.sizeBytes;
        first += 1;
        lost += 1;
      }
      // Moving all for each line that goes would cost more than the lines themselves.
      if (first > lines.length / 2) {
        lines = lines.slice(first);
        first = 0;
      }
    },
    lose(lines: number): void {
      lost += lines;
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
