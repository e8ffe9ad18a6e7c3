import { type KeyRow, type Value, valueAt } from "./key-rows.ts";

/** What the table shows, for a file: a line for each key, a column for each run. */
export function differenceFile(
  rows: readonly KeyRow[],
  { names, runs }: { names: readonly string[]; runs: readonly number[] },
): { head: string[]; rows: Value[][] } {
  return {
    head: ["kind", "name", ...runs.map((run) => names[run] ?? "")],
    rows: rows.map((row) => [row.kind, row.label, ...runs.map((run) => valueAt(row, run))]),
  };
}
