import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { createGzip, gzipSync } from "node:zlib";
import { pack } from "tar-stream";
import { expect, test } from "vitest";
import { readSourceState } from "./source-state.ts";

const state = { commit: "a".repeat(40), branch: "main", url: "https://git.example.org/ml", isDirty: true, diff: "+x" };

async function archiveOf(files: readonly (readonly [string, string])[]): Promise<Readable> {
  const tar = pack();
  for (const [name, content] of files) tar.entry({ name }, content);
  tar.finalize();
  return Readable.from([await buffer((tar as unknown as Readable).pipe(createGzip()))]);
}

test("what the client knew of the checkout is read from the archive's first file", async () => {
  expect(
    await readSourceState(
      await archiveOf([
        [".plumbline-source.json", JSON.stringify(state)],
        ["train.py", "x"],
      ]),
    ),
  ).toEqual(state);
});

test.each<[string, Promise<Readable>]>([
  ["an archive of something else", archiveOf([["train.py", "x"]])],
  [
    "one that has it later",
    archiveOf([
      ["train.py", "x"],
      [".plumbline-source.json", JSON.stringify(state)],
    ]),
  ],
  ["one that says something else", archiveOf([[".plumbline-source.json", JSON.stringify({ ...state, commit: "HEAD; rm" })]])],
  ["one that says nothing readable", archiveOf([[".plumbline-source.json", "{"]])],
  ["no archive", Promise.resolve(Readable.from([gzipSync("text")]))],
  ["no gzip", Promise.resolve(Readable.from([Buffer.from("text")]))],
])("%s says nothing", async (_what, archive) => {
  expect(await readSourceState(await archive)).toBeUndefined();
});
