import { lstat, readdir, readFile, readlink } from "node:fs/promises";
import path from "node:path";
import { buffer } from "node:stream/consumers";
import { createGzip } from "node:zlib";
import { jobLimits } from "@plumbline/contracts/jobs/spec";
import { type Pack, pack } from "tar-stream";
import { CommandError } from "#src/command.ts";
import { filesOf, gitStateOf } from "./git-state.ts";

const stateFile = ".plumbline-source.json";
/** Left out where git does not say what belongs to the code. */
const ignored = new Set([".git", ".hg", ".svn", "node_modules", "__pycache__", ".venv", "venv", "mlruns", ".ipynb_checkpoints"]);
const unpackedMaxBytes = 4 * jobLimits.sourceBytes;
const epoch = new Date(0);

export interface PackedSource {
  readonly archive: Buffer;
  readonly files: number;
}

/**
 * A directory of code as `.tar.gz`. The same files give the same bytes, so that the same code is uploaded once: names are
 * sorted, times and owners left out.
 */
export async function packSource(directory: string): Promise<PackedSource> {
  const root = path.resolve(directory);
  const names = ((await filesOf(root)) ?? (await walk(root, ""))).sort();
  const writing = pack();
  const zipped = buffer(writing.pipe(createGzip({ level: 6 })));
  const state = await gitStateOf(root);
  if (state) await writeEntry(writing, { name: stateFile, mode: 0o644 }, Buffer.from(JSON.stringify(state)));
  const files = await addFiles(writing, root, names);
  writing.finalize();
  const archive = await zipped;
  if (files === 0) throw new CommandError(`${directory} holds no files`);
  if (archive.length > jobLimits.sourceBytes) {
    const mebibytes = Math.round(jobLimits.sourceBytes / 2 ** 20);
    throw new CommandError(`${directory} is larger than ${mebibytes} MiB even when compressed: keep data out of it, as inputs of the job`);
  }
  return { archive, files };
}

async function addFiles(writing: Pack, root: string, names: readonly string[]): Promise<number> {
  let [files, bytes] = [0, 0];
  for (const name of names) {
    const size = name === stateFile ? undefined : await addFile(writing, root, name);
    if (size === undefined) continue;
    files++;
    bytes += size;
    if (bytes > unpackedMaxBytes)
      throw new CommandError(`${root} is larger than ${Math.round(unpackedMaxBytes / 2 ** 20)} MiB: keep data out of it`);
  }
  return files;
}

/** Its size; undefined for what is neither a file nor a link. */
async function addFile(writing: Pack, root: string, name: string): Promise<number | undefined> {
  const file = path.join(root, name);
  const stat = await lstat(file).catch(() => undefined);
  if (stat?.isSymbolicLink()) {
    await writeEntry(writing, { name, type: "symlink", linkname: await readlink(file) });
    return 0;
  }
  if (!stat?.isFile()) return undefined;
  if (stat.size > unpackedMaxBytes) return stat.size;
  await writeEntry(writing, { name, mode: stat.mode & 0o111 ? 0o755 : 0o644 }, await readFile(file));
  return stat.size;
}

function writeEntry(
  writing: Pack,
  header: { name: string; mode?: number; type?: "symlink"; linkname?: string },
  content?: Buffer,
): Promise<void> {
  return new Promise((resolve, reject) => {
    writing.entry({ ...header, mtime: epoch, uid: 0, gid: 0 }, content ?? "", (error) => (error ? reject(error) : resolve()));
  });
}

async function walk(root: string, below: string): Promise<string[]> {
  const entries = await readdir(path.join(root, below), { withFileTypes: true }).catch((error: unknown) => {
    throw new CommandError(`${root} cannot be read: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  });
  const found: string[] = [];
  for (const entry of entries) {
    if (ignored.has(entry.name)) continue;
    const name = below === "" ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) found.push(...(await walk(root, name)));
    else found.push(name);
  }
  return found;
}
