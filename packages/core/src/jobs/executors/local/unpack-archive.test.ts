import { existsSync, lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { createGzip, gzipSync } from "node:zlib";
import { type Header, pack } from "tar-stream";
import { afterEach, beforeEach, expect, test } from "vitest";
import { LaunchRefused } from "../executor.ts";
import { placeBelow } from "./place-below.ts";
import { unpackArchive } from "./unpack-archive.ts";

let root: string;
let directory: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), "plumbline-unpack-"));
  directory = mkdtempSync(path.join(root, "work-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

type Entry = Partial<Header> & { readonly name: string; readonly content?: string };

async function archiveOf(entries: readonly Entry[]): Promise<Buffer> {
  const tar = pack();
  for (const { content = "", ...header } of entries) tar.entry(header, content);
  tar.finalize();
  return buffer((tar as unknown as Readable).pipe(createGzip()));
}

const signal = new AbortController().signal;
const unpack = async (entries: readonly Entry[], maxBytes = 10_000) =>
  unpackArchive(Readable.from([await archiveOf(entries)]), { directory, signal, maxBytes });

test("files, directories and links that stay inside are unpacked; what may be run stays so", async () => {
  await unpack([
    { name: "./" },
    { name: "src/", type: "directory" },
    { name: "src/train.sh", content: "true", mode: 0o755 },
    { name: "deep/er/data.txt", content: "x", mode: 0o644 },
    { name: "run", type: "symlink", linkname: "src/train.sh" },
    { name: "deep/up", type: "symlink", linkname: "../src" },
  ]);
  expect(readFileSync(path.join(directory, "run"), "utf8")).toBe("true");
  expect(lstatSync(path.join(directory, "src/train.sh")).mode & 0o777).toBe(0o700);
  expect(lstatSync(path.join(directory, "deep/er/data.txt")).mode & 0o777).toBe(0o600);
  expect(readdirSync(path.join(directory, "deep/up"))).toEqual(["train.sh"]);
});

test.each<[string, Entry[]]>([
  ["a path upwards", [{ name: "../evil", content: "x" }]],
  ["a path upwards in the middle", [{ name: "a/../../evil", content: "x" }]],
  ["an absolute path", [{ name: "/evil", content: "x" }]],
  ["a link upwards", [{ name: "l", type: "symlink", linkname: "../.." }]],
  ["an absolute link", [{ name: "l", type: "symlink", linkname: "/etc" }]],
  [
    "a file through a link of its own",
    [
      { name: "d", type: "symlink", linkname: "." },
      { name: "d", content: "x" },
    ],
  ],
  ["a hard link", [{ name: "l", type: "link", linkname: "/etc/passwd" }]],
  ["a device", [{ name: "null", type: "character-device", devmajor: 1, devminor: 3 }]],
  ["a pipe", [{ name: "pipe", type: "fifo" }]],
  ["more than is allowed", [{ name: "big", content: "x".repeat(10_001) }]],
])("%s is refused, and nothing lands outside", async (_what, entries) => {
  await expect(unpack(entries)).rejects.toBeInstanceOf(LaunchRefused);
  expect(readdirSync(root)).toEqual([path.basename(directory)]);
});

test.each([
  ["no gzip", Buffer.from("text")],
  ["half of one", gzipSync("x".repeat(5000)).subarray(0, 20)],
])("%s is refused as the job's own fault", async (_what, bytes) => {
  await expect(unpackArchive(Readable.from([bytes]), { directory, signal, maxBytes: 1000 })).rejects.toBeInstanceOf(LaunchRefused);
});

test("a place below a link that leads out is none", async () => {
  symlinkSync(root, path.join(directory, "out"));
  await expect(placeBelow(directory, "out/file")).rejects.toThrow("leads out of the working directory by a link");
  await expect(placeBelow(directory, "../file")).rejects.toThrow("does not lie in the working directory");
  expect(existsSync(path.join(root, "file"))).toBe(false);
  expect(await placeBelow(directory, "a/b/c")).toBe(path.join(directory, "a/b/c"));
});
