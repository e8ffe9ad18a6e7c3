import { type PointList, pointAt, type ReadPoint } from "./point-list.ts";

interface Bucket {
  readonly from: number;
  readonly to: number;
}

function extremeOf(values: Float64Array, { from, to }: Bucket, sign: 1 | -1): number {
  let found = -1;
  let best = 0;
  for (let index = from; index < to; index += 1) {
    const value = (values[index] ?? Number.NaN) * sign;
    if (Number.isNaN(value) || (found >= 0 && value <= best)) continue;
    found = index;
    best = value;
  }
  return found;
}

function gapOf(values: Float64Array, { from, to }: Bucket): number {
  for (let index = from; index < to; index += 1) if (Number.isNaN(values[index])) return index;
  return -1;
}

/** Positions of a bucket's lowest, highest and first NaN. */
function landmarks(values: Float64Array, bucket: Bucket): number[] {
  const found = new Set([extremeOf(values, bucket, -1), extremeOf(values, bucket, 1), gapOf(values, bucket)]);
  return [...found].filter((index) => index >= 0).sort((left, right) => left - right);
}

/**
 * Thins a sorted series for a chart to at most `maxPoints` (two or more). Buckets hold equally many
 * points; each keeps its lowest and highest, and one NaN so that a gap stays a gap. The first and
 * last point always stay. Fewer than four points (five with NaN) leave room for the ends alone.
 */
export function downsample(points: PointList, maxPoints: number): ReadPoint[] {
  if (points.length <= maxPoints) return allOf(points);
  const perBucket = gapOf(points.values, { from: 0, to: points.length }) < 0 ? 2 : 3;
  const buckets = Math.floor((maxPoints - 2) / perBucket);
  const inner = points.length - 2;
  const kept = [0];
  for (let bucket = 0; bucket < buckets; bucket += 1) {
    const from = 1 + Math.floor((bucket * inner) / buckets);
    const to = 1 + Math.floor(((bucket + 1) * inner) / buckets);
    kept.push(...landmarks(points.values, { from, to }));
  }
  kept.push(points.length - 1);
  return kept.map((index) => pointAt(points, index));
}

const allOf = (points: PointList): ReadPoint[] => Array.from({ length: points.length }, (_, index) => pointAt(points, index));

/**
 * The sampling of MLflow's bulk-interval history: the first point of each of `maxResults` groups of
 * (nearly) equal size, the larger groups first, the very last point in the place of the last.
 */
export function sampleEvenly(points: PointList, maxResults: number): ReadPoint[] {
  if (points.length <= maxResults) return allOf(points);
  const size = Math.floor(points.length / maxResults);
  const larger = points.length % maxResults;
  const groups = Array.from({ length: maxResults - 1 }, (_, group) => group * size + Math.min(group, larger));
  return [...groups, points.length - 1].map((index) => pointAt(points, index));
}
