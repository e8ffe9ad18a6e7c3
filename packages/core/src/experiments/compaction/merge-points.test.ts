import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeMetricBlock, encodeMetricBlock, summarizePoints } from "../metric-block.ts";
import { comparePoints, type MetricPoint, toInt64 } from "../metric-point.ts";
import {
  type BlockFacts,
  chooseBlocks,
  crossOff,
  cutIntoBlocks,
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
const pack = (some: readonly MetricPoint[]) => encodeMetricBlock(some.toSorted(comparePoints)).bytes;
const once = (some: readonly MetricPoint[]) => decodeMetricBlock(pack(some));

describe("points of several blocks", () => {
  test("are each there once, and what was there twice is told", () => {
    fc.assert(
      fc.property(blocks, (many) => {
        const { points: found, repeats } = gatherPoints(many.map(pack));
        expect(found).toEqual(once(many.flat()));
        expect([...found, ...repeats].sort(comparePoints)).toEqual(many.flatMap(once).sort(comparePoints));
      }),
    );
  });

  test("that another block holds as well are crossed off, and no others", () => {
    fc.assert(
      fc.property(blocks, fc.array(points, { minLength: 1 }), (many, other) => {
        const before = gatherPoints(many.map(pack));
        const after = crossOff(before, pack(other));
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
        const { points: found, repeats } = gatherPoints(many.map(pack));
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

describe("the choice of blocks", () => {
  const block = (count: number, isMerged: boolean): BlockFacts => ({ digest: Buffer.alloc(16), count, isMerged });
  const chosen = (arrived: number[], merged: number[]) =>
    chooseBlocks([...arrived.map((count) => block(count, false)), ...merged.map((count) => block(count, true))]).chosen.map(
      (one) => one.count,
    );

  test("takes what arrived, with merged ones that are not much larger", () => {
    expect(chosen([1], [])).toEqual([1]);
    expect(chosen([1, 1, 1], [2000, 12])).toEqual([1, 1, 1, 12]);
    expect(chosen([200, 300], [2000, 12])).toEqual([200, 300, 12, 2000]);
    expect(chosen([], [2, 2, 2])).toEqual([]);
  });

  test("leaves what is too much for once to another round", () => {
    const arrived = Array.from({ length: 100 }, () => block(1000, false));
    const { chosen: first, isMore } = chooseBlocks(arrived);
    expect([first.length, isMore]).toEqual([65, true]);
    expect(chooseBlocks(arrived.slice(65)).isMore).toBe(false);
  });

  test("writes a point again only a few times while its series grows one by one", () => {
    let merged: number[] = [];
    let written = 0;
    for (let arrived = 0; arrived < 2000; arrived += 1) {
      const { chosen: some } = chooseBlocks([block(1, false), block(1, false), ...merged.map((count) => block(count, true))]);
      const counts = some.slice(2).map((one) => one.count);
      written += 2 + counts.reduce((sum, count) => sum + count, 0);
      for (const count of counts) merged.splice(merged.indexOf(count), 1);
      merged = [...merged, 2 + counts.reduce((sum, count) => sum + count, 0)];
    }
    expect(written / 4000).toBeLessThan(20);
    expect(merged.length).toBeLessThan(12);
  });
});
