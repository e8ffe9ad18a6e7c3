import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";

const folder = new URL("../../../../../python/plumbline/", import.meta.url);
const names = ["launcher.py", "peers.py"] as const;

/** What runs beside commands in containers: its name says which it is, so that another launcher is another object. */
export interface LauncherFiles {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
}

let read: Promise<LauncherFiles> | undefined;

export function launcherFiles(): Promise<LauncherFiles> {
  read ??= readFiles();
  return read;
}

async function readFiles(): Promise<LauncherFiles> {
  const files = Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await readFile(new URL(name, folder), "utf8")] as const)),
  );
  const digest = createHash("sha256").update(JSON.stringify(files)).digest("hex");
  return { name: `plumbline-launcher-${digest.slice(0, 12)}`, files };
}
