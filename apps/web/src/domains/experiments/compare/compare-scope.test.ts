import { expect, test } from "vitest";
import { foundQuery, namedQuery, scopeOf } from "./compare-scope.ts";

const read = (query: string) => {
  const params = new URLSearchParams(query);
  return scopeOf({ get: (name) => params.get(name) ?? undefined, getAll: (name) => params.getAll(name) });
};

test("named runs, each once, before any filter", () => {
  expect(read(`${namedQuery(["a", "b"])}&run=a&experiment=1`)).toEqual({ kind: "named", runIds: ["a", "b"] });
});

test("the first runs that a table shows", () => {
  const filter = "params.`a b` = 'x&y'";
  expect(read(foundQuery({ experimentId: "3", filter, sort: "-m:last:auc", isDeleted: true }))).toEqual({
    kind: "found",
    experimentId: "3",
    filter,
    sort: "-m:last:auc",
    isDeleted: true,
    most: 200,
  });
  expect(read(foundQuery({ experimentId: undefined, filter: "" }))).toMatchObject({ experimentId: undefined, filter: "", sort: undefined });
});

test.each([
  ["50", 50],
  ["5000", 1000],
  ["0", 200],
  ["many", 200],
])("at most %s runs are %s", (most, count) => {
  expect(read(`experiment=1&most=${most}`)).toMatchObject({ most: count });
});

test("an address that names neither compares nothing", () => {
  expect(read("filter=x")).toBeUndefined();
});
