import { expect, it } from "vitest";
import { ScanReport } from "../index.ts";
import { fixtures, scan } from "./open-test-fixtures.ts";

const mutationsPerFile = 30;
const limits = { expandedBytes: 2 ** 20, freeExpandedBytes: 2 ** 18, opcodes: 200_000, stack: 20_000 };
const mostGrown = 512 * 2 ** 20;

/** Mulberry32: the same numbers on every machine. */
function numbersFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

type Mutate = (bytes: Buffer, next: (below: number) => number) => Buffer;

const mutations: readonly Mutate[] = [
  (bytes, next) => {
    for (let count = next(8); count >= 0; count -= 1) bytes[next(bytes.length)] = next(256);
    return bytes;
  },
  (bytes, next) => bytes.subarray(0, next(bytes.length)),
  (bytes, next) => bytes.subarray(next(bytes.length)),
  (bytes, next) => Buffer.concat([bytes.subarray(0, next(bytes.length)), bytes.subarray(next(bytes.length))]),
  (bytes, next) => {
    const at = next(bytes.length);
    return Buffer.concat([bytes.subarray(0, at), Buffer.from(Array.from({ length: next(40) }, () => next(256))), bytes.subarray(at)]);
  },
  (bytes, next) => {
    if (bytes.length > 8) bytes.writeUInt32LE([0xffff_ffff, 0x7fff_ffff, 0, 0x4000_0000][next(4)] ?? 0, next(bytes.length - 4));
    return bytes;
  },
];

it("thousands of damaged files end with a verdict, in bounded memory", { timeout: 120_000 }, async () => {
  const next = numbersFrom(20_261_127);
  const before = process.memoryUsage().rss;
  let most = 0;
  let scanned = 0;
  for (const [path, original] of fixtures) {
    if (original.length === 0) continue;
    const damaged = Array.from({ length: mutationsPerFile }, (_, index) => {
      const mutate = mutations[next(mutations.length)];
      return [`${index}-${path}`, mutate?.(Buffer.from(original), next) ?? original] as const;
    });
    const report = ScanReport.parse(await scan(Object.fromEntries(damaged), { limits, chunkBytes: 1 + next(3000) }));
    most = Math.max(most, process.memoryUsage().rss - before);
    scanned += report.files.length;
    expect(report.files.flatMap(({ findings }) => findings).filter(({ rule }) => rule === "scanner-failed")).toEqual([]);
  }
  expect(scanned).toBeGreaterThan(3000);
  expect(most).toBeLessThan(mostGrown);
});

it("random bytes after every signature end with a verdict", { timeout: 60_000 }, async () => {
  const next = numbersFrom(7);
  const files = [...fixtures].flatMap(([path, original]) =>
    Array.from({ length: 4 }, (_, index) => {
      const noise = Buffer.from(Array.from({ length: next(600) }, () => next(256)));
      return [`${index}-${path}`, Buffer.concat([original.subarray(0, 2 + next(16)), noise])] as const;
    }),
  );
  const report = ScanReport.parse(await scan(Object.fromEntries(files), { limits }));
  expect(report.files).toHaveLength(files.length);
  expect(report.files.flatMap(({ findings }) => findings).filter(({ rule }) => rule === "scanner-failed")).toEqual([]);
});
