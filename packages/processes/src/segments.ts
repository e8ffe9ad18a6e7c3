import { closeSync, ftruncateSync, mkdirSync, openSync, readdirSync, statSync, writeSync } from "node:fs";
import { open, readdir, rm } from "node:fs/promises";
import path from "node:path";

// A growing sequence of bytes in files named by the offset of their first byte, so that its beginning can be given up.

const digits = 16;
const nameOf = (start: number): string => String(start).padStart(digits, "0");
const startsOf = (names: readonly string[]): number[] =>
  names
    .filter((name) => /^\d{16}$/.test(name))
    .map(Number)
    .sort((left, right) => left - right);

export interface SegmentWriter {
  /** Appends all or, when it throws, nothing: one call's bytes are never split over two files. */
  append(bytes: Buffer): void;
  /** Bytes that lie on disk by now, those that were given up in the meantime not counted. */
  keptBytes(): number;
  close(): void;
}

/** Goes on behind what is there. One writer at a time. */
export function openSegments(directory: string, segmentBytes: number): SegmentWriter {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const last = startsOf(readdirSync(directory)).at(-1) ?? 0;
  let start = last;
  let descriptor = openSync(path.join(directory, nameOf(start)), "a", 0o600);
  let end = start + statSync(path.join(directory, nameOf(start))).size;
  return {
    append(bytes) {
      if (end - start >= segmentBytes) {
        closeSync(descriptor);
        start = end;
        descriptor = openSync(path.join(directory, nameOf(start)), "a", 0o600);
      }
      try {
        for (let written = 0; written < bytes.length; ) written += writeSync(descriptor, bytes, written);
        end += bytes.length;
      } catch (error) {
        // Of what did not fit, nothing is left.
        ftruncateSync(descriptor, end - start);
        throw error;
      }
    },
    keptBytes: () => end - (startsOf(readdirSync(directory))[0] ?? end),
    close: () => closeSync(descriptor),
  };
}

async function listStarts(directory: string): Promise<number[]> {
  try {
    return startsOf(await readdir(directory));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

async function readFileAt(file: string, position: number, length: number): Promise<Buffer> {
  const handle = await open(file, "r");
  try {
    const buffer = Buffer.alloc(length);
    const { bytesRead } = await handle.read(buffer, 0, length, position);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** Bytes from `offset` on, of one file at most; from the first byte that is left, where the ones asked for were given up. */
export async function readSegments(
  directory: string,
  { offset, maxBytes }: { readonly offset: number; readonly maxBytes: number },
): Promise<{ readonly bytes: Buffer; readonly offset: number }> {
  const starts = await listStarts(directory);
  const from = Math.max(offset, starts[0] ?? offset);
  // A file may be full: then what is asked for begins the next.
  for (const start of starts.filter((_, index) => (starts[index + 1] ?? Number.POSITIVE_INFINITY) > from)) {
    const position = Math.max(from, start);
    const bytes = await readFileAt(path.join(directory, nameOf(start)), position - start, maxBytes);
    if (bytes.length > 0) return { bytes, offset: position };
  }
  return { bytes: Buffer.alloc(0), offset: from };
}

/** Deletes the files that end at or before the offset; the one that is written to stays. */
export async function releaseSegments(directory: string, before: number): Promise<void> {
  const starts = await listStarts(directory);
  for (const [index, start] of starts.entries()) {
    const next = starts[index + 1];
    if (next === undefined || next > before) return;
    await rm(path.join(directory, nameOf(start)), { force: true });
  }
}
