import { type LogRecord, parseRecord } from "./log-record.ts";
import type { LogLine, LogPage } from "./process-runner.ts";
import { readSegments } from "./segments.ts";

// Holds the longest record whole: 32 KiB of text and what stands before it.
const leastBytes = 64 * 1024;

export async function readLog(directory: string, from: { readonly offset: number; readonly maxBytes: number }): Promise<LogPage> {
  const { bytes, offset } = await readSegments(directory, { offset: from.offset, maxBytes: Math.max(from.maxBytes, leastBytes) });
  // What is behind the last line end is still being written.
  const end = bytes.lastIndexOf(0x0a) + 1;
  const records = bytes
    .toString("utf8", 0, end)
    .split("\n")
    .map(parseRecord)
    .filter((record) => record !== undefined);
  return {
    lines: records.map(toLine),
    nextOffset: offset + end,
    lostLines: records.reduce((sum, { lostLines }) => sum + lostLines, 0),
  };
}

const toLine = ({ number, at, stream, text, isContinued }: LogRecord): LogLine => ({ number, at: new Date(at), stream, text, isContinued });
