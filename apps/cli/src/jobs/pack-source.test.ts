import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { createGunzip } from "node:zlib";
import { extract } from "tar-stream";
import { afterEach, beforeEach, expect, test } from "vitest";
import { packSource } from "./pack-source.ts";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), "plumbline-source-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

const write = (name: string, content: string): void => {
  mkdirSync(path.dirname(path.join(directory, name)), { recursive: true });
  writeFileSync(path.join(directory, name), content);
};
const git = (...args: string[]): string =>
  execFileSync("git", ["-C", directory, "-c", "user.name=t", "-c", "user.email=t@example.test", ...args]).toString();

async function entriesOf(archive: Buffer): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for await (const entry of Readable.from([archive]).pipe(createGunzip()).pipe(extract())) {
    const { name, linkname } = entry.header;
    found[name] = linkname ? `-> ${linkname}` : await text(entry);
  }
  return found;
}

test("a directory becomes its files, without what is made by programs", async () => {
  write("train.py", "print(1)");
  write("src/model.py", "x");
  write("__pycache__/train.pyc", "no");
  write(".venv/bin/python", "no");
  symlinkSync("train.py", path.join(directory, "main.py"));
  const { archive, files } = await packSource(directory);
  expect(await entriesOf(archive)).toEqual({ "main.py": "-> train.py", "src/model.py": "x", "train.py": "print(1)" });
  expect(files).toBe(3);
});

test("the same files are the same bytes, whenever they were written", async () => {
  write("train.py", "print(1)");
  const digest = async () =>
    createHash("sha256")
      .update((await packSource(directory)).archive)
      .digest("hex");
  const before = await digest();
  utimesSync(path.join(directory, "train.py"), new Date(0), new Date(0));
  expect(await digest()).toBe(before);
  chmodSync(path.join(directory, "train.py"), 0o755);
  expect(await digest()).not.toBe(before);
});

test("a checkout sends what git does not ignore, with its commit and what was changed since", async () => {
  git("init", "--quiet", "--initial-branch", "main");
  write("train.py", "print(1)\n");
  write(".gitignore", "*.log\n");
  git("add", ".");
  git("commit", "--quiet", "--message", "first");
  git("remote", "add", "origin", "https://someone:secret@git.example.org/team/code.git");
  write("train.py", "print(2)\n");
  write("new.py", "y");
  write("run.log", "no");
  const entries = await entriesOf((await packSource(directory)).archive);
  expect(Object.keys(entries).sort()).toEqual([".gitignore", ".plumbline-source.json", "new.py", "train.py"]);
  expect(JSON.parse(entries[".plumbline-source.json"] ?? "")).toEqual({
    commit: git("rev-parse", "HEAD").trim(),
    branch: "main",
    url: "https://git.example.org/team/code.git",
    isDirty: true,
    diff: expect.stringContaining("-print(1)\n+print(2)"),
  });
});

test("an empty directory and one that is not there are refused", async () => {
  await expect(packSource(directory)).rejects.toThrow(/holds no files$/);
  await expect(packSource(path.join(directory, "nowhere"))).rejects.toThrow(/cannot be read: ENOENT/);
});
