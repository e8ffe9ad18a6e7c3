import { expect, test } from "vitest";
import { type Compared, dataWarning, differenceSentence, joined } from "./difference-sentence.ts";
import type { KeyRow, RowKind, Value } from "./key-rows.ts";

const row = (id: string, kind: RowKind, ...values: Value[]): KeyRow => ({
  id,
  kind,
  label: id.replace(/^.*:/, ""),
  isDiffering: values.length > 1 && values.some((value) => value !== values[0]),
  values,
  direction: kind === "metric" ? "high" : undefined,
});
const lead = row("m:last:f1", "metric", 0.8, 0.813);
const compared = (rows: KeyRow[], more: Partial<Compared> = {}): Compared => ({
  rows,
  names: ["calm-lynx", "vivid-wren", "bold-heron"],
  runs: [0, 1],
  baseline: 0,
  lead,
  running: new Set(),
  correlations: new Map(),
  ...more,
});
const said = (of: Compared) =>
  differenceSentence(of)
    .map((piece) => (typeof piece === "string" ? piece : piece.strong))
    .join("");

test("of two runs: what differs, and what came of it", () => {
  const rows = [
    lead,
    row("p:lr", "param", "0.1", "0.2"),
    row("p:depth", "param", "3", "4"),
    row("p:seed", "param", "7"),
    row("data:training", "condition", "loans v1", "loans v2"),
    row("t:mlflow.source.git.commit", "condition", "a", "b"),
    row("t:plumbline.python", "condition", "3.12", "3.13"),
    row("t:team", "tag", "risk", undefined),
  ];
  expect(said(compared(rows))).toBe("2 params, 1 dataset, the commit, 1 other condition and 1 tag differ; f1 +0.013, better.");
  expect(said(compared(rows, { baseline: 1 }))).toMatch(/; f1 −0.013, worse\.$/);
});

test("one thing differs; nothing does", () => {
  expect(said(compared([lead, row("p:lr", "param", "1", "2")], { lead: undefined }))).toBe("1 param differs.");
  expect(said(compared([row("t:mlflow.source.git.commit", "condition", "a", "b")], { lead: undefined }))).toBe("The commit differs.");
  expect(said(compared([lead]))).toBe("No param, no data and no condition that was logged differs; f1 +0.013, better.");
  expect(said(compared([row("p:seed", "param", "7")], { lead: undefined }))).toBe("Nothing that was logged differs.");
});

test("where nothing is left, nothing is said to be alike", () => {
  expect(said(compared([lead], { runs: [0] }))).toBe("No run is left beside the baseline.");
});

test("only the two that are looked at count, whatever the others have", () => {
  expect(said(compared([row("p:lr", "param", "1", "1", "2")], { lead: undefined }))).toBe("Nothing that was logged differs.");
});

test("of many runs: who leads, how much differs, and what goes along with it", () => {
  const rows = [row("m:last:f1", "metric", 0.8, 0.813, 0.79), row("p:lr", "param", "1", "2", "3"), row("p:seed", "param", "7")];
  const many = compared(rows, { runs: [0, 1, 2], lead: rows[0], correlations: new Map([["p:lr", -0.6]]) });
  expect(said(many)).toBe("vivid-wren leads the baseline by +0.013 in f1. 1 of 2 params differ. f1 moves most with lr.");
  expect(said({ ...many, running: new Set([1]) })).toMatch(/^vivid-wren leads the baseline by \+0\.013 in f1, so far\./);
  expect(said({ ...many, baseline: 1, correlations: new Map([["p:lr", 0.2]]) })).toBe(
    "No run is ahead of the baseline in f1. 1 of 2 params differ. ",
  );
});

test("a list of words ends with and", () => {
  expect([joined([]), joined(["a"]), joined(["a", "b"]), joined(["a", "b", "c"])]).toEqual(["", "a", "a and b", "a, b and c"]);
});

test("runs of other data are named, or counted", () => {
  const rows = [row("data:training", "condition", "v1", "v1", "v2"), row("data:eval", "condition", "e1", "e1", "e1")];
  const names = ["calm-lynx", "vivid-wren", "bold-heron"];
  expect(dataWarning({ rows, names, runs: [0, 1, 2], baseline: 0 })).toBe("bold-heron used other data than the baseline");
  expect(dataWarning({ rows, names, runs: [0, 1, 2], baseline: 2 })).toBe("2 runs used other data than the baseline");
  expect(dataWarning({ rows, names, runs: [0, 1], baseline: 0 })).toBeUndefined();
});
