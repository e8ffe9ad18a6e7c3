import fc from "fast-check";
import { expect, test } from "vitest";
import { PartCache } from "./part-cache.ts";

/** Of so many points, without steps or times: eight bytes a point. */
const part = (points: number, keyId = 5) => ({
  keyId,
  columns: { steps: { first: 0, stride: 1 }, timestamps: { first: 0, stride: 10 }, values: new Float64Array(points).fill(keyId) },
});

test("what was kept is found by its run and digest", () => {
  const cache = new PartCache(1000);
  cache.keep(1, "a", part(10, 7));
  cache.keep(1, "b", part(10, 8));
  cache.keep(2, "a", part(10, 9));
  expect([...cache.of([1])]).toEqual([
    ["a", part(10, 7)],
    ["b", part(10, 8)],
  ]);
  expect(cache.of([2]).get("a")).toEqual(part(10, 9));
  expect(cache.of([3]).size).toBe(0);
});

test("irregular steps and times count too", () => {
  const cache = new PartCache(1000);
  const { values } = part(10).columns;
  cache.keep(1, "a", { keyId: 1, columns: { steps: new Float64Array(10), timestamps: new Float64Array(10), values } });
  expect(cache.bytes).toBe(240);
});

test("never holds more than its limit, counts what it holds, and gives nothing back that was not kept", () => {
  const kept = fc.record({ runKey: fc.nat(4), digest: fc.nat(6).map(String), points: fc.integer({ min: 1, max: 30 }) });
  fc.assert(
    fc.property(fc.array(kept, { maxLength: 60 }), fc.integer({ min: 0, max: 800 }), (many, limit) => {
      const cache = new PartCache(limit);
      const sizes = new Map<string, number>();
      for (const { runKey, digest, points } of many) {
        const name = `${runKey} ${digest}`;
        if (!sizes.has(name)) sizes.set(name, points);
        cache.keep(runKey, digest, part(sizes.get(name) ?? 0));
        expect(cache.bytes).toBeLessThanOrEqual(limit);
      }
      const found = [0, 1, 2, 3, 4].flatMap((runKey) =>
        [...cache.of([runKey])].map(([digest, { columns }]) => ({ name: `${runKey} ${digest}`, points: columns.values.length })),
      );
      expect(found.reduce((sum, { points }) => sum + points * 8, 0)).toBe(cache.bytes);
      for (const { name, points } of found) expect(points).toBe(sizes.get(name));
    }),
  );
});

test("the run that was read longest ago makes room; a run that fills it alone keeps what it has", () => {
  const cache = new PartCache(4 * 80);
  for (const runKey of [1, 2, 3, 4]) cache.keep(runKey, "a", part(10));
  cache.of([1]);
  cache.keep(5, "a", part(10));
  expect([1, 2, 3, 4, 5].map((runKey) => cache.of([runKey]).size)).toEqual([1, 0, 1, 1, 1]);
  for (const digest of ["b", "c", "d", "e", "f"]) cache.keep(5, digest, part(10));
  expect([...cache.of([5]).keys()]).toEqual(["a", "b", "c", "d"]);
  expect(cache.of([1, 3, 4]).size).toBe(0);
});

test("what a reader was given stays, though it makes room meanwhile", () => {
  const cache = new PartCache(80);
  cache.keep(1, "a", part(10));
  const given = cache.of([1]);
  cache.keep(2, "a", part(10));
  expect(cache.of([1]).size).toBe(0);
  expect(given.get("a")).toEqual(part(10));
});
