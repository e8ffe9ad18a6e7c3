import { isPlaceable } from "../scene/axis.ts";

/** A curve: `x` and `y` in turn by place, in any order. A value that is not finite was logged so; the curve breaks there. */
export interface Line {
  id: string;
  label: string;
  /** The number of its colour, 1 to 8. */
  color: number;
  x: readonly number[];
  y: readonly number[];
  isDashed?: boolean;
  /** What it is put together with where bands are drawn. */
  group?: string;
}

export interface LineOptions {
  isLogX?: boolean;
  isLogY?: boolean;
  /** Weight of the past in an exponential moving average, 0 (off) to below 1. */
  smoothing?: number;
  /** So many are drawn; `lineCount` tells how many there are. */
  mostLines?: number;
}

/** A curve as it is drawn: by rising x, each x once, NaN where it breaks. */
export interface DrawnLine extends Line {
  x: number[];
  y: number[];
}

export interface PreparedLines {
  lines: DrawnLine[];
  lineCount: number;
  /** What the drawing leaves out, in words. */
  notes: string[];
}

interface Refused {
  notFinite: number;
  belowX: number;
  belowY: number;
  repeated: number;
}

/** Turns curves into what a chart of lines draws. Pure: nothing of the page, the clock or the size goes in. */
export function prepareLines(all: readonly Line[], options: LineOptions = {}): PreparedLines {
  const refused: Refused = { notFinite: 0, belowX: 0, belowY: 0, repeated: 0 };
  const lines = all.slice(0, options.mostLines ?? all.length).map((line) => {
    const rising = risingPoints(line, refused);
    smoothInPlace(rising.y, options.smoothing ?? 0);
    return { ...line, ...placeable(rising, options, refused) };
  });
  return { lines, lineCount: all.length, notes: describe(refused) };
}

/** Sorted by x; of points at one x the last given stays. */
function risingPoints(line: Line, refused: Refused): { x: number[]; y: number[] } {
  const isRising = line.x.every((value, at) => at === 0 || value > (line.x[at - 1] ?? value));
  if (isRising) return { x: [...line.x], y: [...line.y] };
  const byX = new Map(line.x.map((value, at) => [value, line.y[at] ?? Number.NaN]));
  refused.repeated += line.x.length - byX.size;
  const pairs = [...byX].sort((one, other) => one[0] - other[0]);
  return { x: pairs.map(([value]) => value), y: pairs.map(([, value]) => value) };
}

/**
 * Exponential moving average with the start corrected for its missing past: the average divided by the total weight so
 * far. Values that are not finite stay, and leave the average alone.
 */
function smoothInPlace(y: number[], weight: number): void {
  if (weight <= 0) return;
  let average = 0;
  let total = 0;
  for (let at = 0; at < y.length; at += 1) {
    const value = y[at] ?? Number.NaN;
    if (!Number.isFinite(value)) continue;
    average = average * weight + value * (1 - weight);
    total = total * weight + (1 - weight);
    y[at] = average / total;
  }
}

function placeable({ x, y }: { x: number[]; y: number[] }, { isLogX = false, isLogY = false }: LineOptions, refused: Refused) {
  const kept: { x: number[]; y: number[] } = { x: [], y: [] };
  for (let at = 0; at < x.length; at += 1) {
    const left = x[at] ?? Number.NaN;
    const value = y[at] ?? Number.NaN;
    if (!isPlaceable(left, isLogX)) {
      refused.belowX += 1;
      continue;
    }
    if (!Number.isFinite(value)) refused.notFinite += 1;
    else if (!isPlaceable(value, isLogY)) refused.belowY += 1;
    kept.x.push(left);
    kept.y.push(isPlaceable(value, isLogY) ? value : Number.NaN);
  }
  return kept;
}

function describe({ notFinite, belowX, belowY, repeated }: Refused): string[] {
  const notes: string[] = [];
  if (notFinite > 0) notes.push(`${plural(notFinite, "value")} not finite, shown as a gap`);
  if (belowY > 0) notes.push(`${plural(belowY, "value")} at or below zero cannot stand on a log axis`);
  if (belowX > 0) notes.push(`${plural(belowX, "point")} with no place on the bottom axis`);
  if (repeated > 0) notes.push(`${plural(repeated, "point")} at a repeated x, the last one is drawn`);
  return notes;
}

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;

/** The place of the last x at or before another; -1 before the first. */
export function lastAtOrBefore(rising: readonly number[], x: number): number {
  let low = 0;
  let high = rising.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rising[middle] ?? 0) <= x) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The value of a curve at or last before x; undefined before its start and in a gap. */
export function readAt({ x, y }: Pick<DrawnLine, "x" | "y">, at: number): number | undefined {
  const value = y[lastAtOrBefore(x, at)];
  return value === undefined || Number.isNaN(value) ? undefined : value;
}
