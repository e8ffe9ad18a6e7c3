import { promisify } from "node:util";
import { constants, zstdCompress, zstdDecompress } from "node:zlib";
import type { AttemptReport, LogLine } from "@plumbline/contracts/jobs/log";

/** A line as it is kept: its number follows from where it stands. */
export type KeptLine = Omit<LogLine, "number" | "at"> & { readonly at: number };

/** Lines that are compressed together. */
export interface LogFrame {
  readonly content: Buffer;
  readonly lines: number;
  /** Bytes of the lines as UTF-8, each with its end. */
  readonly sizeBytes: number;
}

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);
const params = { [constants.ZSTD_c_compressionLevel]: 3, [constants.ZSTD_c_checksumFlag]: 1 };

const streams: readonly LogLine["stream"][] = ["stdout", "stderr", "platform"];

/** Lines of one rank, as they were reported. Half of a character is no text. */
export const keptLines = (rank: number, lines: AttemptReport["lines"]): KeptLine[] =>
  lines.map(({ at, stream, text }) => ({ at, rank, stream, text: text.toWellFormed() }));

/** Bytes that a line counts for. */
export const sizeOfLine = ({ text }: Pick<KeptLine, "text">): number => Buffer.byteLength(text) + 1;

/** One JSON array to a line: instant, rank, stream, text. A line end within a text is escaped in it. */
const encodeLines = (lines: readonly KeptLine[]): string =>
  lines.map(({ at, rank, stream, text }) => `${JSON.stringify([at, rank, streams.indexOf(stream), text])}\n`).join("");

export function decodeLine(encoded: string): KeptLine {
  const [at, rank, stream, text] = JSON.parse(encoded) as [number, number, number, string];
  return { at, rank, stream: streams[stream] ?? "platform", text };
}

export async function packFrame(lines: readonly KeptLine[]): Promise<LogFrame> {
  const content = await compressFrame(Buffer.from(encodeLines(lines)));
  return { content, lines: lines.length, sizeBytes: lines.reduce((sum, line) => sum + sizeOfLine(line), 0) };
}

export const compressFrame = (encoded: Buffer): Promise<Buffer> => compress(encoded, { params });

/** The encoded lines, each with its end. */
export const openFrame = (content: Uint8Array): Promise<Buffer> => decompress(content);
