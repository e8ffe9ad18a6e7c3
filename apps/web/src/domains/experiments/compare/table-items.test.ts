import { expect, test } from "vitest";
import type { KeyRow, RowKind } from "./key-rows.ts";
import { countWords, tableItems } from "./table-items.ts";

const row = (label: string, kind: RowKind, isDiffering: boolean): KeyRow => ({
  id: label,
  kind,
  label,
  isDiffering,
  values: ["x"],
  direction: undefined,
});
const rows = [
  row("auc", "metric", true),
  row("depth", "param", true),
  row("Lr", "param", true),
  row("seed", "param", false),
  row("Commit", "condition", false),
];
const options = { isAll: false, find: "", correlations: new Map<string, number>() };
const shown = (more: Partial<typeof options>) =>
  tableItems(rows, { ...options, ...more }).map((item) =>
    item.kind === "row" ? item.id : item.kind === "head" ? `# ${item.label}` : item.count,
  );

test("what differs, under its head, and what does not in one line", () => {
  expect(shown({})).toEqual(["# Metrics", "auc", "# Params", "depth", "Lr", 2]);
});

test("all of it, what differs first", () => {
  expect(shown({ isAll: true })).toEqual(["# Metrics", "auc", "# Params", "depth", "Lr", "seed", "# Conditions", "Commit"]);
});

test("params that go along with the metric come first", () => {
  expect(shown({ correlations: new Map([["Lr", -0.7]]) })).toEqual(["# Metrics", "auc", "# Params", "Lr", "depth", 2]);
});

test("a part of the name finds rows, whatever its case; nothing is folded then", () => {
  expect(shown({ find: " LR " })).toEqual(["# Params", "Lr"]);
  expect(shown({ find: "no such" })).toEqual([]);
});

test("how much differs is counted by kind", () => {
  expect(countWords(rows)).toBe("2 of 3 params, 0 of 1 conditions");
  expect(countWords([])).toBe("");
});
