import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeMetricBlock, encodeMetricBlock, mergePoints, summarizePoints } from "./metric-block.ts";
import { comparePoints, type Int64, type MetricPoint, toInt64 } from "./metric-point.ts";

const int64 = fc.oneof(
  fc.nat(1000),
  fc.maxSafeInteger(),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(toInt64),
  fc.constantFrom<Int64>(toInt64(-(2n ** 63n)), toInt64(2n ** 63n - 1n), Number.MAX_SAFE_INTEGER, 2n ** 53n, Number.MIN_SAFE_INTEGER),
);
const values = fc.oneof(
  fc.double().map((value) => value + 0),
  fc.float().map((value) => value + 0),
  fc.nat(5),
  fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 5e-324, 1.797_693_134_862_315_7e308),
);
const points = fc.record({ step: int64, timestamp: int64, value: values });
const series = fc.array(points, { minLength: 1, maxLength: 60 }).map((some) => some.sort(comparePoints));

function distinct(sorted: readonly MetricPoint[]): MetricPoint[] {
  return sorted.filter((point, index) => index === 0 || comparePoints(sorted[index - 1] as MetricPoint, point) !== 0);
}

function line(count: number, value: (index: number) => number): MetricPoint[] {
  return Array.from({ length: count }, (_, index) => ({ step: index, timestamp: 1_700_000_000_000 + index * 37, value: value(index) }));
}

describe("a block", () => {
  test("gives back every distinct point, with its bounds", () => {
    fc.assert(
      fc.property(series, (sorted) => {
        const expected = distinct(sorted);
        const block = encodeMetricBlock(sorted);
        expect(decodeMetricBlock(block.bytes)).toEqual(expected);
        expect(block).toMatchObject({ count: expected.length, loStep: expected[0]?.step, hiStep: expected.at(-1)?.step });
      }),
      { numRuns: 1000 },
    );
  });

  test("is named by its points: repeats and the way zero is signed change nothing", () => {
    fc.assert(
      fc.property(series, (sorted) => {
        const doubled = [...sorted, ...sorted].sort(comparePoints).map((point) => (point.value === 0 ? { ...point, value: -0 } : point));
        const [one, other] = [encodeMetricBlock(sorted), encodeMetricBlock(doubled)];
        expect(other.digest).toEqual(one.digest);
        expect(other.bytes).toEqual(one.bytes);
        expect(one.digest).toHaveLength(16);
      }),
    );
  });

  test("has another name as soon as one point differs", () => {
    const digests = [
      line(3, (index) => index),
      line(4, (index) => index),
      line(3, () => 1),
      line(3, () => Number.NaN),
      line(3, () => Number.POSITIVE_INFINITY),
      line(3, (index) => index).map((point) => ({ ...point, timestamp: 5 })),
    ].map((some) => encodeMetricBlock(some).digest.toString("hex"));
    expect(new Set(digests).size).toBe(digests.length);
  });

  test("keeps its bytes from one release to the next", () => {
    const { bytes, digest } = encodeMetricBlock([
      { step: 0, timestamp: 1_700_000_000_000, value: 0.1 },
      { step: 1, timestamp: 1_700_000_000_250, value: Number.NaN },
    ]);
    expect(bytes.toString("hex")).toBe("01020100020180a0abfef962f403009a9999999999b93f000000000000f87f");
    expect(digest.toString("hex")).toBe("c34ab759e5a392fc77715b71c8dbeead");
  });

  test.each([
    ["float64 noise", Math.random, 9.2],
    ["float32 noise", () => Math.fround(Math.random()), 5.2],
    ["counts", (index: number) => index, 4.6],
    ["a constant", () => 0.001, 2.1],
  ])("%s take few bytes", (_, value, bytesPerPoint) => {
    const regular = line(1000, value).map((point) => ({ ...point, timestamp: Number(point.timestamp) + (Number(point.step) % 3) }));
    expect(encodeMetricBlock(regular).bytes.length / 1000).toBeLessThan(bytesPerPoint + 0.9);
  });

  test("must be sorted and not empty", () => {
    expect(() => encodeMetricBlock([])).toThrow(RangeError);
    expect(() => encodeMetricBlock(line(2, Number).reverse())).toThrow("must be sorted");
  });
});

test("a block that is cut, lengthened or changed is refused or reads as some points, never hangs", () => {
  const damage = fc.tuple(series, fc.nat(), fc.nat(255));
  fc.assert(
    fc.property(damage, ([sorted, at, byte]) => {
      const { bytes } = encodeMetricBlock(sorted);
      expect(() => decodeMetricBlock(bytes.subarray(0, at % bytes.length))).toThrow(RangeError);
      expect(() => decodeMetricBlock(Buffer.concat([bytes, Buffer.of(byte)]))).toThrow(RangeError);
      const changed = Buffer.from(bytes);
      changed[at % bytes.length] = byte;
      try {
        decodeMetricBlock(changed);
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError);
      }
    }),
  );
});

test("merged blocks are sorted and hold identical points once", () => {
  fc.assert(
    fc.property(fc.array(series, { maxLength: 4 }), (many) => {
      const merged = mergePoints(many.map((some) => decodeMetricBlock(encodeMetricBlock(some).bytes)));
      expect(merged).toEqual(distinct(many.flat().sort(comparePoints)));
    }),
  );
});

describe("a summary", () => {
  test("leaves NaN out of min, max and sum, and finds the ends in any order", () => {
    const shuffled = [
      { step: 2, timestamp: 5, value: 1 },
      { step: 1, timestamp: 9, value: Number.NaN },
      { step: 2, timestamp: 7, value: 4 },
      { step: 2, timestamp: 7, value: 3 },
    ];
    expect(summarizePoints(shuffled)).toEqual({
      count: 4,
      numericCount: 3,
      min: 1,
      max: 4,
      sum: 8,
      first: shuffled[1],
      last: shuffled[2],
    });
  });

  test("takes NaN for the latest of points that tie in step and time", () => {
    const tied = [Number.NaN, Number.POSITIVE_INFINITY, 3].map((value) => ({ step: 1, timestamp: 1, value }));
    expect(summarizePoints(tied).last.value).toBeNaN();
  });

  test("of nothing but NaN has no extremes", () => {
    expect(summarizePoints([{ step: 0, timestamp: 0, value: Number.NaN }])).toMatchObject({ min: undefined, max: undefined, sum: 0 });
  });

  test("agrees with the sorted series", () => {
    fc.assert(
      fc.property(series, (sorted) => {
        const { first, last } = summarizePoints(sorted.toReversed());
        expect(comparePoints(first, sorted[0] as MetricPoint)).toBe(0);
        expect(comparePoints(last, sorted.at(-1) as MetricPoint)).toBe(0);
      }),
    );
  });
});

test.each([
  ["9223372036854775807", 9_223_372_036_854_775_807n],
  ["-5", -5],
  [2 ** 53, 9_007_199_254_740_992n],
  [7n, 7],
])("%s has one form as int64", (source, expected) => {
  expect(toInt64(source)).toBe(expected);
});

test("what is no int64 is refused", () => {
  expect(() => toInt64(2n ** 63n)).toThrow(RangeError);
  expect(() => toInt64(0.5)).toThrow(RangeError);
});
