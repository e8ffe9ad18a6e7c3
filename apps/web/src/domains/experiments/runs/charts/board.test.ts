import type { PanelOf } from "@plumbline/contracts/experiments/chart-panel";
import type { DrawnCurve } from "@plumbline/contracts/experiments/metric";
import { expect, test } from "vitest";
import { parseBrushes, printBrushes } from "../brush-address.ts";
import { brushFilter, wordsWithin } from "./brush-filter.ts";
import { columnChoices, findChoice } from "./column-choices.ts";
import { axisOfPanel, indexCurves, linesOf, pointCounts, stepsWithin } from "./curve-lines.ts";
import { linePanel } from "./default-panels.ts";
import { imageAt, readImages } from "./logged-images.ts";
import { joinTables, readTable } from "./logged-table.ts";

const runs = [
  { runId: "r", name: "calm-otter", startTime: 1_000, color: 1 },
  { runId: "s", name: "bold-heron", startTime: 2_000, color: 2 },
];
const curve = (runId: string, key: string, points: [number, number, number][]): DrawnCurve => ({
  runId,
  key,
  steps: points.map(([step]) => step),
  values: points.map(([, value]) => value),
  timestamps: points.map(([, , timestamp]) => timestamp),
  total: points.length,
});
const curves = indexCurves([
  curve("r", "loss", [
    [0, 9, 1_000],
    [10, 5, 3_000],
    [20, 4, 5_000],
  ]),
  curve("r", "epoch", [
    [0, 0, 1_000],
    [20, 2, 5_000],
  ]),
]);
const panel = (more: Partial<PanelOf<"line">> = {}) => ({ ...(linePanel("1", ["loss"]) as PanelOf<"line">), ...more });

test("curves stand by step, by seconds since the run began, by clock, or by another metric between whose points they lie", () => {
  const xOf = (more: Partial<PanelOf<"line">>) => linesOf(panel(more), runs, curves)[0]?.x;
  expect(xOf({})).toEqual([0, 10, 20]);
  expect(xOf({ x: "relative" })).toEqual([0, 2, 4]);
  expect(xOf({ x: "clock" })).toEqual([1_000, 3_000, 5_000]);
  expect(xOf({ x: "metric", xMetric: "epoch" })).toEqual([0, 1, 2]);
  expect(xOf({ x: "metric", xMetric: "gone" })).toEqual([Number.NaN, Number.NaN, Number.NaN]);
  expect(linesOf(panel(), runs, curves)).toHaveLength(1);
  expect([axisOfPanel(panel()), axisOfPanel(panel({ x: "metric", xMetric: "epoch" }))]).toEqual(["step", "m:epoch"]);
});

test("a range of any axis is read again by its steps, with a neighbour on each side", () => {
  const within = (more: Partial<PanelOf<"line">>, range: [number, number]) => stepsWithin(panel(more), range, { runs, curves });
  expect(within({}, [3.2, 12.1])).toEqual({ startStep: 3, endStep: 13 });
  expect(within({ x: "relative" }, [1.5, 2.5])).toEqual({ startStep: 0, endStep: 20 });
  expect(within({ x: "relative" }, [3.5, 9])).toEqual({ startStep: 10, endStep: 20 });
  expect(within({ x: "relative" }, [50, 60])).toBeUndefined();
  expect(pointCounts(panel(), runs, curves)).toEqual({ drawn: 3, total: 3 });
});

test("a brush becomes a condition: a range of a metric, the values of a param", () => {
  expect(brushFilter({ column: "m:last:val/auc", from: 0.5, to: 0.9, words: [] })).toBe(
    "metrics.`val/auc` >= 0.5 AND metrics.`val/auc` <= 0.9",
  );
  expect(brushFilter({ column: "p:optimizer", from: 0, to: 0, words: ["adam"] })).toBe("params.optimizer = 'adam'");
  expect(brushFilter({ column: "duration", from: 0, to: 1, words: [] })).toBeUndefined();
  expect(brushFilter({ column: "p:lr", from: 0, to: 1, words: [] })).toBeUndefined();
  expect(wordsWithin(["0.1", "0.3", "0.3", undefined], { from: 0.2, to: 0.4, names: undefined })).toEqual(["0.3"]);
  expect(wordsWithin(["adam", "sgd"], { from: -0.2, to: 0.4, names: ["adam"] })).toEqual(["adam"]);
});

test("brushes come back from the address; what is none is passed over", () => {
  const brushes = [{ column: "m:last:auc", from: 0.5, to: 1, filter: "metrics.auc >= 0.5" }];
  expect(parseBrushes([...printBrushes(brushes), "{", '{"column":1}'])).toEqual(brushes);
});

test("a figure is found by its words or by its column", () => {
  const choices = columnChoices(
    { metrics: ["auc"], params: ["lr"], tags: ["team", "mlflow.user"], common: { metrics: [], params: [], differingParams: [] } },
    { hasTexts: true },
  );
  expect(choices.map(({ value }) => value)).not.toContain("t:mlflow.user");
  expect([
    findChoice(choices, "AUC, max")?.value,
    findChoice(choices, "lr (param)")?.value,
    findChoice(choices, "m:min:auc")?.value,
  ]).toEqual(["m:max:auc", "p:lr", "m:min:auc"]);
});

test("logged images are known by their names, of old and new clients, the smaller one beside the whole", () => {
  const images = readImages([
    "images/val#dog%step%3%timestamp%1700000000000%a-1.png",
    "images/val#dog%step%3%timestamp%1700000000000%a-1%compressed.webp",
    "images/cat+step+1+timestamp+1700000000001+b-2.png",
    "images/other.png",
  ]);
  expect(images.map(({ key, step, smallPath }) => [key, step, smallPath !== undefined])).toEqual([
    ["cat", 1, false],
    ["val/dog", 3, true],
  ]);
  expect([imageAt(images, "val/dog", 2), imageAt(images, "val/dog", 9)?.step]).toEqual([undefined, 3]);
});

test("tables of several runs stand below each other, whose columns differ", () => {
  const json = readTable("t.json", JSON.stringify({ columns: ["question", "score"], data: [["why", 0.5]] }));
  const csv = readTable("t.csv", "score,note\n1,fine\n");
  expect(readTable("t.json", "[1]")).toBeUndefined();
  expect(joinTables([...(json ? [{ run: "a", table: json }] : []), ...(csv ? [{ run: "b", table: csv }] : [])])).toEqual({
    head: ["run", "question", "score", "note"],
    rows: [
      ["a", "why", 0.5, null],
      ["b", null, "1", "fine"],
    ],
  });
});
