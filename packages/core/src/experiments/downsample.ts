import type { MetricPoint } from "./metric-point.ts";

interface Bucket {
  readonly from: number;
  readonly to: number;
}

function extremeOf(points: readonly MetricPoint[], { from, to }: Bucket, sign: 1 | -1): number {
  let found = -1;
  let best = 0;
  for (let index = from; index < to; index += 1) {
    const value = (points[index]?.value ?? Number.NaN) * sign;
    if (Number.isNaN(value) || (found >= 0 && value <= best)) continue;
    found = index;
    best = value;
  }
  return found;
}

function gapOf(points: readonly MetricPoint[], { from, to }: Bucket): number {
  for (let index = from; index < to; index += 1) {
    if (Number.isNaN(points[index]?.value)) return index;
  }
  return -1;
}

/** Positions of a bucket's lowest, highest and first NaN. */
function landmarks(points: readonly MetricPoint[], bucket: Bucket): number[] {
  const found = new Set([extremeOf(points, bucket, -1), extremeOf(points, bucket, 1), gapOf(points, bucket)]);
  return [...found].filter((index) => index >= 0).sort((left, right) => left - right);
}

/**
 * Thins a sorted series for a chart to at most `maxPoints` (two or more). Buckets hold equally many
 * points; each keeps its lowest and highest, and one NaN so that a gap stays a gap. The first and
 * last point always stay. Fewer than four points (five with NaN) leave room for the ends alone.
 */
export function downsample(points: readonly MetricPoint[], maxPoints: number): readonly MetricPoint[] {
  if (points.length <= maxPoints) return points;
  const perBucket = points.some(({ value }) => Number.isNaN(value)) ? 3 : 2;
  const buckets = Math.floor((maxPoints - 2) / perBucket);
  const inner = points.length - 2;
  const kept = [0];
  for (let bucket = 0; bucket < buckets; bucket += 1) {
    const from = 1 + Math.floor((bucket * inner) / buckets);
    const to = 1 + Math.floor(((bucket + 1) * inner) / buckets);
    kept.push(...landmarks(points, { from, to }));
  }
  kept.push(points.length - 1);
  return kept.flatMap((index) => points[index] ?? []);
}

/**
 * The sampling of MLflow's bulk-interval history: the first point of each of `maxResults` groups of
 * (nearly) equal size, the larger groups first, the very last point in the place of the last.
 */
export function sampleEvenly(points: readonly MetricPoint[], maxResults: number): readonly MetricPoint[] {
  if (points.length <= maxResults) return points;
  const size = Math.floor(points.length / maxResults);
  const larger = points.length % maxResults;
  const sampled: MetricPoint[] = [];
  for (let group = 0; group < maxResults - 1; group += 1) {
    const point = points[group * size + Math.min(group, larger)];
    if (point) sampled.push(point);
  }
  const last = points.at(-1);
  return last ? [...sampled, last] : sampled;
}
