import type { LogStream } from "../process-runner.ts";
import { openBatch, type PendingLine } from "./line-batch.ts";
import { createTail, type WaitingLine } from "./line-tail.ts";
import type { Piece } from "./split-lines.ts";

export interface ProgramLog {
  add(stream: "stdout" | "stderr", pieces: readonly Piece[]): void;
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

const batchBytes = 64 * 1024;
const mostSegmentBytes = 4 * 1024 * 1024;
const mostTailBytes = 64 * 1024;
/** Number, instant and stream of a line. */
const headBytes = 48;
/** The line that tells how many are missing. */
const gapBytes = 256;
/** Halving the tail so often leaves nothing of it. */
const mostTries = 20;

/**
 * Lines go to disk until the log holds its limit. From then on the last ones wait in memory and older ones are only counted; once a reader has
 * released what it kept elsewhere, or the program has ended, the count is written and the waiting ones after it. A full disk is a full log.
 */
export function openProgramLog({ directory, limitBytes, now }: ProgramLogOptions): ProgramLog {
  const tailBytes = Math.min(mostTailBytes, Math.floor(limitBytes / 4));
  const roomBytes = limitBytes - tailBytes - gapBytes;
  const batch = openBatch(directory, Math.min(mostSegmentBytes, Math.floor(limitBytes / 8)));
  const tail = createTail(tailBytes);
  let keptBytes = batch.keptBytes();
  let isFull = false;

  /** Whether all that was pending is on disk; else it waits in the tail. */
  const write = (): boolean => {
    keptBytes += batch.pendingBytes();
    const refused = batch.write();
    for (const line of refused) {
      if (line.lostLines > 0) tail.lose(line.lostLines);
      else tail.add(line);
    }
    isFull ||= refused.length > 0;
    return refused.length === 0;
  };
  const putWaiting = (): void => {
    const { lost, lines } = tail.take();
    if (lost > 0) batch.put(gapLine(lost, { at: lines[0]?.at ?? now(), limitBytes }));
    for (const line of lines) batch.put({ ...line, lostLines: 0 });
  };
  const fits = (line: WaitingLine): boolean => keptBytes + batch.pendingBytes() + line.sizeBytes <= roomBytes;
  const take = (stream: LogStream, piece: Piece): void => {
    const line = { at: now(), stream, piece, sizeBytes: Buffer.byteLength(piece.text) + headBytes, lostLines: 0 };
    if (!isFull && !fits(line)) {
      // A reader may have made room since the last look.
      write();
      keptBytes = batch.keptBytes();
      isFull ||= !fits(line);
    }
    if (isFull) tail.add(line);
    else batch.put(line);
    if (batch.pendingBytes() >= batchBytes) write();
  };
  return {
    add(stream, pieces) {
      for (const piece of pieces) take(stream, piece);
    },
    say: (text) => take("platform", { text, isContinued: false }),
    flush() {
      write();
      if (!isFull) return;
      keptBytes = batch.keptBytes();
      if (keptBytes > roomBytes / 2) return;
      isFull = false;
      putWaiting();
    },
    end() {
      write();
      // On a full disk fewer lines may find room: the last ones, and the count of the others.
      for (let tries = 0; tries < mostTries; tries += 1) {
        putWaiting();
        if (write()) break;
        tail.halve();
      }
      batch.close();
    },
  };
}

function gapLine(lost: number, { at, limitBytes }: { at: number; limitBytes: number }): PendingLine {
  const text = `${lost.toLocaleString("en")} lines are missing here: the log had reached its limit of ${limitBytes.toLocaleString("en")} bytes, or the disk was full`;
  return { at, stream: "platform", piece: { text, isContinued: false }, sizeBytes: gapBytes, lostLines: lost };
}
