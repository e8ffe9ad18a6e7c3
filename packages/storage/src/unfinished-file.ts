import { createHash, randomUUID } from "node:crypto";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import path from "node:path";
import { addAbortSignal, Readable } from "node:stream";
import type { PutOptions, StoredBlob } from "./blob-store.ts";
import { syncDirectory } from "./directories.ts";
import { StorageError, storageErrorOf } from "./storage-error.ts";

async function writeAll(file: FileHandle, chunk: Uint8Array): Promise<void> {
  let from = 0;
  while (from < chunk.length) {
    const { bytesWritten } = await file.write(chunk, from);
    from += bytesWritten;
  }
}

function cutBy(cause: unknown): StorageError {
  return new StorageError("aborted", "the upload was cut before its end", { cause });
}

/**
 * Reads the source to its end; whatever it throws means that the upload was cut. A stream that is not to
 * be read on stays open: a server still has to answer on the connection it comes from.
 */
async function* chunksOf(source: AsyncIterable<Uint8Array>, signal: AbortSignal | undefined): AsyncGenerator<Uint8Array> {
  const readable = source instanceof Readable ? source : Readable.from(source);
  if (signal) addAbortSignal(signal, readable);
  try {
    yield* readable.iterator({ destroyOnReturn: false });
  } catch (error) {
    throw cutBy(error);
  } finally {
    if (readable !== source) readable.destroy();
  }
}

interface Upload extends PutOptions {
  readonly source: AsyncIterable<Uint8Array>;
}

async function copy(file: FileHandle, { source, signal, maxBytes = Number.POSITIVE_INFINITY }: Upload): Promise<StoredBlob> {
  const digest = createHash("sha256");
  let sizeBytes = 0;
  for await (const chunk of chunksOf(source, signal)) {
    sizeBytes += chunk.length;
    if (sizeBytes > maxBytes) throw new StorageError("too-large", `a blob may hold at most ${maxBytes} bytes here`);
    const written = writeAll(file, chunk);
    digest.update(chunk);
    await written;
  }
  signal?.throwIfAborted();
  await file.sync();
  return { sizeBytes, sha256: digest.digest("hex") };
}

function failureOf(error: unknown, signal: AbortSignal | undefined): StorageError {
  if (signal?.aborted) return new StorageError("aborted", "the upload was given up", { cause: error });
  const failure = storageErrorOf(error);
  // The file was taken away while it grew: swept, or the whole directory went.
  return failure.code === "not-found" ? new StorageError("unavailable", "the storage lost the upload", { cause: error }) : failure;
}

interface UnfinishedFile extends Upload {
  /** Where it grows, on the file system of `target`. */
  readonly directory: string;
  readonly target: string;
}

/** Writes a file under a name of its own, and puts it in its place when all of it is there and durable. */
export async function writeWhole({ directory, target, ...upload }: UnfinishedFile): Promise<StoredBlob> {
  const unfinished = path.join(directory, randomUUID());
  try {
    const file = await open(unfinished, "wx", 0o600);
    const stored = await copy(file, upload).finally(() => file.close());
    await rename(unfinished, target);
    await syncDirectory(path.dirname(target));
    return stored;
  } catch (error) {
    await rm(unfinished, { force: true });
    throw failureOf(error, upload.signal);
  }
}
