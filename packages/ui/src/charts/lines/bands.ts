import { axisOf, shareOf, valueAtShare } from "../scene/axis.ts";
import type { DrawnLine } from "./lines.ts";

/** Several curves as one: their mean, between the least and the greatest of them. */
export interface BandOfLines {
  group: string;
  color: number;
  count: number;
  x: number[];
  mean: number[];
  low: number[];
  high: number[];
}

const mostPlaces = 240;

/**
 * Puts the curves of each group together. Where all of them have the same few places, those are kept; else the bottom axis is
 * cut into equal parts, and each part keeps the least and the greatest point in it: no spike is lost. A curve counts
 * between its own first and last point alone.
 */
export function bandsOf(
  lines: readonly DrawnLine[],
  { isLogX, colorOf }: { isLogX: boolean; colorOf: (group: string) => number },
): BandOfLines[] {
  const groups = Map.groupBy(lines, (line) => line.group ?? line.label);
  return [...groups].map(([group, members]) => ({
    group,
    color: colorOf(group),
    count: members.length,
    ...together(members, placesOf(members, isLogX)),
  }));
}

function placesOf(members: readonly DrawnLine[], isLogX: boolean): number[] {
  const all = new Set<number>();
  for (const { x } of members) {
    for (const value of x) all.add(value);
    if (all.size > mostPlaces) return evenPlaces(members, isLogX);
  }
  return [...all].sort((one, other) => one - other);
}

function evenPlaces(members: readonly DrawnLine[], isLogX: boolean): number[] {
  const axis = axisOf(
    members.flatMap(({ x }) => [x[0] ?? Number.NaN, x.at(-1) ?? Number.NaN]),
    { isLog: isLogX },
  );
  return Array.from({ length: mostPlaces }, (_, at) => valueAtShare(axis, at / (mostPlaces - 1)));
}

interface Together {
  x: number[];
  mean: number[];
  low: number[];
  high: number[];
}

function together(members: readonly DrawnLine[], places: readonly number[]): Together {
  const sums = new Array<number>(places.length).fill(0);
  const counts = new Array<number>(places.length).fill(0);
  const low = new Array<number>(places.length).fill(Number.POSITIVE_INFINITY);
  const high = new Array<number>(places.length).fill(Number.NEGATIVE_INFINITY);
  const widen = (at: number, value: number) => {
    low[at] = Math.min(low[at] ?? value, value);
    high[at] = Math.max(high[at] ?? value, value);
  };
  for (const member of members) {
    spread(member, places, widen);
    for (const [at, value] of along(member, places).entries()) {
      if (Number.isNaN(value)) continue;
      widen(at, value);
      sums[at] = (sums[at] ?? 0) + value;
      counts[at] = (counts[at] ?? 0) + 1;
    }
  }
  const of = (values: readonly number[]) => values.map((value, at) => (counts[at] ? value : Number.NaN));
  return { x: [...places], mean: of(sums.map((sum, at) => sum / (counts[at] ?? 1))), low: of(low), high: of(high) };
}

/** Tells every point of a curve at the place that is nearest to it. */
function spread({ x, y }: DrawnLine, places: readonly number[], tell: (at: number, value: number) => void): void {
  let at = 0;
  for (const [point, left] of x.entries()) {
    while (at < places.length - 1 && (places[at] ?? left) < left) at += 1;
    const value = y[point] ?? Number.NaN;
    if (!Number.isNaN(value)) tell(nearer({ places, at, x: left }), value);
  }
}

/** The value of a curve at each place. */
function along({ x, y }: DrawnLine, places: readonly number[]): number[] {
  let next = 0;
  return places.map((place) => {
    while (next < x.length && (x[next] ?? place) <= place) next += 1;
    return between({ x, y, next, place });
  });
}

/** The place before or at `at` to which a point between the two belongs. */
function nearer({ places, at, x }: { places: readonly number[]; at: number; x: number }): number {
  const before = places[at - 1];
  return before !== undefined && x - before < (places[at] ?? x) - x ? at - 1 : at;
}

/** The value on the line between the points around a place; NaN outside its ends and in a gap. */
function between({ x, y, next, place }: { x: readonly number[]; y: readonly number[]; next: number; place: number }): number {
  const left = x[next - 1];
  if (left === undefined) return Number.NaN;
  const value = y[next - 1] ?? Number.NaN;
  if (left === place) return value;
  const right = x[next];
  if (right === undefined) return Number.NaN;
  return value + ((y[next] ?? Number.NaN) - value) * shareOf({ isLog: false, words: "number", low: left, high: right }, place);
}
