import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Transform, type TransformCallback } from "node:stream";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { type Server, startServer } from "../faults/server.ts";
import { type Between, type Passing, standBetween } from "./between.ts";
import { type Begun, beginPlumb } from "./plumb.ts";
import { register } from "./versions.ts";

const large = randomBytes(32 * 2 ** 20);
const files = { MLmodel: "flavors: {}\n", "weights.bin": large };
let server: Server;
let home: string;
let out: string;
const between: Between[] = [];

before(async () => {
  server = await startServer();
  await register(server, "credit", files);
});
beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), "plumbline-download-"));
  out = path.join(home, "credit");
});
afterEach(async () => {
  for (const one of between.splice(0)) await one.close();
  rmSync(home, { recursive: true, force: true });
});
after(() => server?.stop());

const begin = (from: { url: string }) =>
  beginPlumb({ url: from.url, token: server.token }, "models", "download", "credit", "1", "--out", out);
const download = (from: { url: string } = server) => begin(from).ended;

async function through(passing: Passing): Promise<Between> {
  const one = await standBetween(server.url, passing);
  between.push(one);
  return one;
}

/** Hands on every piece of the large file as `change` makes it. */
const changing =
  (change: (piece: Buffer, passed: number) => Buffer | Promise<Buffer>): Passing =>
  (url, body) => {
    if (!url.includes("path=weights.bin")) return body;
    let passed = 0;
    const transform = async (piece: Buffer, _: BufferEncoding, done: TransformCallback) => {
      passed += piece.length;
      done(null, await change(piece, passed));
    };
    return body.pipe(new Transform({ transform: (piece, encoding, done) => void transform(piece, encoding, done) }));
  };

test("an empty directory is filled, one that holds something is refused and stays as it is", async () => {
  mkdirSync(out);
  const { code, stdout } = await download();
  assert.equal(code, 0);
  assert.match(stdout, /^2 files in /);
  const digest = (content: Uint8Array) => createHash("sha256").update(content).digest("hex");
  assert.equal(digest(readFileSync(path.join(out, "model/weights.bin"))), digest(large));
  writeFileSync(path.join(out, "notes.txt"), "mine");
  assert.deepEqual(await download(), { code: 1, stdout: "", stderr: `plumb: ${out} is not empty\n` });
  assert.deepEqual(readdirSync(out).sort(), ["model", "model.pub.pem", "model.sig", "notes.txt"]);
  assert.deepEqual(readdirSync(home), ["credit"]);
});

test("a file in place of the directory is refused in one line", async () => {
  writeFileSync(out, "mine");
  const { code, stderr } = await download();
  assert.equal(code, 1);
  assert.match(stderr, /^plumb: \S+ cannot be written: ENOTDIR[^\n]*\n$/);
  assert.equal(readFileSync(out, "utf8"), "mine");
});

test("a byte that changes on the way is noticed, and nothing is kept", async () => {
  const liar = await through(
    changing((piece, passed) => {
      if (passed < large.length / 2) return piece;
      const changed = Buffer.from(piece);
      changed.writeUInt8(changed.readUInt8(0) ^ 1, 0);
      return changed;
    }),
  );
  assert.deepEqual(await download(liar), {
    code: 1,
    stdout: "",
    stderr: "plumb: weights.bin differs from the manifest; nothing was kept\n",
  });
  assert.deepEqual(readdirSync(home), []);
});

test("bytes that rot in the storage are noticed, and nothing is kept", async () => {
  const stored = readdirSync(server.storageDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .find((file) => readFileSync(file).equals(large));
  assert.ok(stored, "the file lies in the storage");
  const rotten = Buffer.from(large);
  rotten.writeUInt8(rotten.readUInt8(1000) ^ 1, 1000);
  writeFileSync(stored, rotten);
  try {
    const { code, stderr } = await download();
    assert.equal(code, 1);
    assert.match(stderr, /^plumb: weights\.bin: [^\n]+; nothing was kept\n$/);
    assert.deepEqual(readdirSync(home), []);
  } finally {
    writeFileSync(stored, large);
  }
});

test("when the server dies in the middle of a file, nothing is kept", async () => {
  let begun: string[] = [];
  const slow = await through(
    changing(async (piece) => {
      if (!server.api.hasEnded()) {
        begun = readdirSync(home);
        await server.api.kill();
      }
      return piece;
    }),
  );
  try {
    const { code, stdout, stderr } = await download(slow);
    assert.equal(code, 1);
    assert.equal(stdout, "");
    assert.match(stderr, /^plumb: weights\.bin: [^\n]+; nothing was kept\n$/);
    assert.match(begun.join(), /^credit\.part-\w+$/, "it had begun");
    assert.deepEqual(readdirSync(home), []);
  } finally {
    await server.api.start();
  }
  assert.equal((await download()).code, 0);
  assert.ok(existsSync(path.join(out, "model.sig")));
});

test("when the command is ended in the middle of a file, nothing is kept", async () => {
  let begun: Begun | undefined;
  const slow = await through(
    changing((piece) => {
      // Once: whoever insists is not made to wait for the tidying up.
      if (!begun?.child.killed) begun?.child.kill("SIGTERM");
      return piece;
    }),
  );
  begun = begin(slow);
  assert.deepEqual(await begun.ended, { code: 1, stdout: "", stderr: "plumb: ended before everything was there; nothing was kept\n" });
  assert.deepEqual(readdirSync(home), []);
});
