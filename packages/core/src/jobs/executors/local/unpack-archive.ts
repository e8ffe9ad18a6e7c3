import { createWriteStream } from "node:fs";
import { lstat, mkdir, rm, symlink } from "node:fs/promises";
import path from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { extract, type Header } from "tar-stream";
import { LaunchRefused } from "../executor.ts";
import { isBelow, placeBelow } from "./place-below.ts";

interface Unpacking {
  readonly directory: string;
  readonly signal: AbortSignal;
  /** Bytes of all files together, unpacked. */
  readonly maxBytes: number;
}

const entriesMax = 100_000;

/**
 * Unpacks a `.tar.gz` of anybody into a directory. Nothing of it lands outside: paths and links that lead out are refused, and so
 * is whatever is neither file, directory nor link. Ends early where it holds more than is allowed.
 */
export async function unpackArchive(archive: Readable, unpacking: Unpacking): Promise<void> {
  const { directory, signal, maxBytes } = unpacking;
  const entries = extract();
  // Its streams are not Node's, but do what Node asks of them.
  const reading = pipeline(archive, createGunzip(), entries as unknown as NodeJS.WritableStream, { signal });
  let count = 0;
  let sizeBytes = 0;
  const unpack = async (): Promise<void> => {
    for await (const entry of entries) {
      const { header } = entry;
      count += 1;
      sizeBytes += header.size;
      if (count > entriesMax) throw new LaunchRefused(`The source has more than ${entriesMax} files.`);
      if (sizeBytes > maxBytes) throw new LaunchRefused(`The source has more than ${maxBytes} bytes when it is unpacked.`);
      await unpackEntry(directory, header, entry as AsyncIterable<Uint8Array>);
      entry.resume();
    }
  };
  const unpacked = unpack().catch((error: unknown) => {
    entries.destroy();
    throw error;
  });
  const [first, second] = await Promise.allSettled([unpacked, reading]);
  if (first.status === "rejected") throw explain(first.reason);
  if (second.status === "rejected") throw explain(second.reason);
}

/** A broken archive is the job's fault; a full disk is not. */
function explain(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof LaunchRefused) return error;
  const code = "code" in error ? String(error.code) : "";
  const isBroken = /^Z_|^ERR_STREAM_PREMATURE_CLOSE$/.test(code) || /tar|header/i.test(error.message);
  return isBroken ? new LaunchRefused(`The source is no .tar.gz that can be read: ${error.message}.`, { cause: error }) : error;
}

async function unpackEntry(directory: string, header: Header, content: AsyncIterable<Uint8Array>): Promise<void> {
  const name = header.name.replace(/^(\.\/)+/, "").replace(/\/+$/, "");
  if (name === "" || name === ".") return;
  if (name.split("/").includes("..") || path.isAbsolute(name))
    throw new LaunchRefused(`The source holds the path "${name}", which leads out of it.`);
  const place = await placeBelow(directory, name);
  switch (header.type) {
    case "directory":
      await refuseLink(place, name);
      await mkdir(place, { recursive: true, mode: 0o700 });
      return;
    case "symlink":
      return linkTo(directory, place, { name, target: header.linkname });
    case "file":
    case "contiguous-file":
      await refuseLink(place, name);
      await pipeline(content, createWriteStream(place, { mode: isExecutable(header) ? 0o700 : 0o600 }));
      return;
    default:
      throw new LaunchRefused(
        `The source holds "${name}", which is a ${header.type}: only files, directories and symbolic links are unpacked.`,
      );
  }
}

const isExecutable = ({ mode }: Header): boolean => (mode & 0o100) !== 0;

/** Writing through a link that the archive itself brought would be writing elsewhere. */
async function refuseLink(place: string, name: string): Promise<void> {
  const found = await lstat(place).catch(() => undefined);
  if (found?.isSymbolicLink()) throw new LaunchRefused(`The source holds "${name}" twice, once as a link.`);
}

async function linkTo(directory: string, place: string, { name, target }: { name: string; target: string }): Promise<void> {
  const end = path.resolve(path.dirname(place), target);
  if (path.isAbsolute(target) || !(end === directory || isBelow(directory, end))) {
    throw new LaunchRefused(`The source holds the link "${name}" to "${target}", which leads out of it.`);
  }
  await rm(place, { force: true });
  await symlink(target, place);
}
