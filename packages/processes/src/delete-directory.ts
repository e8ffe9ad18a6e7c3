import { chmod, readdir, rm } from "node:fs/promises";
import path from "node:path";

/** Deletes a directory with all that is in it, directories included that the program closed to its owner. */
export async function deleteDirectory(directory: string): Promise<void> {
  try {
    await rm(directory, { recursive: true, force: true });
  } catch {
    await openAll(directory);
    await rm(directory, { recursive: true, force: true });
  }
}

async function openAll(directory: string): Promise<void> {
  await chmod(directory, 0o700);
  for (const entry of await readdir(directory, { withFileTypes: true }))
    if (entry.isDirectory()) await openAll(path.join(directory, entry.name));
}
