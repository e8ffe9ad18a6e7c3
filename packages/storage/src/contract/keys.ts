import { beforeAll, expect, test } from "vitest";
import type { BlobStore } from "#src/blob-store.ts";
import { bytesOf } from "./bytes.ts";

const hostileKeys = [
  "",
  "/",
  "a/",
  "/a",
  "a//b",
  ".",
  "..",
  "../a",
  "a/../b",
  "a/./b",
  "a\\..\\b",
  "%2e%2e/a",
  "a%2fb",
  ".hidden",
  "-flag",
  "A",
  "a b",
  "a\0b",
  "a\n",
  "é",
  "a.blob",
  "c:/a",
  "a".repeat(121),
  `${"a/".repeat(10)}a`,
];

export function keys(store: () => BlobStore): void {
  test.each(hostileKeys)("refuses the key %j everywhere", async (key) => {
    const refused = { code: "invalid-key" };
    await expect(store().put(key, bytesOf("x"))).rejects.toMatchObject(refused);
    await expect(store().get(key)).rejects.toMatchObject(refused);
    await expect(store().link(key, { contentType: "text/plain", contentDisposition: "inline" })).rejects.toMatchObject(refused);
    await expect(store().stat(key)).rejects.toMatchObject(refused);
    await expect(store().delete(key)).rejects.toMatchObject(refused);
  });

  test.each(["../", "a/../", ".", "A", "a//"])("refuses the prefix %j", async (prefix) => {
    await expect(store().list(prefix)).rejects.toMatchObject({ code: "invalid-key" });
    await expect(store().usage(prefix)).rejects.toMatchObject({ code: "invalid-key" });
  });
}

export function listing(store: () => BlobStore): void {
  const listed = ["list/a", "list/a-1", "list/a/b", "list/a/c/d", "list/a0", "list/b/a", "list/c"];
  const keysOf = async (prefix: string) => (await store().list(prefix)).blobs.map(({ key }) => key);

  beforeAll(() => Promise.all(listed.toReversed().map((key) => store().put(key, bytesOf(key)))));

  test("goes by key, whole or by any prefix", async () => {
    expect(await keysOf("list/")).toEqual(["list/a", "list/a-1", "list/a/b", "list/a/c/d", "list/a0", "list/b/a", "list/c"]);
    expect(await keysOf("list/a/")).toEqual(["list/a/b", "list/a/c/d"]);
    expect(await keysOf("list/a")).toEqual(listed.slice(0, 5));
    expect(await keysOf("list/zzz")).toEqual([]);
    expect(await keysOf("")).toEqual(expect.arrayContaining(listed));
  });

  test.each([1, 2, 3, 7, 100])("in pages of %i misses nothing and repeats nothing", async (limit) => {
    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await store().list("list/", { limit, ...(cursor && { cursor }) });
      expect(page.blobs.length).toBeLessThanOrEqual(limit);
      found.push(...page.blobs.map(({ key }) => key));
      cursor = page.cursor;
    } while (cursor);
    expect(found).toEqual(listed);
  });

  test("tells sizes, one by one and together", async () => {
    const { blobs } = await store().list("list/a/");
    expect(blobs.map(({ sizeBytes }) => sizeBytes)).toEqual([8, 10]);
    expect(await store().usage("list/a/")).toEqual({ blobs: 2, sizeBytes: 18 });
    expect((await store().usage()).blobs).toBeGreaterThanOrEqual(listed.length);
  });
}
