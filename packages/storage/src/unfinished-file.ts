import { createHash, randomUUID } from "node:crypto";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import path from "node:path";
import type { StoredBlob } from "./blob-store.ts";
import { syncDirectory } from "./directories.ts";
import { storageErrorOf } from "./storage-error.ts";
import { chunksOf, tooLarge, type Upload, uploadFailure } from "./upload-source.ts";

async function writeAll(file: FileHandle, chunk: Uint8Array): Promise<void> {
  let from = 0;
  while (from < chunk.length) {
    const { bytesWritten } = await file.write(chunk, from);
    from += bytesWritten;
  }
}

async function copy(file: FileHandle, upload: Upload): Promise<StoredBlob> {
  const { maxBytes = Number.POSITIVE_INFINITY } = upload;
  const digest = createHash("sha256");
  let sizeBytes = 0;
  for await (const chunk of chunksOf(upload)) {
    sizeBytes += chunk.length;
    if (sizeBytes > maxBytes) throw tooLarge(maxBytes);
    const written = writeAll(file, chunk);
    digest.update(chunk);
    await written;
  }
  upload.signal?.throwIfAborted();
  await file.sync();
  return { sizeBytes, sha256: digest.digest("hex") };
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
    throw uploadFailure(storageErrorOf(error), upload);
  }
}
