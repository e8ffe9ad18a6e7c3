import fc from "fast-check";
import { expect, test } from "vitest";
import { cutIntoBlocks } from "./compaction/merge-points.ts";
import { encodeMetricBlock } from "./metric-block.ts";
import { encodeBundle } from "./metric-bundle.ts";
import { comparePoints, type MetricPoint, toInt64 } from "./metric-point.ts";
import type { KeyColumns } from "./part-cache.ts";
import { pointAt } from "./point-list.ts";
import { type FoundPoints, partsOf, readSeries } from "./read-series.ts";

const step = fc.oneof(
  { weight: 9, arbitrary: fc.nat(60) },
  { weight: 1, arbitrary: fc.constantFrom(toInt64(2n ** 62n), toInt64(-(2n ** 62n))) },
);
const points = fc.array(
  fc.record({ step, timestamp: fc.oneof(fc.nat(3), fc.nat()), value: fc.constantFrom(0, 1.5, Number.NaN, Number.POSITIVE_INFINITY) }),
  {
    minLength: 1,
    maxLength: 20,
  },
);
const range = fc.record({ startStep: fc.option(fc.nat(70), { nil: undefined }), endStep: fc.option(fc.nat(70), { nil: undefined }) });

function distinct(some: readonly MetricPoint[]): MetricPoint[] {
  return some.toSorted(comparePoints).filter((point, index, all) => index === 0 || comparePoints(all[index - 1] ?? point, point) !== 0);
}

/** A stored row, as a block or as a bundle, of one key or with another. */
function stored(some: readonly MetricPoint[], kind: number) {
  const sorted = distinct(some);
  const { loStep, hiStep, count, bytes } = encodeMetricBlock(sorted);
  const others = kind > 1 ? [{ keyId: 9, points: sorted.slice(0, 1) }] : [];
  const bundle = encodeBundle([{ keyId: 5, points: sorted }, ...others]).bytes;
  return {
    runKey: 1,
    keyId: kind === 0 ? 5 : null,
    count,
    loStep: Number(loStep),
    hiStep: Number(hiStep),
    points: kind === 0 ? bytes : bundle,
  };
}

test("points are read in their order and once, however they are stored and overlap", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(points, fc.nat(2)), { minLength: 1, maxLength: 6 }), range, (many, asked) => {
      const parts = partsOf(
        many.map(([some, kind]) => stored(some, kind)),
        new Set([5]),
      );
      const list = readSeries(parts.get(1)?.get(5) ?? [], asked);
      const expected = distinct(many.flatMap(([some]) => some))
        .map((one) => ({ step: Number(one.step), timestamp: Number(one.timestamp), value: one.value }))
        .filter(
          (one) => one.step >= (asked.startStep ?? Number.NEGATIVE_INFINITY) && one.step <= (asked.endStep ?? Number.POSITIVE_INFINITY),
        );
      expect(Array.from({ length: list.length }, (_, index) => pointAt(list, index))).toEqual(expected);
    }),
    { numRuns: 500 },
  );
});

test("what was decoded is told, and reads as the block did, though other parts overlap it", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(points, fc.nat(2)), { minLength: 1, maxLength: 4 }), points, (many, late) => {
      const rows = many.map(([some, kind]) => stored(some, kind));
      const decoded = new Map<number, KeyColumns>();
      const all = { startStep: undefined, endStep: undefined };
      const read = (found: readonly FoundPoints[]) => {
        const list = readSeries(
          partsOf(found, new Set([5]))
            .get(1)
            ?.get(5) ?? [],
          all,
        );
        return Array.from({ length: list.length }, (_, index) => pointAt(list, index));
      };
      const told = (index: number) => (columns: KeyColumns) => void decoded.set(index, columns);
      const before = read(rows.map((row, index) => ({ ...row, keep: told(index) })));
      const again = rows.map((row, index) => ({ ...row, points: decoded.get(index) ?? row.points }));
      expect(read(again)).toEqual(before);
      expect(read([...again, stored(late, 0)])).toEqual(read([...rows, stored(late, 0)]));
    }),
    { numRuns: 300 },
  );
});

test("merged blocks are read without a detour, of all sorts of values", () => {
  for (const value of [(index: number) => index / 3, Math.fround, () => 0.25, (index: number) => (index % 7 === 0 ? Number.NaN : index)]) {
    const line = Array.from({ length: 9000 }, (_, index) => ({
      step: index * 2,
      timestamp: 1_700_000_000_000 + index * 250 + (index % 3),
      value: value(index),
    }));
    const rows = cutIntoBlocks(line).map(({ bytes, count, loStep, hiStep }) => ({
      runKey: 1,
      keyId: 5,
      count,
      loStep: Number(loStep),
      hiStep: Number(hiStep),
      points: bytes,
    }));
    const list = readSeries(
      partsOf(rows.toReversed(), new Set([5]))
        .get(1)
        ?.get(5) ?? [],
      { startStep: 8000, endStep: 8003 },
    );
    expect([0, 1].map((index) => pointAt(list, index))).toEqual(line.slice(4000, 4002));
    expect(list.length).toBe(2);
  }
});

test("a longer curve, a shorter one and one beyond the room that is kept follow one another", () => {
  const lengths = [300, 5000, 40, 2 ** 20 + 1, 5000];
  for (const length of lengths) {
    const line = Array.from({ length }, (_, index) => ({ step: index, timestamp: length, value: index / 8 }));
    const parts = partsOf(
      cutIntoBlocks(line).map((block) => ({
        runKey: 1,
        keyId: 5,
        count: block.count,
        loStep: Number(block.loStep),
        hiStep: Number(block.hiStep),
        points: block.bytes,
      })),
      new Set([5]),
    );
    const list = readSeries(parts.get(1)?.get(5) ?? [], { startStep: undefined, endStep: undefined });
    expect(list.length).toBe(length);
    expect([0, length - 1].map((index) => pointAt(list, index))).toEqual([line[0], line.at(-1)]);
    expect(list.values.every((value, index) => value === index / 8)).toBe(true);
  }
});
