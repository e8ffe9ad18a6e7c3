import { Readable } from "node:stream";
import { expect, test, vi } from "vitest";
import type { BlobStore } from "#src/blob-store.ts";
import { bytesOf, collect, expectNothing, mebibyte, rejection, stalling } from "./bytes.ts";

function cutAfter(sizeBytes: number): Readable {
  let sent = false;
  return new Readable({
    read() {
      if (sent) this.destroy(new Error("the network went away"));
      else this.push(Buffer.alloc(sizeBytes, "x"));
      sent = true;
    },
  });
}

export function failures(store: () => BlobStore): void {
  test.each([1, 30])("a source that fails after %i MiB leaves nothing", async (mebibytes) => {
    await expect(store().put("cut/failed", cutAfter(mebibytes * mebibyte))).rejects.toMatchObject({ code: "aborted" });
    await expectNothing(store(), "cut/failed");
  });

  test("an abort after many bytes leaves nothing", async () => {
    const controller = new AbortController();
    const source = stalling(30 * mebibyte);
    const putting = rejection(store().put("cut/late", source, { signal: controller.signal }));
    await vi.waitFor(() => expect(source.readableLength).toBe(0));
    controller.abort();
    expect(await putting).toMatchObject({ code: "aborted" });
    await expectNothing(store(), "cut/late");
  });

  test("a source that is destroyed in the middle leaves nothing, nor harms what was there", async () => {
    await store().put("cut/kept", bytesOf("kept"));
    const source = stalling();
    const putting = rejection(store().put("cut/kept", source));
    setImmediate(() => source.destroy());
    expect(await putting).toMatchObject({ code: "aborted" });
    expect(String(await collect(await store().get("cut/kept")))).toBe("kept");
    expect(await store().sweep(0)).toBe(0);
  });

  test("an abort interrupts a source that has nothing to say", async () => {
    const controller = new AbortController();
    const source = stalling();
    const putting = rejection(store().put("cut/aborted", source, { signal: controller.signal }));
    setImmediate(() => controller.abort());
    expect(await putting).toMatchObject({ code: "aborted" });
    expect(source.destroyed).toBe(true);
    await expectNothing(store(), "cut/aborted");
  });

  test("an abort that came first stores nothing", async () => {
    const putting = store().put("cut/early", bytesOf("x"), { signal: AbortSignal.abort() });
    await expect(putting).rejects.toMatchObject({ code: "aborted" });
    await expectNothing(store(), "cut/early");
  });

  test("a source that is too long stays open, so that its sender can be answered", async () => {
    const source = stalling();
    await expect(store().put("cut/open", source, { maxBytes: mebibyte - 1 })).rejects.toMatchObject({ code: "too-large" });
    expect(source.destroyed).toBe(false);
    source.destroy();
  });

  test("one byte too many is refused, the last allowed one is not", async () => {
    await store().put("cut/exact", bytesOf("12345"), { maxBytes: 5 });
    await expect(store().put("cut/long", bytesOf("123", "456"), { maxBytes: 5 })).rejects.toMatchObject({ code: "too-large" });
    await expectNothing(store(), "cut/long");
    const large = bytesOf(...Array.from({ length: 31 }, () => Buffer.alloc(mebibyte)));
    await expect(store().put("cut/long", large, { maxBytes: 30 * mebibyte })).rejects.toMatchObject({ code: "too-large" });
    await expectNothing(store(), "cut/long");
  });
}

export function upkeep(store: () => BlobStore): void {
  test("says that it can be written to", async () => {
    expect(await store().health()).toMatchObject({ isWritable: true });
  });

  test("sweeping leaves blobs and fresh uploads alone", async () => {
    await store().put("sweep/kept", bytesOf("kept"));
    const source = stalling();
    const putting = store().put("sweep/growing", source);
    expect(await store().sweep(60_000)).toBe(0);
    source.push(null);
    expect(await putting).toMatchObject({ sizeBytes: mebibyte });
    expect(await store().stat("sweep/kept")).toMatchObject({ sizeBytes: 4 });
  });
}
