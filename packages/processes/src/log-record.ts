import type { LogStream } from "./process-runner.ts";

/** One line of the log as it lies on disk. */
export interface LogRecord {
  readonly number: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly stream: LogStream;
  readonly text: string;
  readonly isContinued: boolean;
  /** Set on the line that tells of missing ones. */
  readonly lostLines: number;
}

const letters: Readonly<Record<LogStream, string>> = { stdout: "o", stderr: "e", platform: "p" };
const streams: Readonly<Record<string, LogStream>> = { o: "stdout", e: "stderr", p: "platform" };
const pattern = /^(\d+) (\d+) ([oep])(\+?)(?:!(\d+))? (.*)$/s;

/** `number instant stream[+][!lost] text`: `+` for a line that goes on. */
export function formatRecord({ number, at, stream, text, isContinued, lostLines }: LogRecord): string {
  const lost = lostLines > 0 ? `!${lostLines}` : "";
  return `${number} ${at} ${letters[stream]}${isContinued ? "+" : ""}${lost} ${text}\n`;
}

/** Undefined for what is no record: a disk that was full in the middle of one. */
export function parseRecord(line: string): LogRecord | undefined {
  const match = pattern.exec(line);
  if (!match) return undefined;
  const [, number, at, letter = "", plus, lost = "0", text = ""] = match;
  return {
    number: Number(number),
    at: Number(at),
    stream: streams[letter] ?? "platform",
    text,
    isContinued: plus === "+",
    lostLines: Number(lost),
  };
}
