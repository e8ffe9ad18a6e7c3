import { expect, test } from "vitest";
import { assignColors } from "./colors.ts";
import { type CurveSeries, lonePoints, prepareCurves, valueAt } from "./series.ts";

function curve(id: string, points: [number, number][]): CurveSeries {
  return { id, label: id, color: 1, points: points.map(([x, y]) => ({ x, y })) };
}

test("aligns curves over all their x; where a curve has no point it is not a gap", () => {
  const prepared = prepareCurves([
    curve("a", [
      [0, 1],
      [2, 3],
    ]),
    curve("b", [[1, 5]]),
  ]);
  expect(prepared.x).toEqual([0, 1, 2]);
  expect(prepared.columns).toEqual([
    [1, undefined, 3],
    [undefined, 5, undefined],
  ]);
  expect(prepared.notes).toEqual([]);
});

test("what was logged as NaN or infinite is a gap and is counted", () => {
  const prepared = prepareCurves([
    curve("a", [
      [0, 1],
      [1, Number.NaN],
      [2, Number.POSITIVE_INFINITY],
      [3, 2],
    ]),
  ]);
  expect(prepared.columns[0]).toEqual([1, null, null, 2]);
  expect(prepared.notes).toEqual(["2 values not finite, shown as a gap"]);
});

test("a log axis refuses zero and below, and says so", () => {
  const prepared = prepareCurves(
    [
      curve("a", [
        [0, 0],
        [1, -1],
        [2, 10],
      ]),
    ],
    { isLog: true },
  );
  expect(prepared.columns[0]).toEqual([null, null, 10]);
  expect(prepared.notes).toEqual(["2 values at or below zero cannot stand on a log axis"]);
});

test("points come in any order; the last given at one x is drawn", () => {
  const prepared = prepareCurves([
    curve("a", [
      [5, 1],
      [1, 2],
      [5, 9],
    ]),
  ]);
  expect(prepared.x).toEqual([1, 5]);
  expect(prepared.columns[0]).toEqual([2, 9]);
  expect(prepared.notes).toEqual(["1 point at a repeated x, the last one is drawn"]);
});

test("a pause far longer than usual is a gap, an even rhythm is not", () => {
  const prepared = prepareCurves(
    [
      curve("a", [
        [0, 1],
        [10, 1],
        [20, 1],
        [90, 1],
      ]),
    ],
    { gapFactor: 4 },
  );
  expect(prepared.x).toEqual([0, 10, 20, 55, 90]);
  expect(prepared.columns[0]).toEqual([1, 1, 1, null, 1]);
  expect(
    prepareCurves(
      [
        curve("a", [
          [0, 1],
          [10, 1],
          [20, 1],
          [40, 1],
        ]),
      ],
      { gapFactor: 4 },
    ).x,
  ).toHaveLength(4);
});

test("smoothing starts at the first value, keeps constants and steps over what is not finite", () => {
  const constant = prepareCurves(
    [
      curve("a", [
        [0, 3],
        [1, 3],
        [2, 3],
      ]),
    ],
    { smoothing: 0.9 },
  );
  expect(constant.columns[0]?.map((y) => Math.round((y ?? 0) * 1e9) / 1e9)).toEqual([3, 3, 3]);
  const broken = prepareCurves(
    [
      curve("a", [
        [0, 1],
        [1, Number.NaN],
        [2, 2],
      ]),
    ],
    { smoothing: 0.5 },
  );
  expect(broken.columns[0]?.[0]).toBe(1);
  expect(broken.columns[0]?.[1]).toBeNull();
  expect(broken.columns[0]?.[2]).toBeCloseTo((0.25 * 1 + 0.5 * 2) / 0.75, 12);
});

test("draws twelve curves and knows how many there are", () => {
  const many = Array.from({ length: 87 }, (_, at) => curve(`run-${at}`, [[0, at]]));
  const prepared = prepareCurves(many);
  expect(prepared.series).toHaveLength(12);
  expect(prepared.seriesCount).toBe(87);
});

test("reads a curve at the cursor: its last point, nothing before its start or in a gap", () => {
  const prepared = prepareCurves([
    curve("a", [
      [10, 1],
      [20, 2],
      [30, Number.NaN],
    ]),
    curve("b", [
      [15, 9],
      [40, 8],
    ]),
  ]);
  expect(valueAt(prepared, 0, 5)).toBeUndefined();
  expect(valueAt(prepared, 0, 17)).toBe(1);
  expect(valueAt(prepared, 0, 25)).toBe(2);
  expect(valueAt(prepared, 0, 35)).toBeUndefined();
  expect(valueAt(prepared, 1, 12)).toBeUndefined();
});

test("a point that no line reaches is known, so that it can be dotted", () => {
  const prepared = prepareCurves([
    curve("line", [
      [1, 1],
      [2, 2],
      [3, 3],
      [4, 4],
    ]),
    curve("alone", [[2, 9]]),
    curve("cut off", [
      [1, 5],
      [2, Number.NaN],
      [3, 6],
      [4, 7],
    ]),
  ]);
  expect(prepared.columns.map(lonePoints)).toEqual([[], [1], [0]]);
});

test("a colour belongs to its id, and eight at a time never meet", () => {
  const ids = Array.from({ length: 8 }, (_, at) => `run-${at}`);
  const together = assignColors(ids);
  expect(new Set(together.values()).size).toBe(8);
  expect(together.get("run-0")).toBe(assignColors(["run-0"]).get("run-0"));
});

test("a break parts every curve that has points on both sides of it, and no other", () => {
  const curve = { id: "a", label: "a", color: 1, points: [0, 1, 5, 6].map((x) => ({ x, y: x })) };
  const early = { ...curve, id: "b", points: [{ x: 0, y: 1 }] };
  const { x, columns, notes } = prepareCurves([curve, early], { breaks: [3] });
  expect(x).toEqual([0, 1, 3, 5, 6]);
  expect(columns[0]).toEqual([0, 1, null, 5, 6]);
  expect(columns[1]).toEqual([1, undefined, undefined, undefined, undefined]);
  expect(notes).toEqual([]);
});
