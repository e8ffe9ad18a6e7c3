import { randomBytes } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import type { BlobStore } from "#src/blob-store.ts";
import { bytesOf, collect, sha256 } from "./bytes.ts";

export function storing(store: () => BlobStore): void {
  test("gives back what was put, with its size and digest", async () => {
    const body = randomBytes(300_000);
    const stored = await store().put("put/one", bytesOf(body.subarray(0, 7), body.subarray(7)));
    expect(stored).toEqual({ sizeBytes: body.length, sha256: sha256(body) });
    expect(await collect(await store().get("put/one"))).toEqual(body);
    expect(await store().stat("put/one")).toEqual({ sizeBytes: body.length, modifiedAt: expect.any(Date) });
  });

  test("holds an empty blob", async () => {
    expect(await store().put("put/empty", bytesOf())).toEqual({ sizeBytes: 0, sha256: sha256(Buffer.alloc(0)) });
    expect(await collect(await store().get("put/empty"))).toHaveLength(0);
  });

  test("replaces a blob whole, and a reader keeps the one it began", async () => {
    await store().put("put/again", bytesOf("first".repeat(50_000)));
    const reader = await store().get("put/again");
    await store().put("put/again", bytesOf("second"));
    expect(String(await collect(reader))).toBe("first".repeat(50_000));
    expect(String(await collect(await store().get("put/again")))).toBe("second");
  });

  test("holds a key and keys below it side by side", async () => {
    await store().put("put/tree", bytesOf("trunk"));
    await store().put("put/tree/leaf", bytesOf("leaf"));
    expect(String(await collect(await store().get("put/tree")))).toBe("trunk");
    expect(String(await collect(await store().get("put/tree/leaf")))).toBe("leaf");
  });

  test("takes many blobs at once, and one of several for the same key", async () => {
    const bodies = Array.from({ length: 24 }, (_, index) => `${index}-`.repeat(20_000));
    const stored = await Promise.all(bodies.map((body, index) => store().put(`many/${index % 12}`, bytesOf(body))));
    expect(stored.map((one) => one.sha256)).toEqual(bodies.map((body) => sha256(Buffer.from(body))));
    for (let index = 0; index < 12; index += 1) {
      const found = String(await collect(await store().get(`many/${index}`)));
      expect([bodies[index], bodies[index + 12]]).toContain(found);
    }
  });

  test("deletes, and deletes again", async () => {
    await store().put("put/gone", bytesOf("x"));
    await store().delete("put/gone");
    await store().delete("put/gone");
    expect(await store().stat("put/gone")).toBeUndefined();
    await expect(store().get("put/gone")).rejects.toMatchObject({ code: "not-found" });
  });

  test("knows nothing under a key nobody put", async () => {
    await expect(store().get("no/such/blob")).rejects.toMatchObject({ code: "not-found" });
    expect(await store().stat("no/such/blob")).toBeUndefined();
  });
}

export function ranges(store: () => BlobStore): void {
  beforeAll(() => store().put("range/digits", bytesOf("0123456789")));

  test.each([
    [{ start: 0, end: 0 }, "0"],
    [{ start: 0, end: 9 }, "0123456789"],
    [{ start: 9, end: 9 }, "9"],
    [{ start: 3, end: 5 }, "345"],
    [{ start: 7, end: 10_000 }, "789"],
    [{ start: 0, end: Number.MAX_SAFE_INTEGER }, "0123456789"],
  ])("%j reads %s", async (range, expected) => {
    expect(String(await collect(await store().get("range/digits", { range })))).toBe(expected);
  });

  test.each([
    { start: 10, end: 10 },
    { start: 5, end: 4 },
    { start: -1, end: 3 },
    { start: 0.5, end: 3 },
    { start: Number.NaN, end: 3 },
  ])("%j holds no byte", async (range) => {
    await expect(store().get("range/digits", { range })).rejects.toMatchObject({ code: "range" });
  });

  test("an empty blob has no range", async () => {
    await store().put("range/empty", bytesOf());
    await expect(store().get("range/empty", { range: { start: 0, end: 0 } })).rejects.toMatchObject({ code: "range" });
  });
}
