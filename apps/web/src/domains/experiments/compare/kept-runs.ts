import { type ParallelRow, prepareParallel } from "@plumbline/ui/charts/values/parallel-scene";
import type { ColumnBrush } from "../runs/brush-address.ts";
import { type KeyRow, type Value, valueAt } from "./key-rows.ts";

/** Rows by their columns: what charts draw and brushes cut. */
export type RowIndex = ReadonlyMap<string, KeyRow>;

/** The runs that lie within every brush, by the same places at which a chart of parallel axes draws them. */
export function keptRuns(count: number, rows: RowIndex, brushes: readonly ColumnBrush[]): number[] {
  const all = Array.from({ length: count }, (_, run) => run);
  const known = brushes.filter(({ column }) => rows.has(column));
  if (known.length === 0) return all;
  const axes = known.map(({ column }) => ({ id: column, label: column, isLog: isLogRow(rows.get(column)) }));
  const drawn = all.map((run): ParallelRow => {
    const values = known.map(({ column }): Value => {
      const row = rows.get(column);
      return row && valueAt(row, run);
    });
    return { id: String(run), label: "", color: "quiet", isStrong: false, values };
  });
  const { rows: placed } = prepareParallel(drawn, { axes, brushes: known.map(({ column, from, to }) => ({ axis: column, from, to })) });
  return all.filter((run) => placed[run]?.isKept);
}

/** Values that span so much are told apart on a logarithmic axis alone. */
const widestLinear = 50;

/** Whether an axis of these values is better logarithmic: numbers above zero that span much, as learning rates do. */
export function isLogRow(row: KeyRow | undefined): boolean {
  const numbers = (row?.values ?? []).filter((value) => value !== undefined && value !== "").map(Number);
  if (numbers.length < 2 || !numbers.every((value) => Number.isFinite(value) && value > 0)) return false;
  return Math.max(...numbers) / Math.min(...numbers) > widestLinear;
}
