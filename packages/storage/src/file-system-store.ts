import { createHash, randomUUID } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import type { BlobStore } from "./blob-store.ts";

/** Blobs as files below one directory. */
export async function openFileSystemStore(options: { readonly directory: string }): Promise<BlobStore> {
  await mkdir(options.directory, { recursive: true });
  const fileOf = (key: string) => path.join(options.directory, key);
  return {
    async put(key, source, putOptions = {}) {
      const target = fileOf(key);
      const unfinished = `${target}.${randomUUID()}.part`;
      await mkdir(path.dirname(target), { recursive: true });
      const hash = createHash("sha256");
      let sizeBytes = 0;
      try {
        await pipeline(
          source,
          async function* measure(chunks: AsyncIterable<Buffer>) {
            for await (const chunk of chunks) {
              hash.update(chunk);
              sizeBytes += chunk.length;
              yield chunk;
            }
          },
          createWriteStream(unfinished),
          putOptions.signal ? { signal: putOptions.signal } : {},
        );
        await rename(unfinished, target);
      } catch (error) {
        await rm(unfinished, { force: true });
        throw error;
      }
      return { sizeBytes, sha256: hash.digest("hex") };
    },
    get: (key, getOptions = {}) => Promise.resolve(createReadStream(fileOf(key), getOptions.range ?? {})),
    stat: (key) =>
      stat(fileOf(key)).then(
        (found) => ({ sizeBytes: found.size }),
        () => undefined,
      ),
    delete: (key) => rm(fileOf(key), { force: true }),
  };
}
