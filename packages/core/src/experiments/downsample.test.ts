import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as thinning from "./downsample.ts";
import type { MetricPoint } from "./metric-point.ts";
import { listOfPoints } from "./point-list.ts";

const value = fc.oneof(fc.double(), fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY));
const series = fc
  .array(value, { maxLength: 400 })
  .map((some) => some.map((one, index): MetricPoint => ({ step: index, timestamp: index, value: one })));

const downsample = (points: readonly MetricPoint[], limit: number) => thinning.downsample(listOfPoints(points), limit);
const sampleEvenly = (points: readonly MetricPoint[], limit: number) => thinning.sampleEvenly(listOfPoints(points), limit);

function line(count: number, of: (index: number) => number = Number): MetricPoint[] {
  return Array.from({ length: count }, (_, step) => ({ step, timestamp: step, value: of(step) }));
}

const numbers = (points: readonly MetricPoint[]) => points.map((point) => point.value).filter((one) => !Number.isNaN(one));

describe("downsampling for a chart", () => {
  test("stays within the limit and keeps both ends, in order", () => {
    fc.assert(
      fc.property(series, fc.integer({ min: 2, max: 100 }), (points, limit) => {
        const thinned = downsample(points, limit);
        expect(thinned.length).toBeLessThanOrEqual(Math.min(points.length, limit));
        expect(thinned[0]).toEqual(points[0]);
        expect(thinned.at(-1)).toEqual(points.at(-1));
        expect(thinned.every((point, index) => index === 0 || Number(point.step) > Number(thinned[index - 1]?.step))).toBe(true);
      }),
    );
  });

  test("never loses the extremes, nor the fact that there was NaN", () => {
    fc.assert(
      fc.property(series, fc.integer({ min: 5, max: 100 }), (points, limit) => {
        const thinned = downsample(points, limit);
        expect(Math.min(...numbers(thinned))).toBe(Math.min(...numbers(points)));
        expect(Math.max(...numbers(thinned))).toBe(Math.max(...numbers(points)));
        expect(thinned.some((point) => Number.isNaN(point.value))).toBe(points.some((point) => Number.isNaN(point.value)));
      }),
    );
  });

  test("keeps the lowest and the highest of each bucket", () => {
    fc.assert(
      fc.property(series, fc.integer({ min: 5, max: 100 }), (points, limit) => {
        const thinned = downsample(points, limit);
        if (points.length <= limit) return;
        const steps = new Set(thinned.map(({ step }) => step));
        const buckets = Math.floor((limit - 2) / (points.some((point) => Number.isNaN(point.value)) ? 3 : 2));
        const edge = (bucket: number) => 1 + Math.floor((bucket * (points.length - 2)) / buckets);
        for (let bucket = 0; bucket < buckets; bucket += 1) {
          const inside = points.slice(edge(bucket), edge(bucket + 1));
          const kept = inside.filter(({ step }) => steps.has(Number(step)));
          expect(Math.min(...numbers(kept))).toBe(Math.min(...numbers(inside)));
          expect(Math.max(...numbers(kept))).toBe(Math.max(...numbers(inside)));
          expect(kept.length).toBeLessThanOrEqual(3);
        }
      }),
    );
  });

  test("keeps a single spike of a million points", () => {
    const points = line(1_000_000, (index) => (index === 654_321 ? 1e6 : Math.sin(index)));
    expect(downsample(points, 600).some((point) => point.value === 1e6)).toBe(true);
  });
});

describe("MLflow's sampling", () => {
  test("returns short series whole", () => {
    expect(sampleEvenly(line(5), 5)).toEqual(line(5));
  });

  // 10 rows in 4 groups are 3, 3, 2, 2: the first of each is row 0, 3, 6, 8, and the last row replaces the last.
  test.each([
    [10, 4, [0, 3, 6, 9]],
    [11, 5, [0, 3, 5, 7, 10]],
    [50, 4, [0, 13, 26, 49]],
    [10, 1, [9]],
    [10, 2, [0, 9]],
    [7, 6, [0, 2, 3, 4, 5, 6]],
  ])("%i points at most %i", (count, limit, steps) => {
    expect(sampleEvenly(line(count), limit).map(({ step }) => step)).toEqual(steps);
  });
});
