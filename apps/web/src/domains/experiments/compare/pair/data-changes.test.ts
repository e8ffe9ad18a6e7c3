import type { DatasetInput } from "@plumbline/contracts/experiments/run";
import { expect, test } from "vitest";
import { dataChanges } from "./data-changes.ts";

interface Given {
  name?: string;
  digest: string;
  rows?: number;
  columns?: Record<string, string>;
  context?: string;
  url?: string;
}

const input = ({ name = "loans", digest, rows, columns, context = "training", url = "https://data.example/a" }: Given): DatasetInput => ({
  dataset: {
    name,
    digest,
    sourceType: "http",
    source: JSON.stringify({ url }),
    ...(rows !== undefined && { profile: JSON.stringify({ num_rows: rows }) }),
    ...(columns && { schema: JSON.stringify({ mlflow_colspec: Object.entries(columns).map(([key, type]) => ({ name: key, type })) }) }),
  },
  tags: [{ key: "mlflow.data.context", value: context }],
});
const said = (before: DatasetInput[], after: DatasetInput[]) =>
  dataChanges(before, after).map(({ name, before: old, after: now }) => [name, old, now]);

test("where it came from, how much it was, and the columns that came, went or changed", () => {
  const before = input({ digest: "1", rows: 100, columns: { id: "long", age: "long", old: "string" } });
  const after = input({ digest: "2", rows: 120, columns: { id: "long", age: "double", dti: "double" }, url: "https://data.example/b" });
  expect(said([before], [after])).toEqual([
    ["loans: from", "https://data.example/a", "https://data.example/b"],
    ["loans: size", "100 rows, 3 columns", "120 rows, 3 columns"],
    ["loans: column age", "long", "double"],
    ["loans: column old", "string", undefined],
    ["loans: column dti", undefined, "double"],
  ]);
});

test("the same data differs in nothing, whatever was said of it", () => {
  expect(said([input({ digest: "1", rows: 1 })], [input({ digest: "1", rows: 2 })])).toEqual([]);
});

test("only data of one role is held against each other, that of the same name first", () => {
  const before = [input({ name: "a", digest: "1", rows: 1 }), input({ name: "b", digest: "1", rows: 2 })];
  const after = [input({ name: "b", digest: "2", rows: 3 }), input({ name: "c", digest: "1", rows: 4, context: "eval" })];
  expect(said(before.reverse(), after)).toEqual([["b: size", "2 rows", "3 rows"]]);
  expect(said([], after)).toEqual([]);
});
