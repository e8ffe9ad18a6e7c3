import { formatRecord } from "../log-record.ts";
import { openSegments } from "../segments.ts";
import type { WaitingLine } from "./line-tail.ts";

export interface PendingLine extends WaitingLine {
  /** Of the line that tells how many are missing; else 0. */
  readonly lostLines: number;
}

export interface LineBatch {
  put(line: PendingLine): void;
  /** About what the lines take that are not on disk yet. */
  pendingBytes(): number;
  /** What the log takes on disk, what was released not counted. */
  keptBytes(): number;
  /** Writes what is pending. Answers the lines for which there was no room: all of them, or none. */
  write(): readonly PendingLine[];
  close(): void;
}

/** Numbers lines and writes many at once. */
export function openBatch(directory: string, segmentBytes: number): LineBatch {
  const segments = openSegments(directory, segmentBytes);
  let number = 0;
  let pending: PendingLine[] = [];
  let pendingBytes = 0;
  return {
    put(line) {
      pending.push(line);
      pendingBytes += line.sizeBytes;
    },
    pendingBytes: () => pendingBytes,
    keptBytes: () => segments.keptBytes(),
    write() {
      const lines = pending;
      pending = [];
      pendingBytes = 0;
      if (lines.length === 0) return [];
      const texts = lines.map((line, index) => formatRecord({ ...line, ...line.piece, number: number + index + 1 }));
      try {
        segments.append(Buffer.from(texts.join("")));
      } catch {
        return lines;
      }
      number += lines.length;
      return [];
    },
    close: () => segments.close(),
  };
}
