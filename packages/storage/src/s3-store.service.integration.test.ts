import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, inject, test, vi } from "vitest";
import type { BlobStore } from "./blob-store.ts";
import { bytesOf, collect, mebibyte, rejection } from "./contract/bytes.ts";
import { describeBlobStore, type OpenedStore } from "./contract-suite.ts";
import { openTestGateway, type TestGateway } from "./open-test-gateway.ts";
import { openBucket } from "./s3/bucket.ts";
import { ensureBucket } from "./s3/ensure-bucket.ts";
import { openS3Store } from "./s3/s3-store.ts";

const program = inject("versitygw");

/** Only the superuser may mount a small file system, and not every kernel gives one the attributes that the server needs. */
async function findSmallMedium(): Promise<(() => Promise<OpenedStore>) | undefined> {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return undefined;
  const directory = await mkdtemp(path.join(tmpdir(), "plumbline-small-"));
  const unmount = async () => {
    execFileSync("umount", [directory]);
    await rm(directory, { recursive: true });
  };
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", directory], { stdio: "ignore" });
  } catch {
    await rm(directory, { recursive: true });
    return undefined;
  }
  const gateway = await openTestGateway({ program, directory }).catch(unmount);
  if (!gateway) return undefined;
  const close = async () => {
    await gateway.close();
    await unmount();
  };
  return async () => ({ store: await openS3Store(gateway.options), close });
}

describeBlobStore({
  name: "S3 as blob store",
  open: async () => {
    const gateway = await openTestGateway({ program });
    return { store: await openS3Store(gateway.options), close: gateway.close };
  },
  openSmall: await findSmallMedium(),
});

test("a bucket is made once, also where its server is not there yet", async () => {
  const own = await openTestGateway({ program });
  const wanted = { ...own.options, bucket: "made-later" };
  await own.kill();
  const making = ensureBucket(wanted, 20_000);
  await own.start();
  expect([await making, await ensureBucket(wanted, 0)]).toEqual([true, false]);
  await own.kill();
  await expect(ensureBucket(wanted, 0)).rejects.toMatchObject({ code: "unavailable" });
  await own.close();
});

describe("a bucket", () => {
  let gateway: TestGateway;
  let store: BlobStore;
  beforeAll(async () => {
    gateway = await openTestGateway({ program });
    store = await openS3Store(gateway.options);
  });
  afterAll(() => gateway?.close());

  test("that does not exist, or that the keys do not open, is said at once, without the keys", async () => {
    const absent = await rejection(openS3Store({ ...gateway.options, bucket: "elsewhere" }));
    expect(absent).toMatchObject({ code: "unavailable", message: expect.stringMatching(/^the bucket elsewhere at http.* does not exist/) });
    const credentials = { accessKeyId: "plumbline", secretAccessKey: "wrong-secret" };
    const closed = await rejection(openS3Store({ ...gateway.options, credentials }));
    expect(closed).toMatchObject({ code: "unavailable", message: expect.stringMatching(/^the bucket plumbline at http.* cannot be used/) });
    expect(String(closed)).not.toContain("wrong-secret");
  });

  test("with more blobs than a server lists at once gives all of them, in order", async () => {
    const keys = Array.from({ length: 1105 }, (_, index) => `page/${String(index).padStart(4, "0")}`);
    const waiting = keys.values();
    const lane = async () => {
      for (const key of waiting) await store.put(key, bytesOf("x"));
    };
    await Promise.all(Array.from({ length: 8 }, lane));
    const first = await store.list("page/");
    const second = await store.list("page/", first.cursor === undefined ? {} : { cursor: first.cursor });
    expect([first.blobs.length, second.blobs.length, second.cursor]).toEqual([1000, 105, undefined]);
    expect([...first.blobs, ...second.blobs].map(({ key }) => key)).toEqual(keys);
    expect(await store.usage("page/")).toEqual({ blobs: 1105, sizeBytes: 1105 });
  });

  test("does not list what others put there", async () => {
    const { client, name } = openBucket(gateway.options);
    await client.send(new PutObjectCommand({ Bucket: name, Key: "stray/readme.txt", Body: "x" }));
    client.destroy();
    expect(await store.list("stray")).toEqual({ blobs: [] });
  });

  test("keeps the parts of a killed upload until they are swept", async () => {
    const script = `
      import { openS3Store } from ${JSON.stringify(path.join(import.meta.dirname, "s3/s3-store.ts"))};
      const store = await openS3Store(${JSON.stringify(gateway.options)});
      async function* endless() { for (let sent = 0; ; sent++) { yield Buffer.alloc(1000000); if (sent === 40) console.log("growing"); } }
      await store.put("killed", endless());`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", script], { stdio: ["ignore", "pipe", "inherit"] });
    await once(child.stdout, "data");
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(await store.stat("killed")).toBeUndefined();
    expect(await store.sweep(60_000)).toBe(0);
    await vi.waitFor(async () => expect(await store.sweep(0)).toBe(1));
    expect(await store.sweep(0)).toBe(0);
  });

  test("whose server goes away in the middle of an upload fails it, says so, and is used again when it is back", {
    timeout: 90_000,
  }, async () => {
    const source = new Readable({ read: () => undefined });
    const putting = rejection(store.put("outage/cut", source));
    source.push(Buffer.alloc(30 * mebibyte));
    await vi.waitFor(() => expect(source.readableLength).toBe(0));
    await gateway.kill();
    source.push(Buffer.alloc(30 * mebibyte));
    source.push(null);
    expect(await putting).toMatchObject({ code: "unavailable" });
    expect(await store.health()).toMatchObject({ isWritable: false, reason: expect.stringContaining("ECONNREFUSED") });
    await expect(store.get("outage/cut")).rejects.toMatchObject({ code: "unavailable" });
    await gateway.start();
    await vi.waitFor(async () => expect(await store.health()).toEqual({ isWritable: true }), { timeout: 10_000 });
    await store.put("outage/cut", bytesOf("whole"));
    expect(String(await collect(await store.get("outage/cut")))).toBe("whole");
    await store.sweep(0);
  });
});
