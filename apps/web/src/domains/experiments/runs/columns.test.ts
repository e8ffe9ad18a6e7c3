import { parseFilter } from "@plumbline/contracts/query/filter";
import { parseOrderBy } from "@plumbline/contracts/query/order-by";
import { expect, test } from "vitest";
import { allOf, defaultColumns, neededOf, orderByOf, parseColumn, parseSort, printColumn, printSort, type RunColumn } from "./columns.ts";

const columns: RunColumn[] = [
  { kind: "attribute", key: "status" },
  { kind: "metric", key: "val:loss, mean", aggregate: "min" },
  { kind: "param", key: "m:last:x" },
  { kind: "tag", key: "team" },
];

test("columns survive the way through an address, whatever their keys hold", () => {
  expect(columns.map((column) => parseColumn(printColumn(column)))).toEqual(columns);
  expect(parseColumn("nonsense")).toBeUndefined();
  expect(parseColumn("m:median:auc")).toBeUndefined();
});

test("the server is asked for the keys on screen and for the tags that every row reads", () => {
  const needed = neededOf([
    ...columns,
    { kind: "metric", key: "auc", aggregate: "last" },
    { kind: "metric", key: "auc", aggregate: "max" },
  ]);
  expect(needed.metrics).toEqual(["val:loss, mean", "auc"]);
  expect(needed.params).toEqual(["m:last:x"]);
  expect(needed.tags).toEqual(["team", "mlflow.parentRunId", "mlflow.source.name", "mlflow.source.git.commit"]);
});

test("what is shown first leaves out the machine's own metrics", () => {
  const common = { metrics: ["system/cpu", "auc"], params: ["lr"], differingParams: [] };
  const shown = defaultColumns({ common }).map(printColumn);
  expect(shown).toEqual(["status", "m:last:auc", "p:lr", "duration", "started", "user"]);
});

test("params that tell runs apart are shown rather than those that all have alike", () => {
  const common = { metrics: [], params: ["batch", "depth", "lr", "seed"], differingParams: ["lr"] };
  expect(defaultColumns({ common }).map(printColumn)).toEqual(["status", "p:lr", "duration", "started", "user"]);
});

test("orders are ones that the server takes", () => {
  for (const column of [
    "name",
    "status",
    "started",
    "duration",
    "m:last:auc",
    "m:max:auc",
    "m:mean:val loss",
    "m:count:auc.max",
    "p:learning-rate",
    "t:team",
  ]) {
    const order = orderByOf({ column, isDescending: true });
    expect(order).toHaveLength(1);
    expect(parseOrderBy(order, "runs").ok).toBe(true);
  }
  expect(orderByOf({ column: "m:max:val.mean", isDescending: true })).toEqual(["max(metrics.`val.mean`) DESC"]);
  expect(orderByOf({ column: "source", isDescending: true })).toEqual([]);
  expect(orderByOf(undefined)).toEqual([]);
});

test("a sort survives the way through an address; an impossible one is none", () => {
  const sort = { column: "m:last:auc", isDescending: true };
  expect(parseSort(printSort(sort))).toEqual(sort);
  expect(parseSort("p:lr")).toEqual({ column: "p:lr", isDescending: false });
  expect(parseSort("-source")).toBeUndefined();
});

test("conditions join to one that parses", () => {
  expect(allOf("", "  ", undefined)).toBe("");
  expect(allOf("metrics.auc > 0.5 OR params.x = 'or'", "metrics.b > 1")).toBe("(metrics.auc > 0.5 OR params.x = 'or') AND metrics.b > 1");
  const joined = allOf("metrics.auc > 0.5", undefined, "tags.`mlflow.parentRunId` IS NULL");
  expect(parseFilter(joined, "runs").ok).toBe(true);
});

test("an alternative holds together where it is joined, and stays as it is alone", () => {
  expect(allOf("params.a = '1' or params.b = '2'", "status = 'FAILED'")).toBe("(params.a = '1' or params.b = '2') AND status = 'FAILED'");
  expect(allOf("params.a = '1' OR params.b = '2'")).toBe("params.a = '1' OR params.b = '2'");
  expect(allOf("params.a = 'x OR y'", "status = 'FAILED'")).toBe("params.a = 'x OR y' AND status = 'FAILED'");
});
