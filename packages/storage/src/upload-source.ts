import { addAbortSignal, Readable } from "node:stream";
import type { PutOptions } from "./blob-store.ts";
import { StorageError } from "./storage-error.ts";

/** What is to be stored, and under which conditions. */
export interface Upload extends PutOptions {
  readonly source: AsyncIterable<Uint8Array>;
}

function cutBy(cause: unknown): StorageError {
  return new StorageError("aborted", "the upload was cut before its end", { cause });
}

/**
 * Reads the source to its end; whatever it throws means that the upload was cut. A stream that is not to
 * be read on stays open: a server still has to answer on the connection it comes from.
 */
export async function* chunksOf({ source, signal }: Upload): AsyncGenerator<Uint8Array> {
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

export function tooLarge(maxBytes: number): StorageError {
  return new StorageError("too-large", `a blob may hold at most ${maxBytes} bytes here`);
}

/** The error of an upload that failed. */
export function uploadFailure(failure: StorageError, { signal }: Upload): StorageError {
  if (signal?.aborted) return new StorageError("aborted", "the upload was given up", { cause: failure });
  // It was taken away while it grew: swept, or the whole place went.
  return failure.code === "not-found" ? new StorageError("unavailable", "the storage lost the upload", { cause: failure }) : failure;
}
