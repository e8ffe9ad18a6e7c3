import { type Axis, type AxisWords, axisOf } from "../scene/axis.ts";
import { frameOf, placeX, placeY } from "../scene/frame.ts";
import type { Area, Mark, Scene } from "../scene/scene.ts";
import type { BandOfLines } from "./bands.ts";
import type { DrawnLine } from "./lines.ts";

export interface LinesInput {
  lines: readonly DrawnLine[];
  /** Drawn in place of the lines where there are any. */
  bands: readonly BandOfLines[];
  isLogX: boolean;
  isLogY: boolean;
  words: AxisWords;
  /** The part of the bottom axis that is looked at. */
  range: readonly [number, number] | undefined;
  xLabel: string;
}

export interface LinesDrawing {
  scene: Scene;
  area: Area;
  x: Axis;
  y: Axis;
}

const manyLines = 30;

export function drawLines(input: LinesInput, { width, height }: { width: number; height: number }): LinesDrawing {
  const { lines, bands, range } = input;
  const hasBands = bands.length > 0;
  const shown = hasBands
    ? bands.flatMap((band) => [
        { x: band.x, y: band.low },
        { x: band.x, y: band.high },
      ])
    : lines;
  const all = axisOf(xsOf(shown), { isLog: input.isLogX, words: input.words });
  const x = range ? { ...all, low: range[0], high: range[1] } : all;
  const y = axisOf(ysWithin(shown, x), { isLog: input.isLogY, margin: 0.04 });
  const { area, marks } = frameOf({ width, height, x, y, xLabel: input.xLabel });
  const place = { area, x, y };
  const drawn = hasBands ? bands.flatMap((band) => bandMarks(band, place)) : lines.flatMap((line) => lineMarks(line, place, lines.length));
  return { scene: { width, height, marks, inside: { area, marks: drawn } }, area, x, y };
}

function* xsOf(shown: readonly { x: readonly number[] }[]): Generator<number> {
  for (const { x } of shown) {
    yield x[0] ?? Number.NaN;
    yield x.at(-1) ?? Number.NaN;
  }
}

function* ysWithin(shown: readonly { x: readonly number[]; y: readonly number[] }[], { low, high }: Axis): Generator<number> {
  for (const { x, y } of shown) {
    for (let at = 0; at < x.length; at += 1) {
      const left = x[at] ?? Number.NaN;
      if (left >= low && left <= high) yield y[at] ?? Number.NaN;
    }
  }
}

interface Place {
  area: Area;
  x: Axis;
  y: Axis;
}

function pointsOf(xs: readonly number[], ys: readonly number[], { area, x, y }: Place): number[] {
  const points = new Array<number>(xs.length * 2);
  for (let at = 0; at < xs.length; at += 1) {
    points[2 * at] = placeX(area, x, xs[at] ?? Number.NaN);
    points[2 * at + 1] = placeY(area, y, ys[at] ?? Number.NaN);
  }
  return points;
}

function lineMarks(line: DrawnLine, place: Place, count: number): Mark[] {
  const points = pointsOf(line.x, line.y, place);
  const width = line.isDashed || count > manyLines ? 1.1 : 1.6;
  const path: Mark = {
    kind: "path",
    points,
    ink: line.color,
    width,
    title: line.label,
    ...(line.isDashed && { dash: [2, 3] }),
    ...(count > manyLines && { opacity: 0.6 }),
  };
  return [path, ...lonePlaces(points).map(([x, y]): Mark => ({ kind: "dot", x, y, radius: 2, ink: line.color }))];
}

/** Points with a gap or an end on both sides: no line reaches them, so that each needs a dot. */
function lonePlaces(points: readonly number[]): [number, number][] {
  const isPoint = (at: number) => !Number.isNaN(points[at + 1] ?? Number.NaN);
  const found: [number, number][] = [];
  for (let at = 0; at < points.length; at += 2) {
    if (isPoint(at) && !isPoint(at - 2) && !isPoint(at + 2)) found.push([points[at] ?? 0, points[at + 1] ?? 0]);
  }
  return found;
}

function bandMarks(band: BandOfLines, place: Place): Mark[] {
  const upper = pointsOf(band.x, band.high, place);
  const lower = pointsOf(band.x, band.low, place);
  const areas = stretchesOf(upper).map(([from, to]): Mark => {
    const back: number[] = [];
    for (let at = to - 2; at >= from; at -= 2) back.push(lower[at] ?? 0, lower[at + 1] ?? 0);
    return { kind: "area", points: [...upper.slice(from, to), ...back], ink: band.color, opacity: 0.18, title: band.group };
  });
  return [
    ...areas,
    { kind: "path", points: pointsOf(band.x, band.mean, place), ink: band.color, width: 1.8, title: `${band.group}, mean` },
  ];
}

function stretchesOf(points: readonly number[]): [number, number][] {
  const found: [number, number][] = [];
  let from: number | undefined;
  for (let at = 0; at <= points.length; at += 2) {
    const isThere = !Number.isNaN(points[at + 1] ?? Number.NaN);
    if (isThere) from ??= at;
    else if (from !== undefined) {
      found.push([from, at]);
      from = undefined;
    }
  }
  return found;
}
