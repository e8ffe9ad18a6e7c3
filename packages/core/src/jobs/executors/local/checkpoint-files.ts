import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { lstat, readdir } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";

/** Files of a checkpoint by their paths below its directory, each with what changes whenever somebody writes to it. */
export type CheckpointFiles = ReadonlyMap<string, string>;

/** Plain files alone: a link would bring what is not the job's. */
export async function readCheckpointFiles(folder: string): Promise<CheckpointFiles> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => []);
  const places = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  const files = new Map<string, string>();
  for (const place of places.sort()) {
    const found = await lstat(place, { bigint: true }).catch(() => undefined);
    if (found?.isFile()) files.set(path.relative(folder, place).split(path.sep).join("/"), `${found.ino} ${found.size} ${found.mtimeNs}`);
  }
  return files;
}

export const isSame = (left: CheckpointFiles, right: CheckpointFiles): boolean =>
  left.size === right.size && [...left].every(([file, stamp]) => right.get(file) === stamp);

export async function digestOf(place: string): Promise<{ sha256: string; sizeBytes: number }> {
  const hash = createHash("sha256");
  let sizeBytes = 0;
  await pipeline(createReadStream(place), async (chunks: AsyncIterable<Buffer>) => {
    for await (const chunk of chunks) {
      hash.update(chunk);
      sizeBytes += chunk.length;
    }
  });
  return { sha256: hash.digest("hex"), sizeBytes };
}
