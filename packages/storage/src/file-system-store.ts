import { randomUUID } from "node:crypto";
import { open, readdir, rm, stat, statfs, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Readable } from "node:stream";
import { fileOf, walkKeys } from "./blob-files.ts";
import { assertKey, assertPrefix } from "./blob-key.ts";
import type { BlobEntry, BlobPage, BlobStat, BlobStore, ByteRange, StorageHealth, StorageUsage } from "./blob-store.ts";
import { makeDirectory } from "./directories.ts";
import { StorageError, storageErrorOf } from "./storage-error.ts";
import { writeWhole } from "./unfinished-file.ts";

const pageSize = 1000;

async function statFile(file: string): Promise<BlobStat | undefined> {
  try {
    const { size, mtime } = await stat(file);
    return { sizeBytes: size, modifiedAt: mtime };
  } catch (error) {
    const failure = storageErrorOf(error);
    if (failure.code === "not-found") return undefined;
    throw failure;
  }
}

function assertRange({ start, end }: ByteRange, sizeBytes: number): void {
  const isWhole = Number.isSafeInteger(start) && Number.isSafeInteger(end);
  if (isWhole && start >= 0 && start <= end && start < sizeBytes) return;
  throw new StorageError("range", `the blob has ${sizeBytes} bytes, none of them in the range`);
}

async function readFile(file: string, range: ByteRange | undefined): Promise<Readable> {
  const handle = await open(file, "r");
  try {
    const { size } = await handle.stat();
    if (range) assertRange(range, size);
    return handle.createReadStream(range ? { start: range.start, end: Math.min(range.end, size - 1) } : {});
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** A file has no address that others could reach. */
const linkTo = (_file: string): Promise<string | undefined> => Promise.resolve(undefined);

async function* entriesOf(directory: string, prefix: string, after: string): AsyncGenerator<BlobEntry> {
  for await (const key of walkKeys(directory, { prefix, after })) {
    const found = await statFile(fileOf(directory, key));
    if (found) yield { key, ...found };
  }
}

async function readPage(entries: AsyncIterable<BlobEntry>, limit: number): Promise<BlobPage> {
  const blobs: BlobEntry[] = [];
  for await (const entry of entries) {
    const last = blobs.at(-1);
    if (last && blobs.length >= limit) return { blobs, cursor: last.key };
    blobs.push(entry);
  }
  return { blobs };
}

async function addUp(entries: AsyncIterable<BlobEntry>): Promise<StorageUsage> {
  let blobs = 0;
  let sizeBytes = 0;
  for await (const entry of entries) {
    blobs += 1;
    sizeBytes += entry.sizeBytes;
  }
  return { blobs, sizeBytes };
}

async function probe(directory: string): Promise<StorageHealth> {
  const file = path.join(directory, randomUUID());
  try {
    const { bavail, bsize } = await statfs(directory);
    const freeBytes = bavail * bsize;
    try {
      await writeFile(file, "probe", { flag: "wx", mode: 0o600 });
      return { isWritable: true, freeBytes };
    } catch (error) {
      return { isWritable: false, freeBytes, reason: storageErrorOf(error).message };
    } finally {
      await rm(file, { force: true });
    }
  } catch (error) {
    return { isWritable: false, reason: storageErrorOf(error).message };
  }
}

async function removeOld(directory: string, olderThanMs: number): Promise<number> {
  const limit = Date.now() - olderThanMs;
  let removed = 0;
  for (const name of await readdir(directory)) {
    const file = path.join(directory, name);
    const found = await statFile(file);
    if (!found || found.modifiedAt.getTime() > limit) continue;
    await rm(file, { force: true });
    removed += 1;
  }
  return removed;
}

/** Turns whatever the operating system throws into the store's one error. */
async function guarded<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw storageErrorOf(error);
  }
}

/** Blobs as files below one directory, which is made where it does not exist; uploads grow in `.unfinished` beside them. */
export async function openFileSystemStore(options: { readonly directory: string }): Promise<BlobStore> {
  const directory = path.resolve(options.directory);
  const unfinished = path.join(directory, ".unfinished");
  await guarded(() => makeDirectory(unfinished));
  const locate = (key: string) => {
    assertKey(key);
    return fileOf(directory, key);
  };
  const entries = (prefix: string, after = "") => {
    assertPrefix(prefix);
    assertPrefix(after);
    return entriesOf(directory, prefix, after);
  };
  return {
    put: (key, source, putOptions = {}) =>
      guarded(async () => {
        const target = locate(key);
        await makeDirectory(path.dirname(target));
        return writeWhole({ directory: unfinished, target, source, ...putOptions });
      }),
    get: (key, { range } = {}) => guarded(() => readFile(locate(key), range)),
    link: (key) => guarded(() => linkTo(locate(key))),
    stat: (key) => guarded(() => statFile(locate(key))),
    delete: (key) => guarded(() => rm(locate(key), { force: true })),
    list: (prefix, { cursor, limit = pageSize } = {}) => guarded(() => readPage(entries(prefix, cursor), limit)),
    usage: (prefix = "") => guarded(() => addUp(entries(prefix))),
    health: () => probe(unfinished),
    sweep: (olderThanMs) => guarded(() => removeOld(unfinished, olderThanMs)),
  };
}
