import { type AttemptReport, logLimits } from "@plumbline/contracts/jobs/log";
import { AppError } from "../../kernel/index.ts";
import { type KeptLine, keptLines, type LogFrame, packFrame, sizeOfLine } from "./log-frame.ts";

/** Lines of a report, compressed before the attempt is held, so that nobody waits for it. */
export interface ReportedLines {
  readonly lines: readonly KeptLine[];
  readonly frame: LogFrame;
}

export async function packReport({ rank, lines }: Pick<AttemptReport, "rank" | "lines">): Promise<ReportedLines> {
  const kept = keptLines(rank, lines);
  const sizeBytes = kept.reduce((sum, line) => sum + sizeOfLine(line), 0);
  if (sizeBytes > logLimits.chunkBytes) {
    const message = `hold ${sizeBytes} bytes with their line ends; one report has at most ${logLimits.chunkBytes}. Send them in several reports.`;
    throw new AppError("invalid", `The lines ${message}`, { fields: [{ path: "lines", message }] });
  }
  return { lines: kept, frame: await packFrame(kept) };
}

/** What of a report is kept. */
export interface Fitting {
  readonly frame: LogFrame | undefined;
  readonly lostLines: number;
  readonly isFull: boolean;
}

interface LogSoFar {
  readonly sizeBytes: number;
  readonly isFull: boolean;
}

/**
 * Keeps lines as far as the attempt has room. The first report that has none leaves a line that says so; what follows it is counted alone,
 * though a shorter line might fit, so that the log is whole up to its end.
 */
export async function fitReport(
  { lines, frame }: ReportedLines,
  { sizeBytes, isFull }: LogSoFar,
  maxBytes: number = logLimits.attemptBytes,
): Promise<Fitting> {
  if (isFull) return { frame: undefined, lostLines: lines.length, isFull };
  const roomBytes = maxBytes - sizeBytes;
  if (frame.sizeBytes <= roomBytes) return { frame: lines.length > 0 ? frame : undefined, lostLines: 0, isFull };
  const fitting = linesWithin(lines, roomBytes);
  const full = { at: lines[fitting.length]?.at ?? 0, rank: lines[0]?.rank ?? 0, stream: "platform" as const, text: fullText(maxBytes) };
  return { frame: await packFrame([...fitting, full]), lostLines: lines.length - fitting.length, isFull: true };
}

function linesWithin(lines: readonly KeptLine[], roomBytes: number): KeptLine[] {
  let left = roomBytes;
  const end = lines.findIndex((line) => {
    left -= sizeOfLine(line);
    return left < 0;
  });
  return lines.slice(0, end < 0 ? lines.length : end);
}

const fullText = (maxBytes: number): string =>
  `The log has reached its limit of ${maxBytes} bytes. What is printed from here on is counted, and not kept.`;
