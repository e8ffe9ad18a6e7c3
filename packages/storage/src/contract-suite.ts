import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { BlobStore } from "./blob-store.ts";
import { bytesOf, expectNothing, mebibyte } from "./contract/bytes.ts";
import { failures, upkeep } from "./contract/failures.ts";
import { keys, listing } from "./contract/keys.ts";
import { ranges, storing } from "./contract/storing.ts";
import { streaming } from "./contract/streaming.ts";

export interface OpenedStore {
  readonly store: BlobStore;
  readonly close: () => Promise<void>;
}

export interface BlobStoreImplementation {
  readonly name: string;
  /** An empty store. */
  readonly open: () => Promise<OpenedStore>;
  /** A store with room for less than two megabytes, where this machine can make one. */
  readonly openSmall?: (() => Promise<OpenedStore>) | undefined;
}

function small(openSmall: () => Promise<OpenedStore>): void {
  test("a full medium is called full, and nothing is left on it", async () => {
    const { store, close } = await openSmall();
    try {
      await expect(store.put("small/fits", bytesOf(Buffer.alloc(1000)))).resolves.toMatchObject({ sizeBytes: 1000 });
      const large = Array.from({ length: 16 }, () => Buffer.alloc(mebibyte));
      await expect(store.put("small/large", Readable.from(large))).rejects.toMatchObject({ code: "full" });
      await expectNothing(store, "small/large");
      await expect(store.put("small/after", bytesOf(Buffer.alloc(1000)))).resolves.toMatchObject({ sizeBytes: 1000 });
    } finally {
      await close();
    }
  });
}

/** What every BlobStore promises; call it from a test file of the implementation. */
export function describeBlobStore({ name, open, openSmall }: BlobStoreImplementation): void {
  describe(name, () => {
    let opened: OpenedStore | undefined;
    const store = (): BlobStore => {
      if (!opened) throw new Error("the store is not open yet");
      return opened.store;
    };
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(() => opened?.close());
    describe("storing", () => storing(store));
    describe("keys", () => keys(store));
    describe("ranges", () => ranges(store));
    describe("failed uploads", () => failures(store));
    describe("listing", () => listing(store));
    describe("streaming", () => streaming(store));
    describe("upkeep", () => upkeep(store));
    if (openSmall) describe("a full medium", () => small(openSmall));
  });
}
