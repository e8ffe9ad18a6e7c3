import { StatsError } from "./stats-error.ts";

/** A column of numbers, one per row. Values are finite; rows with a missing value are left out by the caller. */
export type NumberColumn = Float64Array;

/** A column of 0 and 1, one per row. */
export type BinaryColumn = Uint8Array;

/** A column of categories: `codes[row]` is an index into `names`, or -1 where the row has no value. */
export interface CategoryColumn {
  readonly codes: Int32Array;
  readonly names: readonly string[];
}

type AnyColumn = NumberColumn | BinaryColumn | Int32Array;

/** Throws a StatsError unless all named columns have as many rows as the first. */
export function requireSameLength(columns: Readonly<Record<string, AnyColumn>>): void {
  const [first, ...others] = Object.entries(columns);
  for (const [name, column] of others)
    if (first && column.length !== first[1].length)
      throw new StatsError(
        `column "${name}" has ${column.length} rows and "${first[0]}" has ${first[1].length}: give both for the same rows`,
      );
}

/** Throws a StatsError at the first value that is not finite. */
export const requireFinite = (name: string, column: NumberColumn): void =>
  requireEach(name, column, { accepts: Number.isFinite, accepted: "a finite number: leave out rows without a value" });

/** Throws a StatsError at the first value whose square, summed over rows, might overflow: beyond 10^150 either way, or not finite. */
export const requireSquarable = (name: string, column: NumberColumn): void =>
  requireEach(name, column, { accepts: (value) => Math.abs(value) <= 1e150, accepted: "a number between -10^150 and 10^150" });

/** Throws a StatsError at the first value outside [0, 1]. */
export const requireProbability = (name: string, column: NumberColumn): void =>
  requireEach(name, column, { accepts: (value) => value >= 0 && value <= 1, accepted: "a probability between 0 and 1" });

/** Throws a StatsError at the first value that is neither 0 nor 1. */
export const requireBinary = (name: string, column: AnyColumn): void =>
  requireEach(name, column, { accepts: (value) => value === 0 || value === 1, accepted: "0 or 1" });

/** Throws a StatsError at the first code that is neither -1 nor an index into the names. */
export const requireCategories = (name: string, { codes, names }: CategoryColumn): void =>
  requireEach(name, codes, { accepts: (code) => code >= -1 && code < names.length, accepted: `-1 or an index below ${names.length}` });

function requireEach(
  name: string,
  column: AnyColumn,
  { accepts, accepted }: { readonly accepts: (value: number) => boolean; readonly accepted: string },
): void {
  for (let row = 0; row < column.length; row++) {
    const value = column[row] ?? Number.NaN;
    if (!accepts(value)) throw new StatsError(`column "${name}" holds ${value} in row ${row}: each value must be ${accepted}`);
  }
}

/**
 * Columns of text as category columns over one list of names, so that equal texts have equal codes in all of them (labels and predictions of one
 * model, say). Names are in the order of their UTF-16 code units, whatever the order of rows; null becomes -1. O(rows + names · log names).
 */
export function encodeCategories(...columns: readonly (readonly (string | null)[])[]): CategoryColumn[] {
  const found = new Set<string>();
  for (const column of columns) for (const value of column) if (value !== null) found.add(value);
  const names = [...found].sort(byCodeUnit);
  const codeOf = new Map(names.map((name, code) => [name, code]));
  return columns.map((column) => ({
    names,
    codes: Int32Array.from(column, (value) => (value === null ? -1 : (codeOf.get(value) ?? -1))),
  }));
}

/** Compares texts by UTF-16 code units: the same order on every machine, in every language. */
export function byCodeUnit(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
