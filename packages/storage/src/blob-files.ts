import type { Dirent } from "node:fs";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { storageErrorOf } from "./storage-error.ts";

const extension = ".blob";

/** The file of a key: its extension keeps `a` and `a/b` apart, which object storage holds side by side. */
export function fileOf(directory: string, key: string): string {
  return path.join(directory, ...key.split("/")) + extension;
}

interface Entry {
  /** The key of a blob, or what all keys of a directory begin with, slash included. */
  readonly begins: string;
  readonly isBlob: boolean;
}

function toEntry(parent: string, entry: Dirent): Entry[] {
  if (entry.isDirectory()) return entry.name.startsWith(".") ? [] : [{ begins: `${parent}${entry.name}/`, isBlob: false }];
  if (!entry.name.endsWith(extension)) return [];
  return [{ begins: parent + entry.name.slice(0, -extension.length), isBlob: true }];
}

async function readEntries(directory: string, parent: string): Promise<Entry[]> {
  try {
    const entries = await readdir(path.join(directory, parent), { withFileTypes: true });
    return entries.flatMap((entry) => toEntry(parent, entry)).sort((left, right) => (left.begins < right.begins ? -1 : 1));
  } catch (error) {
    const failure = storageErrorOf(error);
    if (failure.code === "not-found") return [];
    throw failure;
  }
}

interface Walk {
  readonly prefix: string;
  /** Only keys after this one. */
  readonly after: string;
}

function mayHold({ begins, isBlob }: Entry, { prefix, after }: Walk): boolean {
  if (isBlob) return begins.startsWith(prefix) && begins > after;
  const overlaps = begins.startsWith(prefix) || prefix.startsWith(begins);
  return overlaps && (begins > after || after.startsWith(begins));
}

/** Keys in their order, found directory by directory. */
export async function* walkKeys(directory: string, walk: Walk, parent = ""): AsyncGenerator<string> {
  for (const entry of await readEntries(directory, parent)) {
    if (!mayHold(entry, walk)) continue;
    if (entry.isBlob) yield entry.begins;
    else yield* walkKeys(directory, walk, entry.begins);
  }
}
