import type { RunGroup } from "@plumbline/contracts/experiments/group-runs";
import type { Run } from "@plumbline/contracts/experiments/run";
import { expect, test } from "vitest";
import { figuresOf, groupId, groupItems, groupOrder, reselected, selectedItems } from "./group-items.ts";

const group = (value: string | null, runs: number): RunGroup => ({ value, digest: null, title: null, runs, latestStart: 1, figures: [] });
const run = (runId: string) => ({ runId }) as Run;

test("an open group has its runs below it, and says how many more there are", () => {
  const [a, b] = [group("a", 3), group(null, 2)];
  const open = new Map([[groupId(a), { runs: [run("r1"), run("r2")], isReading: false }]]);
  expect(groupItems([a, b], open)).toEqual([
    { kind: "group", id: groupId(a), group: a, isOpen: true },
    { kind: "run", id: `r1 ${groupId(a)}`, run: run("r1") },
    { kind: "run", id: `r2 ${groupId(a)}`, run: run("r2") },
    { kind: "more", id: `more ${groupId(a)}`, group: a, left: 1, isReading: false },
    { kind: "group", id: groupId(b), group: b, isOpen: false },
  ]);
});

test("a group that is being read says so, and one that is read whole has nothing more", () => {
  const a = group("a", 1);
  expect(groupItems([a], new Map([[groupId(a), { runs: undefined, isReading: true }]])).at(-1)).toMatchObject({
    kind: "more",
    isReading: true,
  });
  expect(groupItems([a], new Map([[groupId(a), { runs: [run("r1")], isReading: false }]])).at(-1)).toMatchObject({ kind: "run" });
});

test("the runs without a value are another group than those whose value is empty, or says null", () => {
  expect(new Set([null, "", "null"].map((value) => groupId(group(value, 1)))).size).toBe(3);
});

test("groups are in the order of the table, as far as groups have it; else by size", () => {
  expect(groupOrder(undefined)).toEqual({ order: { by: "runs" }, isDescending: true });
  expect(groupOrder({ column: "p:lr", isDescending: false })).toEqual({ order: { by: "runs" }, isDescending: true });
  expect(groupOrder({ column: "name", isDescending: false })).toEqual({ order: { by: "value" }, isDescending: false });
  expect(groupOrder({ column: "started", isDescending: true })).toEqual({ order: { by: "latest" }, isDescending: true });
  expect(groupOrder({ column: "m:last:auc", isDescending: true }).order).toEqual({ by: "figure", key: "auc", figure: "last", of: "mean" });
});

test("each metric column asks for its figure", () => {
  const columns = [{ kind: "attribute", key: "status" } as const, { kind: "metric", key: "auc", aggregate: "max" } as const];
  expect(figuresOf(columns)).toEqual([{ key: "auc", figure: "max" }]);
});

test("a run is selected in every group that shows it, and what is not shown stays selected", () => {
  const [a, b] = [group("a", 1), group("b", 1)];
  const opened = { runs: [run("r1")], isReading: false };
  const items = groupItems(
    [a, b],
    new Map([
      [groupId(a), opened],
      [groupId(b), opened],
    ]),
  );
  const rows = items.filter(({ kind }) => kind === "run").map(({ id }) => id);
  expect(selectedItems(items, new Set(["r1", "hidden"]))).toEqual(new Set(rows));
  const [first = "", second = ""] = rows;
  expect(reselected(items, { selected: new Set(["hidden"]), chosen: new Set([first]) })).toEqual(new Set(["hidden", "r1"]));
  expect(reselected(items, { selected: new Set(["hidden", "r1"]), chosen: new Set([second]) })).toEqual(new Set(["hidden"]));
});
