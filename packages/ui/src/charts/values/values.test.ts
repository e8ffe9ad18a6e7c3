import { expect, test } from "vitest";
import type { Palette } from "../palette.ts";
import { sceneSvg } from "../scene/scene-svg.ts";
import { drawBars, prepareBars } from "./bar-scene.ts";
import { drawBoxes, prepareBoxes } from "./box-scene.ts";
import { drawParallel, prepareParallel } from "./parallel-scene.ts";
import { drawScatter, prepareScatter } from "./scatter-scene.ts";
import { valueAxis } from "./value-axis.ts";

const size = { width: 400, height: 240 };

test("params that are all numbers make an axis of numbers, others one of names", () => {
  const numbers = valueAxis(["0.1", "0.3", undefined]);
  expect(numbers.axis.names).toBeUndefined();
  expect([numbers.place("0.3"), numbers.place(undefined)]).toEqual([0.3, undefined]);
  const names = valueAxis(["adam", "10", "sgd", "9"]);
  expect(names.axis.names).toEqual(["9", "10", "adam", "sgd"]);
  expect([names.place("sgd"), names.place("gone")]).toEqual([3, undefined]);
});

test("a log axis has no place for zero", () => {
  expect(valueAxis([0, 1, 10], { isLog: true }).place(0)).toBeUndefined();
});

const bar = (id: string, value: number) => ({ id, label: id, color: 1, value });

test("bars stand by their value, the greatest first, and say what they leave out", () => {
  const prepared = prepareBars([bar("a", 1), bar("b", Number.NaN), bar("c", 3)]);
  expect(prepared).toMatchObject({ bars: [{ id: "c" }, { id: "a" }], barCount: 2, notes: ["1 value not finite, left out"] });
  expect(prepareBars(Array.from({ length: 40 }, (_, at) => bar(`${at}`, at)))).toMatchObject({ bars: { length: 12 }, barCount: 40 });
  const boxes = drawBars(prepared, size).marks.filter((mark) => mark.kind === "box");
  expect(boxes.map(({ width }) => width)).toEqual([expect.any(Number), expect.closeTo((boxes[0]?.width ?? 0) / 3)]);
});

const point = (id: string, x: number | undefined, y: number | undefined) => ({ id, label: id, color: 1, isStrong: false, x, y });

test("a scatter leaves out, and counts, what has no place", () => {
  const options = { isLogX: true, isLogY: false, xLabel: "lr", yLabel: "auc" };
  const prepared = prepareScatter([point("a", 0.1, 1), point("b", 0, 1), point("c", undefined, 1), point("d", 0.2, 2)], options);
  expect(prepared.points.map(({ id }) => id)).toEqual(["a", "d"]);
  expect(prepared.notes).toEqual(["1 without both values", "1 not finite, or at or below zero on a log axis, left out"]);
  expect(drawScatter(prepared, options, size).spots).toHaveLength(2);
});

test("a box has the quartiles of its group, whiskers within one and a half of its height, and what lies beyond", () => {
  const values = [1, 2, 3, 4, 5, 100];
  const { boxes, groupCount } = prepareBoxes(
    [...values.map((value) => ({ group: "10", color: 1, value })), { group: "9", color: 2, value: 7 }],
    {
      isLog: false,
    },
  );
  expect(groupCount).toBe(2);
  expect(boxes.map(({ group }) => group)).toEqual(["9", "10"]);
  expect(boxes[1]).toMatchObject({ count: 6, lower: 2.25, middle: 3.5, upper: 4.75, low: 1, high: 5, outside: [100] });
  expect(drawBoxes({ boxes, groupCount, isLog: false, notes: [] }, { ...size, xLabel: "depth" }).marks.length).toBeGreaterThan(6);
});

const axes = [
  { id: "lr", label: "lr", isLog: false },
  { id: "auc", label: "auc", isLog: false },
];
const row = (id: string, ...values: (number | string | undefined)[]) => ({ id, label: id, color: 1, isStrong: false, values });

test("a brush keeps the rows that go through it on every axis, its ends included", () => {
  const rows = [row("a", 0.1, 0.8), row("b", 0.2, 0.9), row("c", 0.3, undefined)];
  const brushes = [{ axis: "auc", from: 0.9, to: 1 }];
  const prepared = prepareParallel(rows, { axes, brushes });
  expect(prepared.rows.map(({ isKept }) => isKept)).toEqual([false, true, false]);
  expect(prepared).toMatchObject({ keptCount: 1, notes: [expect.stringContaining("1 of 3 have no value")] });
  const drawing = drawParallel(prepared, { brushes, ...size });
  expect(drawing.axes.map(({ x }) => x)).toEqual([46, 354]);
});

test("an axis on which all have one number names that number once", () => {
  const axes = [
    { id: "rate", label: "rate", isLog: false },
    { id: "auc", label: "auc", isLog: false },
  ];
  const row = (id: string, values: (string | undefined)[]) => ({ id, label: id, color: 1, isStrong: false, values });
  const rows = [row("a", ["0.00125", "0.7"]), row("b", ["0.00125", "0.8"]), row("c", [undefined, "0.9"])];
  const { scene } = drawParallel(prepareParallel(rows, { axes, brushes: [] }), { brushes: [], ...size });
  const texts = scene.marks.flatMap((mark) => (mark.kind === "text" && mark.x < 100 ? [mark.text] : []));
  expect(texts).toEqual(["rate", "0.001250"]);
});

const palette: Palette = { surface: "#fff", sunken: "#eee", line: "#ddd", text: "#111", quiet: "#777", series: ["#00f"] };

test("a file has the marks under a title, with text that cannot be markup", () => {
  const svg = sceneSvg(drawBars(prepareBars([bar("<b>", 1)]), size), { title: "a & b", palette });
  expect(svg).toContain("a &amp; b");
  expect(svg).toContain("&lt;b&gt;");
  expect(svg).not.toContain("<b>");
});
