/** A point of a curve. `y` that is not finite was logged so; it is not drawn, and the curve breaks there. */
export interface CurvePoint {
  x: number;
  y: number;
}

export interface CurveSeries {
  id: string;
  label: string;
  /** The number of its colour, 1 to 8. */
  color: number;
  isDashed?: boolean;
  /** In any order; where one x comes more than once, the last given is drawn. */
  points: readonly CurvePoint[];
}

export interface PrepareOptions {
  isLog?: boolean;
  /** Weight of the past in an exponential moving average, 0 (off) to below 1. */
  smoothing?: number;
  /** Breaks a curve where two points lie further apart than this many times the usual distance. */
  gapFactor?: number;
  /** Breaks every curve at these places of the bottom axis. */
  breaks?: readonly number[];
}

/** One column of y for each curve over a shared, rising x: a number, `null` for a gap, `undefined` for no point of this curve here. */
export interface PreparedCurves {
  series: readonly CurveSeries[];
  x: number[];
  columns: (number | null | undefined)[][];
  /** What the drawing leaves out, in words. */
  notes: string[];
  /** How many curves there are; `series` holds the first twelve. */
  seriesCount: number;
}

const mostSeries = 12;

/** Turns curves into what a chart draws. Pure: nothing of the page, the clock or the size goes in. */
export function prepareCurves(all: readonly CurveSeries[], options: PrepareOptions = {}): PreparedCurves {
  const series = all.slice(0, mostSeries);
  const counts = { notFinite: 0, notPositive: 0, repeated: 0 };
  const curves = series.map((item) => {
    const rising = risingPoints(item.points);
    counts.repeated += item.points.length - rising.length;
    const shown = smooth(rising, options.smoothing ?? 0).map((point) => drawable(point, options.isLog ?? false, counts));
    return withBreaks(withGaps(shown, options.gapFactor), options.breaks ?? []);
  });
  const x = [...new Set(curves.flatMap((curve) => curve.map((point) => point.x)))].sort((a, b) => a - b);
  const rank = new Map(x.map((value, index) => [value, index]));
  const columns = curves.map((curve) => {
    const column = new Array<number | null | undefined>(x.length).fill(undefined);
    for (const point of curve) column[rank.get(point.x) ?? 0] = point.y;
    return column;
  });
  return { series, x, columns, notes: describe(counts), seriesCount: all.length };
}

interface DrawnPoint {
  x: number;
  y: number | null;
}

function risingPoints(points: readonly CurvePoint[]): CurvePoint[] {
  const byX = new Map<number, CurvePoint>();
  for (const point of points) byX.set(point.x, point);
  return [...byX.values()].sort((a, b) => a.x - b.x);
}

/**
 * Exponential moving average with the start corrected for its missing past: the average divided by the
 * total weight so far. Points that are not finite pass through and leave the average alone.
 */
function smooth(points: readonly CurvePoint[], weight: number): readonly CurvePoint[] {
  if (weight <= 0) return points;
  let average = 0;
  let total = 0;
  return points.map(({ x, y }) => {
    if (!Number.isFinite(y)) return { x, y };
    average = average * weight + y * (1 - weight);
    total = total * weight + (1 - weight);
    return { x, y: average / total };
  });
}

function drawable(point: CurvePoint, isLog: boolean, counts: { notFinite: number; notPositive: number }): DrawnPoint {
  if (!Number.isFinite(point.y)) {
    counts.notFinite += 1;
    return { x: point.x, y: null };
  }
  if (isLog && point.y <= 0) {
    counts.notPositive += 1;
    return { x: point.x, y: null };
  }
  return point;
}

function withGaps(points: readonly DrawnPoint[], factor: number | undefined): readonly DrawnPoint[] {
  if (factor === undefined || points.length < 3) return points;
  const distances = points.slice(1).map((point, at) => point.x - (points[at]?.x ?? 0));
  const usual = [...distances].sort((a, b) => a - b)[Math.floor(distances.length / 2)] ?? 0;
  return points.flatMap((point, at) => {
    const distance = distances[at - 1] ?? 0;
    return distance > usual * factor ? [{ x: point.x - distance / 2, y: null }, point] : [point];
  });
}

/** A gap at each of the places that has points on both sides. */
function withBreaks(points: readonly DrawnPoint[], breaks: readonly number[]): readonly DrawnPoint[] {
  return breaks.reduce((broken, x) => {
    const after = broken.findIndex((point) => point.x > x);
    return after <= 0 ? broken : [...broken.slice(0, after), { x, y: null }, ...broken.slice(after)];
  }, points);
}

function describe(counts: { notFinite: number; notPositive: number; repeated: number }): string[] {
  const notes: string[] = [];
  if (counts.notFinite > 0) notes.push(`${plural(counts.notFinite, "value")} not finite, shown as a gap`);
  if (counts.notPositive > 0) notes.push(`${plural(counts.notPositive, "value")} at or below zero cannot stand on a log axis`);
  if (counts.repeated > 0) notes.push(`${plural(counts.repeated, "point")} at a repeated x, the last one is drawn`);
  return notes;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** The places of points with a gap or an end on both sides: no line reaches them, so that each needs a dot. */
export function lonePoints(column: ArrayLike<number | null | undefined>): number[] {
  const steps = Array.from(column, (y, at) => ({ y, at })).filter(({ y }) => y !== undefined);
  const isPoint = (step: { y: number | null | undefined } | undefined) => typeof step?.y === "number";
  return steps.flatMap((step, at) => (isPoint(step) && !isPoint(steps[at - 1]) && !isPoint(steps[at + 1]) ? [step.at] : []));
}

/** The y of a curve at or last before x, for the reading at the cursor; undefined before its start and in a gap. */
export function valueAt(prepared: PreparedCurves, curve: number, x: number): number | undefined {
  const column = prepared.columns[curve] ?? [];
  for (let at = lastAtOrBefore(prepared.x, x); at >= 0; at -= 1) {
    const y = column[at];
    if (y !== undefined) return y ?? undefined;
  }
  return undefined;
}

function lastAtOrBefore(rising: readonly number[], x: number): number {
  let low = 0;
  let high = rising.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rising[middle] ?? 0) <= x) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
