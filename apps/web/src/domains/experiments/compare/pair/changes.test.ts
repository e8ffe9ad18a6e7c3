import { expect, test } from "vitest";
import type { KeyRow, RowKind, Value } from "../key-rows.ts";
import { conditionChanges, configChanges, packageChanges } from "./changes.ts";

const row = (id: string, kind: RowKind, ...values: Value[]): KeyRow => ({
  id,
  kind,
  label: id,
  isDiffering: values.length > 1,
  values,
  direction: undefined,
});

test("conditions in which these two differ, a commit in short", () => {
  const rows = [
    row("t:mlflow.source.git.commit", "condition", "9f1c2ab34de56f7089", "a41f9c2b34de56f7", "x"),
    row("t:plumbline.python", "condition", "3.12", "3.12", "3.13"),
    row("data:data", "condition", "loans v1", undefined, undefined),
    row("p:lr", "param", "1", "2", "3"),
  ];
  expect(conditionChanges({ rows, before: 0, after: 1 })).toEqual([
    { name: "t:mlflow.source.git.commit", before: "9f1c2ab34de5", after: "a41f9c2b34de", isCode: false },
    { name: "data:data", before: "loans v1", after: undefined, isCode: false },
  ]);
});

test("Python stands before the packages; where nothing was logged, that is said", () => {
  const before = { requirements: "numpy==1\npandas==2\n", pythonEnv: "python: 3.12\n" };
  const found = packageChanges(before, { requirements: "numpy==1\npandas==3\n", pythonEnv: "python: 3.13\n" });
  expect(found.changes.map(({ name, before: old, after }) => [name, old, after])).toEqual([
    ["Python", "3.12", "3.13"],
    ["pandas", "2", "3"],
  ]);
  expect(found.words).toBe("1 package the same.");
  expect(packageChanges(before, {}).words).toMatch(/^Only one of the runs/);
  expect(packageChanges(undefined, {}).words).toMatch(/^Neither run/);
});

test("params that are whole configurations are opened, others are not", () => {
  const rows = [
    row("cfg", "param", '{"a":{"b":1},"c":2}', "{'a': {'b': 3}, 'c': 2}"),
    row("lr", "param", "1", "2"),
    row("same", "param", '{"a":1}'),
  ];
  expect(configChanges({ rows, before: 0, after: 1 })).toEqual([
    { name: "cfg", changes: [{ name: "a.b", before: "1", after: "3", isCode: true }], sameCount: 1 },
  ]);
});
