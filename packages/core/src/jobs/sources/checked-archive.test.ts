import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import type { ArchiveLimits } from "./archive-rules.ts";
import { checkedArchive } from "./checked-archive.ts";

interface Member {
  readonly name: string;
  readonly type?: string;
  readonly content?: string | Buffer;
  readonly link?: string;
  /** In place of the content's own. */
  readonly size?: number;
}

function block({ name, type = "0", content = "", link = "", size = Buffer.byteLength(content) }: Member): Buffer {
  const header = Buffer.alloc(512);
  header.write(name, 0, 100);
  header.write("0000644\0", 100);
  header.write(`${size.toString(8).padStart(11, "0")}\0`, 124);
  header.write("        ", 148);
  header.write(type, 156);
  header.write(link, 157, 100);
  header.write("ustar\x0000", 257, "latin1");
  header.write(
    `${header
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, "0")}\0 `,
    148,
  );
  const body = Buffer.from(content);
  return Buffer.concat([header, body, Buffer.alloc((512 - (body.length % 512)) % 512)]);
}

const tar = (...members: readonly Member[]): Buffer => gzipSync(Buffer.concat([...members.map(block), Buffer.alloc(1024)]));
const file = (name: string): Member => ({ name, content: "x" });
const record = (text: string): string => {
  const length = (digits: number) => digits + 1 + text.length + 1;
  const digits = [1, 2, 3, 4].find((count) => String(length(count)).length === count) ?? 1;
  return `${length(digits)} ${text}\n`;
};

/** In pieces of a few bytes, as a slow connection brings it. */
function* pieces(bytes: Buffer, size: number): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
const check = (bytes: Buffer, size = 65_536) => buffer(Readable.from(checkedArchive(Readable.from(pieces(bytes, size)))));
const checkWithin = (limits: ArchiveLimits, bytes: Buffer) => buffer(Readable.from(checkedArchive(Readable.from([bytes]), limits)));

test.each([1, 7, 511, 65_536])("an archive passes as it is, in pieces of %i bytes", async (size) => {
  const bytes = tar(
    { name: "a/", type: "5" },
    { name: "a/b.py", content: "print(1)".repeat(300) },
    { name: "a/link", type: "2", link: "b.py" },
  );
  expect((await check(bytes, size)).equals(bytes)).toBe(true);
});

test("what other programs pack passes: long names, links, empty files, archives of git", async () => {
  const directory = mkdtempSync(path.join(tmpdir(), "plumbline-tar-"));
  const deep = path.join(directory, "d".repeat(60), "e".repeat(60), "f".repeat(60));
  mkdirSync(deep, { recursive: true });
  writeFileSync(path.join(deep, "Größe.py"), "x");
  writeFileSync(path.join(directory, "empty"), "");
  symlinkSync(path.join("..", "..", "..", "empty"), path.join(deep, "up"));
  const git = (...args: string[]) =>
    execFileSync("git", ["-C", directory, "-c", "user.name=t", "-c", "user.email=t@example.test", ...args], { maxBuffer: 2 ** 24 });
  const archives = ["gnu", "posix", "ustar"].map((format) =>
    execFileSync("tar", ["-C", directory, `--format=${format}`, "-czf", "-", "."]),
  );
  git("init", "--quiet");
  git("add", ".");
  git("commit", "--quiet", "--message", "first");
  archives.push(gzipSync(git("archive", "HEAD")));
  for (const bytes of archives) expect((await check(bytes)).equals(bytes)).toBe(true);
  rmSync(directory, { recursive: true });
});

const bad: readonly (readonly [string, Buffer, RegExp])[] = [
  ["no gzip", Buffer.from("PK\u0003\u0004 a zip"), /it is no gzip/],
  ["nothing", Buffer.alloc(0), /cut off|damaged/],
  ["a gzip of something else", gzipSync(Buffer.alloc(2000, "text ")), /no tar archive/],
  ["a damaged gzip", Buffer.concat([tar(file("a")).subarray(0, 40), Buffer.alloc(100, 7)]), /damaged/],
  ["half of a gzip", tar({ name: "a", content: Buffer.from(crypto.getRandomValues(new Uint8Array(5000))) }).subarray(0, 2000), /cut off/],
  ["half of an archive", gzipSync(block({ name: "a", content: "x".repeat(2000) }).subarray(0, 1000)), /middle of a member/],
  ["no file", tar({ name: "a/", type: "5" }), /no file/],
  ["an absolute path", tar(file("/etc/passwd")), /leads out/],
  ["a path upwards", tar(file("a/../../b")), /leads out/],
  ["a path with a backslash", tar(file("a\\..\\b")), /leads out/],
  ["a long path", tar({ name: "x", type: "L", content: `${"a/".repeat(501)}\0` }, file("b")), /more than 1000 bytes/],
  ["a path upwards in an extended header", tar({ name: "x", type: "x", content: record("path=../b") }, file("b")), /leads out/],
  ["a path for all", tar({ name: "x", type: "g", content: record("path=b") }, file("b")), /counts for all/],
  ["an extended header that cannot be read", tar({ name: "x", type: "x", content: "99 path=b\n" }, file("b")), /cannot be read/],
  ["an extended header of great size", tar({ name: "x", type: "x", content: "x".repeat(65_537) }, file("b")), /65536 are allowed/],
  ["a hard link", tar(file("a"), { name: "b", type: "1", link: "a" }), /a hard link/],
  ["a device", tar(file("a"), { name: "b", type: "3" }), /a device/],
  ["an unknown kind", tar(file("a"), { name: "b", type: "Z" }), /something unknown/],
  ["an absolute link", tar(file("a"), { name: "b", type: "2", link: "/etc" }), /leads out/],
  ["a link upwards", tar(file("a"), { name: "c/b", type: "2", link: "../../etc" }), /leads out/],
  [
    "a link over a link",
    tar(file("a"), { name: "c/up", type: "2", link: ".." }, { name: "b", type: "2", link: "c/up/.." }),
    /not straight/,
  ],
  ["a file behind a link", tar({ name: "l", type: "2", link: "a" }, file("l/b")), /through the link "l"/],
  ["a file over a link", tar({ name: "l", type: "2", link: "a" }, file("./l")), /through the link "l"/],
  ["a link over a directory", tar(file("a/b"), { name: "a", type: "2", link: "c" }), /have a directory/],
  ["a directory with content", tar(file("a"), { name: "d", type: "5", content: "x" }), /a directory with content/],
  ["a file too large to unpack", tar({ name: "a", size: 2 ** 31 + 1 }), /more than 2147483648 bytes/],
  [
    "files too large together",
    tar({ name: "x", type: "x", content: record(`size=${2 ** 31 + 1}`) }, file("b")),
    /more than 2147483648 bytes/,
  ],
];

test.each(bad)("%s is refused", async (_what, bytes, why) => {
  for (const size of [13, 65_536]) {
    await expect(check(bytes, size)).rejects.toMatchObject({ code: "invalid", message: expect.stringMatching(why) });
  }
});

test("so many members and bytes, and no more", async () => {
  const limits = { members: 3, unpackedBytes: 10 };
  const of = (...sizes: number[]) => tar(...sizes.map((size, index) => ({ name: `f${index}`, content: "x".repeat(size) })));
  await checkWithin(limits, of(5, 5, 0));
  await expect(checkWithin(limits, of(5, 6))).rejects.toMatchObject({ message: expect.stringContaining("more than 10 bytes") });
  await expect(checkWithin(limits, of(1, 1, 1, 1))).rejects.toMatchObject({ message: expect.stringContaining("more than 3 members") });
});

test("what is neither content nor member is not unpacked without end either", async () => {
  const comment = { name: "x", type: "g", content: record("comment=x") };
  const limits = { members: 3, unpackedBytes: 10 };
  await checkWithin(limits, tar(comment, comment, file("a")));
  await expect(checkWithin(limits, tar(...Array.from({ length: 13 }, () => comment), file("a")))).rejects.toThrow(/unpacks to more than/);
  const behind = (bytes: number) => Buffer.concat([tar(file("a")), gzipSync(Buffer.alloc(bytes))]);
  await check(behind(2 ** 20 - 512));
  await expect(check(behind(2 ** 20 - 511))).rejects.toThrow(/behind its end/);
});

test("a stream that is refused stays open for whoever has to answer on it", async () => {
  const source = Readable.from([Buffer.from("no"), Buffer.from("gzip")]);
  await expect(buffer(Readable.from(checkedArchive(source)))).rejects.toThrow(/no gzip/);
  expect(source.destroyed).toBe(false);
});
