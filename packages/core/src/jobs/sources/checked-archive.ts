import { once } from "node:events";
import { Readable } from "node:stream";
import { createGunzip, type Gunzip } from "node:zlib";
import { AppError } from "../../kernel/index.ts";
import { type ArchiveLimits, createArchiveRules } from "./archive-rules.ts";
import { createTarReader } from "./tar-reader.ts";

/** Of the error for bytes that are no good archive. */
export const notGoodReason = "source-not-good";

const sourceLimits: ArchiveLimits = { unpackedBytes: 2_147_483_648, members: 100_000 };
/** Of a member, with its extended header and what fills up its last block. */
const headBytes = 4096;

/**
 * The same bytes, looked into as they pass: they are a gzip of a tar archive that unpacks within its limits and nowhere else. The last piece
 * follows only when all was found good; otherwise the stream ends with an error that says what is wrong. The given stream stays open.
 */
export async function* checkedArchive(source: AsyncIterable<Uint8Array>, limits: ArchiveLimits = sourceLimits): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip({ chunkSize: 262_144 });
  const walked = walk(gunzip, limits);
  walked.catch(() => undefined);
  let isFirst = true;
  let last: Uint8Array | undefined;
  try {
    for await (const piece of source instanceof Readable ? source.iterator({ destroyOnReturn: false }) : source) {
      if (isFirst) refuseOther(piece as Uint8Array);
      isFirst = false;
      await write(gunzip, piece as Uint8Array, walked);
      if (last) yield last;
      last = piece as Uint8Array;
    }
    gunzip.end();
    await walked;
    if (last) yield last;
  } finally {
    gunzip.destroy();
  }
}

async function walk(gunzip: Gunzip, limits: ArchiveLimits): Promise<void> {
  const rules = createArchiveRules(limits);
  const reader = createTarReader(rules.add);
  // Headers are no content, and compress even better.
  const streamBytes = limits.unpackedBytes + limits.members * headBytes;
  let seenBytes = 0;
  try {
    for await (const piece of gunzip as AsyncIterable<Buffer>) {
      seenBytes += piece.length;
      if (seenBytes > streamBytes) throw new Error(`it unpacks to more than ${streamBytes} bytes`);
      reader.push(piece);
    }
    reader.end();
    rules.end();
  } catch (error) {
    throw notGood(isOfZlib(error) ? "it is damaged, or was cut off" : (error as Error).message, error);
  }
}

/** Waits while there is more than enough to unpack. A walk that failed ends the wait. */
async function write(gunzip: Gunzip, piece: Uint8Array, walked: Promise<void>): Promise<void> {
  if (gunzip.destroyed) await walked;
  if (!gunzip.write(piece)) await Promise.race([once(gunzip, "drain").catch(() => undefined), walked]);
}

function refuseOther(piece: Uint8Array): void {
  if (piece[0] !== 0x1f || (piece.length > 1 && piece[1] !== 0x8b)) throw notGood("it is no gzip");
}

const isOfZlib = (error: unknown): boolean => error instanceof Error && "code" in error && String(error.code).startsWith("Z_");

const notGood = (why: string, cause?: unknown): AppError =>
  new AppError("invalid", `A source is a .tar.gz of files, directories and links between them. This one cannot be taken: ${why}.`, {
    cause,
    params: { reason: notGoodReason },
  });
