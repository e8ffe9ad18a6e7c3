import type { Dirent } from "node:fs";
import { lstat, opendir } from "node:fs/promises";
import path from "node:path";

const blockBytes = 512;

/** What a directory takes on disk: blocks, not lengths; a file with several names once. What may not be looked into counts nothing. */
export async function measureDisk(directory: string): Promise<number> {
  const seen = new Set<string>();
  let sizeBytes = 0;
  const open = [directory];
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    for await (const entry of entriesOf(folder)) {
      const place = path.join(folder, entry.name);
      sizeBytes += await sizeOf(place, seen);
      if (entry.isDirectory()) open.push(place);
    }
  }
  return sizeBytes;
}

async function* entriesOf(folder: string): AsyncGenerator<Dirent> {
  try {
    yield* await opendir(folder);
  } catch {
    // Deleted in the meantime, or closed by the program itself.
  }
}

async function sizeOf(place: string, seen: Set<string>): Promise<number> {
  try {
    const { blocks, nlink, dev, ino } = await lstat(place);
    if (nlink > 1) {
      const key = `${dev}:${ino}`;
      if (seen.has(key)) return 0;
      seen.add(key);
    }
    return blocks * blockBytes;
  } catch {
    return 0;
  }
}
