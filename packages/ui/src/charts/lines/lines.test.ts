import { expect, test } from "vitest";
import { bandsOf } from "./bands.ts";
import { type Line, prepareLines, readAt } from "./lines.ts";
import { drawLines } from "./lines-scene.ts";
import { linesTable } from "./lines-table.ts";
import { pointedAt } from "./nearest.ts";

const line = (id: string, x: number[], y: number[]): Line => ({ id, label: id, color: 1, x, y });
const member = (group: string, x: number[], y: number[]): Line => ({ ...line(`${group} ${x.length}`, x, y), group });

test("points come in any order and the last of one x stays; what is not finite is a gap", () => {
  const { lines, notes } = prepareLines([line("a", [2, 1, 2], [5, Number.NaN, 7])]);
  expect(lines[0]).toMatchObject({ x: [1, 2], y: [Number.NaN, 7] });
  expect(notes).toEqual(["1 value not finite, shown as a gap", "1 point at a repeated x, the last one is drawn"]);
});

test("zeros are refused by log axes, in words", () => {
  const { lines, notes } = prepareLines([line("a", [0, 1, 2], [1, 0, 4])], { isLogX: true, isLogY: true });
  expect(lines[0]).toMatchObject({ x: [1, 2], y: [Number.NaN, 4] });
  expect(notes).toEqual(["1 value at or below zero cannot stand on a log axis", "1 point with no place on the bottom axis"]);
});

test("smoothing weighs the past and corrects its start", () => {
  const { lines } = prepareLines([line("a", [0, 1, 2], [4, 0, Number.NaN])], { smoothing: 0.5 });
  expect(lines[0]?.y[0]).toBe(4);
  expect(lines[0]?.y[1]).toBeCloseTo(4 / 3);
  expect(lines[0]?.y[2]).toBeNaN();
});

test("of many lines the first so many are drawn, and all are counted", () => {
  const many = Array.from({ length: 87 }, (_, at) => line(`r${at}`, [0], [at]));
  expect(prepareLines(many, { mostLines: 12 })).toMatchObject({ lineCount: 87, lines: { length: 12 } });
});

test("a value is read at or last before a place, in a gap none", () => {
  const one = { x: [1, 2, 3], y: [10, Number.NaN, 30] };
  expect([0, 1, 1.5, 2.5, 9].map((at) => readAt(one, at))).toEqual([undefined, 10, 10, undefined, 30]);
});

test("a band lies between the least and the greatest of its curves, each between its own ends", () => {
  const { lines } = prepareLines([member("g", [0, 2], [0, 2]), member("g", [1, 3], [5, 7]), member("h", [0], [1])]);
  const [band, other] = bandsOf(lines, { isLogX: false, colorOf: () => 2 });
  expect(band).toEqual({ group: "g", color: 2, count: 2, x: [0, 1, 2, 3], mean: [0, 3, 4, 7], low: [0, 1, 2, 7], high: [0, 5, 6, 7] });
  expect(other).toMatchObject({ group: "h", count: 1, x: [0], mean: [1] });
});

test("a band loses no spike though its curves have thousands of places", () => {
  const x = Array.from({ length: 5000 }, (_, at) => at);
  const spiked = x.map((at) => (at === 2777 ? 1e9 : 1));
  const flat = x.map(() => -1);
  const { lines } = prepareLines([member("g", x, spiked), member("g", x, flat)]);
  const [band] = bandsOf(lines, { isLogX: false, colorOf: () => 1 });
  expect(band?.x.length).toBe(240);
  expect(Math.max(...(band?.high ?? []))).toBe(1e9);
  expect(Math.min(...(band?.low ?? []))).toBe(-1);
});

test("a range shows its own heights, and the whole of it", () => {
  const { lines } = prepareLines([line("a", [0, 1, 2, 3], [100, 1, 2, 50])]);
  const input = { lines, bands: [], isLogX: false, isLogY: false, words: "number" as const, xLabel: "step" };
  const all = drawLines({ ...input, range: undefined }, { width: 300, height: 200 });
  const close = drawLines({ ...input, range: [1, 2] }, { width: 300, height: 200 });
  expect([all.x.low, all.x.high]).toEqual([0, 3]);
  expect([close.x.low, close.x.high]).toEqual([1, 2]);
  expect(all.y.high).toBeGreaterThan(100);
  expect(close.y.high).toBeLessThan(2.1);
});

test("the line nearest to the pointer is named; of many, those around it", () => {
  const { lines } = prepareLines(Array.from({ length: 20 }, (_, at) => line(`r${at}`, [0, 1], [at, at])));
  const { area, y } = drawLines(
    { lines, bands: [], isLogX: false, isLogY: false, words: "number", range: undefined, xLabel: "" },
    { width: 300, height: 200 },
  );
  const pointed = pointedAt(lines, { x: 0.5, top: area.top, area, y });
  expect(pointed).toMatchObject({ nearest: "r19", count: 20, readings: { length: 8 } });
  expect(pointed.readings[0]?.line.id).toBe("r19");
});

test("the table has a row for each x and says where a curve breaks", () => {
  const { lines } = prepareLines([line("a", [0, 1], [5, Number.NaN]), line("b", [1], [7])]);
  expect(linesTable({ lines, bands: [] }, "step")).toEqual({
    head: ["step", "a", "b"],
    rows: [
      [0, 5, undefined],
      [1, null, 7],
    ],
  });
});
