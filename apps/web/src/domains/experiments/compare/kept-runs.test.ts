import { expect, test } from "vitest";
import { defaultAxes } from "./chart-columns.ts";
import { isLogRow, keptRuns } from "./kept-runs.ts";
import type { KeyRow, RowKind, Value } from "./key-rows.ts";

const row = (id: string, kind: RowKind, ...values: Value[]): KeyRow => ({
  id,
  kind,
  label: id,
  isDiffering: values.length > 1,
  values,
  direction: undefined,
});
const auc = row("m:last:auc", "metric", 0.5, 0.7, 0.9);
const optimizer = row("p:optimizer", "param", "sgd", "adam", undefined);
const rows = new Map([auc, optimizer].map((each) => [each.id, each]));

test("without a brush all are kept; a brush of what nobody has cuts nothing", () => {
  expect(keptRuns(3, rows, [])).toEqual([0, 1, 2]);
  expect(keptRuns(3, rows, [{ column: "p:gone", from: 0, to: 1 }])).toEqual([0, 1, 2]);
});

test("both ends belong to a brush, words stand at their places, and what has no value is not kept", () => {
  expect(keptRuns(3, rows, [{ column: "m:last:auc", from: 0.7, to: 0.9 }])).toEqual([1, 2]);
  expect(keptRuns(3, rows, [{ column: "p:optimizer", from: -0.5, to: 0.4 }])).toEqual([1]);
  expect(
    keptRuns(3, rows, [
      { column: "m:last:auc", from: 0.7, to: 0.9 },
      { column: "p:optimizer", from: -0.5, to: 1.5 },
    ]),
  ).toEqual([1]);
});

test("numbers above zero that span much stand on a logarithmic axis", () => {
  expect(isLogRow(row("p:lr", "param", "0.0001", "0.1"))).toBe(true);
  expect(isLogRow(row("p:depth", "param", "3", "12"))).toBe(false);
  expect(isLogRow(row("p:zero", "param", "0", "1000"))).toBe(false);
  expect(isLogRow(row("p:word", "param", "1", "1000", "auto"))).toBe(false);
});

test("axes: differing params that go along with the metric, the metric last", () => {
  const lr = row("p:lr", "param", "1", "2", "3");
  const same = { ...row("p:seed", "param", "7"), isDiffering: false };
  const notes = row("p:notes", "param", ...Array.from({ length: 30 }, (_, at) => `note ${at}`));
  const config = row("p:config", "param", "{".repeat(41), "}");
  const all = [auc, same, optimizer, lr, notes, config];
  expect(defaultAxes(all, auc, new Map([["p:lr", -0.9]]))).toEqual(["p:lr", "p:optimizer", "m:last:auc"]);
  expect(defaultAxes([auc, row("m:last:f1", "metric", 1, 2, 3)], auc, new Map())).toEqual(["m:last:f1", "m:last:auc"]);
});
