import { describe, expect, test } from "vitest";
import type { DataCheck } from "./data-check.ts";
import type { ColumnSummary, TableSummary } from "./table-summary.ts";
import { validateTable } from "./validate-table.ts";

const column = (name: string, changes: Partial<ColumnSummary>): ColumnSummary => ({
  name,
  type: "integer",
  nulls: 0,
  distinct: null,
  min: null,
  max: null,
  values: null,
  ...changes,
});
const table: TableSummary = {
  rows: 100,
  columns: [
    column("id", { distinct: 100, min: 1, max: 100 }),
    column("age", { nulls: 5, distinct: 40, min: 18, max: 99 }),
    column("city", { type: "string", nulls: 0, distinct: 3, min: "Bern", max: "Ulm", values: ["Bern", "Rome", "Ulm"] }),
    column("seen", { type: "timestamp", min: "2026-01-01T00:00:00Z", max: "2026-06-30T12:00:00Z" }),
    column("empty", { nulls: 100, distinct: 0, values: [] }),
  ],
};

const passing: readonly (readonly [check: DataCheck, found: unknown])[] = [
  [{ kind: "row-count", min: 100 }, 100],
  [{ kind: "row-count", min: 0, max: 100 }, 100],
  [{ kind: "columns", names: ["id", "age"] }, []],
  [{ kind: "type", column: "age", type: "integer" }, "integer"],
  [{ kind: "type", column: "age", type: "number" }, "integer"],
  [{ kind: "null-fraction", column: "age", max: 0.05 }, 0.05],
  [{ kind: "range", column: "age", min: 18, max: 99 }, null],
  [{ kind: "range", column: "seen", max: "2026-06-30T12:00:00Z" }, null],
  [{ kind: "allowed-values", column: "city", values: ["Ulm", "Rome", "Bern", "Oslo"] }, []],
  [{ kind: "allowed-values", column: "empty", values: [] }, []],
  [{ kind: "unique", column: "id" }, 100],
  [{ kind: "unique", column: "empty" }, 0],
];

const failing: readonly (readonly [check: DataCheck, found: unknown, detail: string])[] = [
  [{ kind: "row-count", min: 101 }, 100, "100 rows; asked for are at least 101"],
  [{ kind: "row-count", min: 1, max: 99 }, 100, "100 rows; asked for are 1 to 99"],
  [{ kind: "columns", names: ["id", "name", "zip"] }, ["name", "zip"], "these columns are missing: name, zip"],
  [{ kind: "type", column: "city", type: "number" }, "string", '"city" holds string; asked for is number'],
  [{ kind: "null-fraction", column: "age", max: 0.049 }, 0.05, '"age" has no value in 0.05 of the rows; allowed is at most 0.049'],
  [{ kind: "range", column: "age", min: 19 }, 18, '"age" reaches 18; allowed is at least 19'],
  [{ kind: "range", column: "age", min: 0, max: 98 }, 99, '"age" reaches 99; allowed is at most 98'],
  [{ kind: "range", column: "age", min: "a" }, 18, '"age" has no values that compare with a'],
  [{ kind: "range", column: "empty", min: 0 }, null, '"empty" has no values that compare with 0'],
  [{ kind: "allowed-values", column: "city", values: ["Bern"] }, ["Rome", "Ulm"], '"city" also holds Rome, Ulm'],
  [{ kind: "allowed-values", column: "id", values: [1] }, null, '"id" has more values than are listed; allowed are 1'],
  [{ kind: "unique", column: "city" }, 3, '"city" has 3 different values in 100 rows with a value'],
  [{ kind: "unique", column: "seen" }, null, 'the different values of "seen" were not counted'],
  [{ kind: "unique", column: "gone" }, null, 'there is no column "gone"'],
];

describe("a check", () => {
  test.each(passing)("that is kept: %o", (check, found) => {
    expect(validateTable(table, [check])).toMatchObject({
      outcome: "pass",
      isBlocked: false,
      results: [{ check, outcome: "pass", found }],
    });
  });

  test.each(failing)("that is not: %o", (check, found, detail) => {
    expect(validateTable(table, [check])).toMatchObject({
      outcome: "fail",
      isBlocked: true,
      results: [{ check, outcome: "fail", found, detail }],
    });
  });

  test("blocks unless it says that it does not", () => {
    const checks: DataCheck[] = [
      { kind: "row-count", min: 101, blocking: false },
      { kind: "row-count", min: 1 },
    ];
    const { outcome, isBlocked, results } = validateTable(table, checks);
    expect({ outcome, isBlocked }).toEqual({ outcome: "fail", isBlocked: false });
    expect(results.map(({ isBlocking }) => isBlocking)).toEqual([false, true]);
  });
});

test("without checks everything passes, without rows no share can be told", () => {
  expect(validateTable(table, [])).toEqual({ outcome: "pass", isBlocked: false, results: [] });
  const empty = validateTable({ ...table, rows: 0 }, [{ kind: "null-fraction", column: "age", max: 1 }]);
  expect(empty.results[0]).toMatchObject({ outcome: "fail", found: null });
});

test("at most ten offending values are named", () => {
  const values = Array.from({ length: 11 }, (_, index) => index);
  const check: DataCheck = { kind: "allowed-values", column: "n", values: [] };
  const [result] = validateTable({ rows: 11, columns: [column("n", { values })] }, [check]).results;
  expect(result?.found).toEqual(values.slice(0, 10));
  expect(result?.detail).toBe('"n" also holds 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 and 1 more');
});
