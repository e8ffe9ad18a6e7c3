import { createHash } from "node:crypto";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import type { BlobStore } from "#src/blob-store.ts";
import { mebibyte } from "./bytes.ts";

/** Memory that is still in use: garbage that nobody has collected yet is no leak. */
function makeLiveBytes(): () => number {
  setFlagsFromString("--expose-gc");
  const collectGarbage: () => void = runInNewContext("gc");
  return () => {
    collectGarbage();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
}

const chunkBytes = 256 * 1024;
const chunks = 800;

export function streaming(store: () => BlobStore): void {
  test("200 MB pass in and out with flat memory", { timeout: 120_000 }, async () => {
    const liveBytes = makeLiveBytes();
    const baseline = liveBytes();
    let peak = 0;
    const sample = (index: number) => {
      if (index % 100 === 0) peak = Math.max(peak, liveBytes() - baseline);
    };
    const [sent, received] = [createHash("sha256"), createHash("sha256")];
    async function* source(): AsyncGenerator<Uint8Array> {
      for (let index = 0; index < chunks; index += 1) {
        const chunk = Buffer.alloc(chunkBytes, String(index));
        sent.update(chunk);
        sample(index);
        yield await Promise.resolve(chunk);
      }
    }
    const stored = await store().put("stream/large", source());
    let index = 0;
    for await (const chunk of await store().get("stream/large")) {
      received.update(chunk);
      sample(index);
      index += 1;
    }
    const digest = sent.digest("hex");
    expect(stored).toEqual({ sizeBytes: chunks * chunkBytes, sha256: digest });
    expect(received.digest("hex")).toBe(digest);
    // What lies unread between two collections counts as well; a store that kept the file would need all of it.
    expect(peak).toBeLessThan(80 * mebibyte);
    await store().delete("stream/large");
  });
}
