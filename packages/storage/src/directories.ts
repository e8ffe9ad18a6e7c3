import { mkdir, open } from "node:fs/promises";
import path from "node:path";

/** Makes the entries of a directory durable; Windows cannot and need not. */
export async function syncDirectory(directory: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(directory, "r");
  await handle.sync().finally(() => handle.close());
}

/** Creates a directory that survives a power cut, with every parent it lacks. */
export async function makeDirectory(directory: string): Promise<void> {
  const topmost = await mkdir(directory, { recursive: true, mode: 0o700 });
  if (topmost === undefined) return;
  for (let made = directory; made.length >= topmost.length; made = path.dirname(made)) {
    await syncDirectory(path.dirname(made));
  }
}
