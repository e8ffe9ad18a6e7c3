import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeMetricBlock, encodeMetricBlock, summarizePoints } from "../metric-block.ts";
import { decodeBundle } from "../metric-bundle.ts";
import { comparePoints, type MetricPoint, toInt64 } from "../metric-point.ts";
import {
  chooseBundles,
  crossOff,
  cutIntoBlocks,
  cutIntoBundles,
  excessOf,
  fullPoints,
  gatherPoints,
  mergedPoints,
} from "./merge-points.ts";

// Few different points, so that blocks share some.
const points = fc.record({
  step: fc.oneof(fc.nat(3), fc.constantFrom(toInt64(2n ** 63n - 1n), toInt64(-(2n ** 63n)))),
  timestamp: fc.nat(2),
  value: fc.constantFrom(0, 1.5, -2, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
});
const blocks = fc.array(fc.array(points, { minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 6 });
const once = (some: readonly MetricPoint[]) => decodeMetricBlock(encodeMetricBlock(some.toSorted(comparePoints)).bytes);

describe("points of several blocks", () => {
  test("are each there once, and what was there twice is told", () => {
    fc.assert(
      fc.property(blocks, (many) => {
        const { points: found, repeats } = gatherPoints(many.map(once));
        expect(found).toEqual(once(many.flat()));
        expect([...found, ...repeats].sort(comparePoints)).toEqual(many.flatMap(once).sort(comparePoints));
      }),
    );
  });

  test("that another block holds as well are crossed off, and no others", () => {
    fc.assert(
      fc.property(blocks, fc.array(points, { minLength: 1 }), (many, other) => {
        const before = gatherPoints(many.map(once));
        const after = crossOff(before, once(other));
        const isThere = (point: MetricPoint) => other.some((one) => comparePoints(one, point) === 0);
        expect(after.points).toEqual(before.points.filter((point) => !isThere(point)));
        expect(after.repeats).toEqual([...before.repeats, ...before.points.filter(isThere)]);
      }),
    );
  });

  test("counted twice are taken off a summary, which is then that of the points", () => {
    fc.assert(
      fc.property(blocks, (many) => {
        const counted = summarizePoints(many.flatMap(once));
        const { points: found, repeats } = gatherPoints(many.map(once));
        const excess = excessOf(repeats);
        const { count, numericCount, sum } = summarizePoints(found);
        const corrected = [counted.count - excess.count, counted.numericCount - excess.numericCount, counted.sum - excess.sum];
        expect(corrected).toEqual([count, numericCount, sum]);
      }),
    );
  });
});

describe("merged blocks", () => {
  const line = (count: number) => Array.from({ length: count }, (_, step) => ({ step, timestamp: 9000 - step, value: step }));

  test.each([1, 2, mergedPoints, mergedPoints + 1, 10_000, 3 * mergedPoints])("of %i points hold all in order, none too many", (count) => {
    const cut = cutIntoBlocks(line(count));
    expect(cut.flatMap((block) => decodeMetricBlock(block.bytes))).toEqual(line(count));
    expect(Math.max(...cut.map((block) => block.count))).toBeLessThanOrEqual(mergedPoints);
    if (count > mergedPoints) expect(Math.min(...cut.map((block) => block.count))).toBeGreaterThanOrEqual(fullPoints);
  });

  test("know their times, beyond 2^53 too", () => {
    const far = toInt64(2n ** 63n - 1n);
    const some = [
      { step: 1, timestamp: 7, value: 0 },
      { step: 2, timestamp: far, value: 0 },
      { step: 3, timestamp: 5, value: 0 },
    ];
    expect(cutIntoBlocks(some)).toMatchObject([{ loTime: 5, hiTime: far, loStep: 1, hiStep: 3 }]);
    expect(cutIntoBlocks([])).toEqual([]);
  });
});

describe("bundles", () => {
  const line = (count: number) => Array.from({ length: count }, (_, step) => ({ step, timestamp: step, value: step }));

  test("hold keys whole, and a few thousand points", () => {
    const series = [3000, 5000, 200, 1, 9000, 2].map((count, index) => ({ keyId: index * 3, points: line(count) }));
    const bundles = cutIntoBundles(series);
    expect(bundles.map(({ loKey, hiKey, keys, count }) => [loKey, hiKey, keys, count])).toEqual([
      [0, 3, 2, 8000],
      [6, 9, 2, 201],
      [12, 12, 1, 9000],
      [15, 15, 1, 2],
    ]);
    expect(bundles.flatMap(({ bytes }) => decodeBundle(bytes))).toEqual(series);
    expect(cutIntoBundles([])).toEqual([]);
  });
});

describe("the choice of bundles", () => {
  const chosen = (arrived: number, merged: number[]) =>
    chooseBundles(
      merged.map((count) => ({ count: count * 64, keys: 64 })),
      { count: arrived * 10, keys: 10 },
    ).map(({ count }) => count / 64);

  test("takes those that are not much longer, by the points of a key", () => {
    expect(chosen(1, [])).toEqual([]);
    expect(chosen(1, [2000, 4, 5, 100])).toEqual([4, 5]);
    expect(chosen(500, [2000, 12])).toEqual([12, 2000]);
    expect(chosen(1, [2000, 5])).toEqual([]);
  });

  test("writes a point again only a few times while its series grows", () => {
    let merged: number[] = [];
    let written = 0;
    for (let arrived = 0; arrived < 2000; arrived += 1) {
      const again = chosen(2, merged);
      const count = again.reduce((sum, one) => sum + one, 2);
      written += count;
      for (const one of again) merged.splice(merged.indexOf(one), 1);
      merged = [...merged, count];
    }
    expect(written / 4000).toBeLessThan(20);
    expect(merged.length).toBeLessThan(40);
  });
});
