import fc from "fast-check";
import { expect, test } from "vitest";
import { keptBytes, leastBytes, PartCache } from "./part-cache.ts";

const part = (bytes: number, fill = 1): Buffer => Buffer.alloc(bytes, fill);

test("what was kept is found by its run and digest", () => {
  const cache = new PartCache(keptBytes);
  cache.keep(1, "a", part(leastBytes, 7));
  cache.keep(1, "b", part(leastBytes, 8));
  cache.keep(2, "a", part(leastBytes, 9));
  expect([...cache.of([1])]).toEqual([
    ["a", part(leastBytes, 7)],
    ["b", part(leastBytes, 8)],
  ]);
  expect(cache.of([2]).get("a")).toEqual(part(leastBytes, 9));
  expect(cache.of([3]).size).toBe(0);
});

test("never holds more than its limit, counts what it holds, and gives nothing back that was not kept", () => {
  const kept = fc.record({
    runKey: fc.nat(4),
    digest: fc.nat(6).map(String),
    bytes: fc.integer({ min: leastBytes - 1, max: 3 * leastBytes }),
  });
  fc.assert(
    fc.property(fc.array(kept, { maxLength: 60 }), fc.integer({ min: 0, max: 12 * leastBytes }), (many, limit) => {
      const cache = new PartCache(limit);
      const sizes = new Map<string, number>();
      for (const { runKey, digest, bytes } of many) {
        const name = `${runKey} ${digest}`;
        if (!sizes.has(name)) sizes.set(name, bytes);
        cache.keep(runKey, digest, part(sizes.get(name) ?? 0));
        expect(cache.bytes).toBeLessThanOrEqual(limit);
      }
      const found = [0, 1, 2, 3, 4].flatMap((runKey) =>
        [...cache.of([runKey])].map(([digest, points]) => ({ name: `${runKey} ${digest}`, points })),
      );
      expect(found.reduce((sum, { points }) => sum + points.length, 0)).toBe(cache.bytes);
      for (const { name, points } of found) expect(points.length).toBe(sizes.get(name));
    }),
  );
});

test("the run that was read longest ago makes room; a run that fills it alone keeps what it has", () => {
  const cache = new PartCache(4 * leastBytes);
  for (const runKey of [1, 2, 3, 4]) cache.keep(runKey, "a", part(leastBytes));
  cache.of([1]);
  cache.keep(5, "a", part(leastBytes));
  expect([1, 2, 3, 4, 5].map((runKey) => cache.of([runKey]).size)).toEqual([1, 0, 1, 1, 1]);
  for (const digest of ["b", "c", "d", "e", "f"]) cache.keep(5, digest, part(leastBytes));
  expect([...cache.of([5]).keys()]).toEqual(["a", "b", "c", "d"]);
  expect(cache.of([1, 3, 4]).size).toBe(0);
});

test("what a reader was given stays, though it makes room meanwhile", () => {
  const cache = new PartCache(leastBytes);
  cache.keep(1, "a", part(leastBytes));
  const given = cache.of([1]);
  cache.keep(2, "a", part(leastBytes));
  expect(cache.of([1]).size).toBe(0);
  expect(given.get("a")).toEqual(part(leastBytes));
});

test("keeps no memory but a part's own, and leaves small parts alone", () => {
  const cache = new PartCache(keptBytes);
  cache.keep(1, "small", part(leastBytes - 1));
  cache.keep(1, "shared", part(1_000_000).subarray(500, 500 + leastBytes));
  expect([...cache.of([1])].map(([digest, points]) => [digest, points.buffer.byteLength])).toEqual([["shared", leastBytes]]);
});
