import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openSegments, readSegments, releaseSegments } from "./segments.ts";

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "plumbline-segments-"));
});
afterEach(() => rm(directory, { recursive: true }));

const read = async (offset: number, maxBytes = 100): Promise<[string, number]> => {
  const { bytes, offset: from } = await readSegments(directory, { offset, maxBytes });
  return [bytes.toString(), from];
};

test("what is appended is read by offset, one file at a time", async () => {
  const segments = openSegments(directory, 4);
  for (const text of ["ab", "cde", "f", "ghijk"]) segments.append(Buffer.from(text));
  expect((await readdir(directory)).length).toBe(2);
  expect(await read(0)).toEqual(["abcde", 0]);
  expect(await read(3, 1)).toEqual(["d", 3]);
  expect(await read(5)).toEqual(["fghijk", 5]);
  expect(await read(11)).toEqual(["", 11]);
  expect(await read(99)).toEqual(["", 99]);
  segments.close();
});

test("what was released is gone, the file that is written to stays, and reading goes on with what is left", async () => {
  const segments = openSegments(directory, 2);
  for (const text of ["ab", "cd", "ef"]) segments.append(Buffer.from(text));
  expect(segments.keptBytes()).toBe(6);
  await releaseSegments(directory, 3);
  expect(segments.keptBytes()).toBe(4);
  expect(await read(0)).toEqual(["cd", 2]);
  await releaseSegments(directory, 99);
  expect(segments.keptBytes()).toBe(2);
  segments.append(Buffer.from("gh"));
  expect(await read(6)).toEqual(["gh", 6]);
  segments.close();
});

test("a writer goes on behind what is there", async () => {
  openSegments(directory, 4).append(Buffer.from("abc"));
  const again = openSegments(directory, 4);
  again.append(Buffer.from("d"));
  again.append(Buffer.from("e"));
  expect(await read(0)).toEqual(["abcd", 0]);
  expect(await read(4)).toEqual(["e", 4]);
});

test("a directory that is not there is empty", async () => {
  expect((await readSegments(path.join(directory, "none"), { offset: 7, maxBytes: 1 })).offset).toBe(7);
  await releaseSegments(path.join(directory, "none"), 7);
});
