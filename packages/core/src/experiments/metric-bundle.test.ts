import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { encodeMetricBlock } from "./metric-block.ts";
import { decodeBundle, digestOfBundle, encodeBundle, type KeyPoints } from "./metric-bundle.ts";
import { comparePoints, type MetricPoint, toInt64 } from "./metric-point.ts";

const int64 = fc.oneof(fc.nat(3), fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(toInt64));
const values = fc.oneof(
  fc.double().map((value) => value + 0),
  fc.constantFrom(0, 1.5, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
);
const points = fc
  .uniqueArray(fc.record({ step: int64, timestamp: int64, value: values }), {
    minLength: 1,
    maxLength: 12,
    comparator: (left, right) => comparePoints(left, right) === 0,
  })
  .map((some) => some.sort(comparePoints));
/** Keys that have steps and times in common, as those of one request, and others that have not. */
const bundles = fc
  .uniqueArray(fc.record({ keyId: fc.integer({ min: 1, max: 2 ** 31 - 1 }), own: points, isOwn: fc.boolean(), value: values }), {
    minLength: 1,
    maxLength: 20,
    selector: ({ keyId }) => keyId,
  })
  .chain((keys) =>
    points.map((same) =>
      keys
        .map(({ keyId, own, isOwn, value }): KeyPoints => {
          const on = same.map((point) => ({ ...point, value }));
          return {
            keyId,
            points: isOwn ? own : on.filter((point, index) => index === 0 || comparePoints(on[index - 1] ?? point, point) !== 0),
          };
        })
        .sort((left, right) => left.keyId - right.keyId),
    ),
  );

const line = (count: number, value: (index: number) => number): MetricPoint[] =>
  Array.from({ length: count }, (_, index) => ({ step: index, timestamp: 1_700_000_000_000 + index * 37, value: value(index) }));

describe("a bundle", () => {
  test("gives back every point of every key, and says where they lie", () => {
    fc.assert(
      fc.property(bundles, (series) => {
        const { bytes, ...extent } = encodeBundle(series);
        expect(decodeBundle(bytes)).toEqual(series);
        const all = series.flatMap((one) => one.points);
        const steps = all.map((one) => BigInt(one.step)).sort((left, right) => (left < right ? -1 : 1));
        const times = all.map((one) => BigInt(one.timestamp)).sort((left, right) => (left < right ? -1 : 1));
        expect(extent).toEqual({
          loKey: series[0]?.keyId,
          hiKey: series.at(-1)?.keyId,
          keys: series.length,
          count: all.length,
          loStep: toInt64(steps[0] ?? 0n),
          hiStep: toInt64(steps.at(-1) ?? 0n),
          loTime: toInt64(times[0] ?? 0n),
          hiTime: toInt64(times.at(-1) ?? 0n),
        });
      }),
      { numRuns: 500 },
    );
  });

  test("gives back some keys alone", () => {
    fc.assert(
      fc.property(bundles, fc.func(fc.boolean()), (series, wanted) => {
        expect(decodeBundle(encodeBundle(series).bytes, wanted)).toEqual(series.filter(({ keyId }) => wanted(keyId)));
      }),
    );
  });

  test("of one key is its number and a block, as blocks of earlier releases are carried over", () => {
    const block = encodeMetricBlock(line(3, (index) => index / 3));
    const key = Buffer.alloc(4);
    key.writeInt32BE(70_000);
    expect(encodeBundle([{ keyId: 70_000, points: line(3, (index) => index / 3) }]).bytes).toEqual(
      Buffer.concat([Buffer.from([2]), key, block.bytes]),
    );
  });

  test("keeps its bytes from one release to the next", () => {
    const series = [7, 9].map((keyId) => ({ keyId, points: line(2, (index) => keyId + index) }));
    expect(encodeBundle(series).bytes.toString("hex")).toBe("0102070202010100020180a0abfef9624a060202401c122006020240221224");
  });

  test.each([
    [1000, 1, 9.3],
    [64, 50, 9],
    [10, 100, 9],
  ])("%i keys of %i steps take few bytes", (keys, steps, bytesPerPoint) => {
    const series = Array.from({ length: keys }, (_one, keyId) => ({ keyId, points: line(steps, Math.random) }));
    expect(encodeBundle(series).bytes.length / keys / steps).toBeLessThan(bytesPerPoint);
  });

  test("that is damaged is refused, and nothing else happens", () => {
    fc.assert(
      fc.property(bundles, fc.nat(), fc.nat(255), (series, at, byte) => {
        const changed = Buffer.from(encodeBundle(series).bytes);
        changed[at % changed.length] = byte;
        try {
          decodeBundle(changed);
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe("the digest", () => {
  test("is that of the points and their keys", () => {
    const digest = (series: KeyPoints[]) => digestOfBundle(series).toString("hex");
    const some = line(3, (index) => index);
    const digests = [
      [{ keyId: 1, points: some }],
      [{ keyId: 2, points: some }],
      [{ keyId: 1, points: some.slice(1) }],
      [
        { keyId: 1, points: some.slice(0, 2) },
        { keyId: 2, points: some.slice(2) },
      ],
      [
        { keyId: 1, points: some.slice(0, 1) },
        { keyId: 2, points: some.slice(1) },
      ],
    ].map(digest);
    expect(new Set(digests).size).toBe(digests.length);
    expect(digest([{ keyId: 1, points: line(3, (index) => index) }])).toBe(digests[0]);
    expect(digestOfBundle([{ keyId: 1, points: some }])).toHaveLength(16);
  });
});
