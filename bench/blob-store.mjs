// Prints JSON: how fast large and small blobs go into and out of a directory and of S3 (versitygw), and the memory that takes.
// Usage: node bench/blob-store.mjs [MiB of the large blob, default 1024]   (Node 24; builds versitygw with Go unless that is done)
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { openBlobStore } from "../packages/storage/src/index.ts";
import { openTestGateway } from "../packages/storage/src/open-test-gateway.ts";
import { findVersitygw } from "../tooling/versitygw.mjs";

const mebibyte = 2 ** 20;
const large = Math.min(Number(process.argv[2] ?? 1024), 100_000);
const smalls = 400;

async function* bytes(mebibytes) {
  const chunk = Buffer.alloc(64 * 1024, "plumbline ");
  for (let sent = 0; sent < mebibytes * mebibyte; sent += chunk.length) yield chunk;
}

/** Seconds, and by how much the process grew meanwhile. */
async function watched(work) {
  globalThis.gc?.();
  const before = process.memoryUsage.rss();
  let peak = before;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 20);
  const began = performance.now();
  await work();
  const seconds = (performance.now() - began) / 1000;
  clearInterval(watch);
  return { seconds, grownMiB: Math.round((peak - before) / mebibyte) };
}

async function measure(store) {
  const put = await watched(() => store.put("bench/large", bytes(large)));
  const get = await watched(async () => {
    for await (const _ of await store.get("bench/large"));
  });
  const waiting = Array.from({ length: smalls }, (_, index) => `bench/small-${index}`).values();
  const lane = async () => {
    for (const key of waiting) await store.put(key, bytes(1 / 16));
  };
  const many = await watched(() => Promise.all(Array.from({ length: 8 }, lane)));
  return {
    putMiBPerSecond: Math.round(large / put.seconds),
    putGrownMiB: put.grownMiB,
    getMiBPerSecond: Math.round(large / get.seconds),
    getGrownMiB: get.grownMiB,
    smallPerSecond: Math.round(smalls / many.seconds),
  };
}

const directory = await mkdtemp(path.join(tmpdir(), "plumbline-bench-"));
const gateway = await openTestGateway({ program: await findVersitygw(process.env) });
try {
  const files = await measure(await openBlobStore({ directory }));
  const s3 = await measure(await openBlobStore({ directory, s3: gateway.options }));
  console.log(JSON.stringify({ largeMiB: large, files, s3 }, undefined, 2));
} finally {
  await gateway.close();
  await rm(directory, { recursive: true, force: true });
}
