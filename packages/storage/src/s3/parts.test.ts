import fc from "fast-check";
import { expect, test } from "vitest";
import { partBytes, partsOf } from "./parts.ts";

const mebibyte = 2 ** 20;

async function* chunked(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  let from = 0;
  for (let index = 0; from < bytes.length; index += 1) {
    const size = sizes[index % sizes.length] ?? 1;
    yield bytes.subarray(from, from + size);
    from += size;
  }
}

test("parts are full but for the last, and together what came in", async () => {
  const bytes = Buffer.alloc(20 * mebibyte + 1, "abcdefghijk");
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1000, max: 9 * mebibyte }), { minLength: 1, maxLength: 5 }), async (sizes) => {
      const parts: Uint8Array[] = [];
      for await (const part of partsOf(chunked(bytes, sizes))) parts.push(part);
      expect(parts.map(({ length }) => length)).toEqual([8 * mebibyte, 8 * mebibyte, 4 * mebibyte + 1]);
      expect(Buffer.concat(parts).equals(bytes)).toBe(true);
    }),
    { numRuns: 20 },
  );
});

test("a blob that fills its last part has no empty one behind it, and nothing has no part", async () => {
  const count = async (size: number) => {
    let parts = 0;
    for await (const _ of partsOf(chunked(Buffer.alloc(size), [mebibyte]))) parts += 1;
    return parts;
  };
  expect([await count(0), await count(1), await count(8 * mebibyte), await count(16 * mebibyte)]).toEqual([0, 1, 1, 2]);
});

test("ten thousand parts hold 484 GiB, and none is larger than a server takes", () => {
  const sizes = Array.from({ length: 10_000 }, (_, index) => partBytes(index));
  expect(sizes.reduce((sum, size) => sum + size) / 2 ** 30).toBeCloseTo(484.375, 3);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(5 * 2 ** 30);
});
