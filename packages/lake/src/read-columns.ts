import type { DuckDBDataChunk } from "@duckdb/node-api";
import { LakeError } from "./lake-error.ts";
import { withoutNul } from "./scalar.ts";
import { type Table, type TypedColumn, typedValue } from "./table.ts";

export const readLimits = {
  maxColumns: 200,
  maxRows: 10_000_000,
  maxCells: 50_000_000,
  maxLabels: 10_000,
  maxLabelCharacters: 1_000,
} as const;

export interface ColumnRequest {
  readonly name: string;
  /** `number`: booleans count 0 and 1. `label`: any value but those of type `other`, written out; a CSV file's cells as they stand. */
  readonly as: "number" | "label";
}

export interface ReadRequest {
  readonly columns: readonly ColumnRequest[];
  /** A table with more rows is refused, not cut. */
  readonly maxRows: number;
  readonly maxLabels?: number;
}

/** NaN where the value is missing. */
export interface NumberColumn {
  readonly name: string;
  readonly as: "number";
  readonly values: Float64Array;
}

/** `codes` index `labels`, which are in the order of their first row; -1 where the value is missing. */
export interface LabelColumn {
  readonly name: string;
  readonly as: "label";
  readonly codes: Int32Array;
  readonly labels: readonly string[];
}

export interface ColumnValues {
  readonly rowCount: number;
  /** In the order of the request. */
  readonly columns: readonly (NumberColumn | LabelColumn)[];
}

/** Whole columns in the file's row order, for statistics. Beside what it returns it holds one chunk of 2,048 rows. */
export async function readColumns(table: Table, request: ReadRequest): Promise<ColumnValues> {
  checkRequest(request);
  const columns = await resolve(table, request.columns);
  const collectors = columns.map(({ column, as }) => (as === "number" ? collectNumbers(column.name) : collectLabels(column.name, request)));
  const expressions = columns.map(({ column, as }) => (as === "number" ? numberOf(table, column) : `CAST(${column.id} AS VARCHAR)`));
  let rowCount = 0;
  for await (const chunk of table.engine.chunks(`SELECT ${expressions.join(", ")} FROM data`)) {
    rowCount += chunk.rowCount;
    if (rowCount > request.maxRows) throw new LakeError("too-large", `The table has more than ${request.maxRows} rows.`);
    for (const [index, collector] of collectors.entries()) collector.take(chunk, index);
  }
  return { rowCount, columns: collectors.map((collector) => collector.finish()) };
}

const numberOf = (table: Table, column: TypedColumn): string => `coalesce(CAST(${typedValue(table, column)} AS DOUBLE), 'NaN'::DOUBLE)`;

function checkRequest({ columns, maxRows, maxLabels = readLimits.maxLabels }: ReadRequest): void {
  const within = (value: number, max: number): boolean => Number.isSafeInteger(value) && value >= 1 && value <= max;
  if (!within(columns.length, readLimits.maxColumns)) {
    throw new LakeError("invalid", `From 1 to ${readLimits.maxColumns} columns are read at once, not ${columns.length}.`);
  }
  if (!within(maxRows, readLimits.maxRows)) throw new LakeError("invalid", `maxRows is a whole number from 1 to ${readLimits.maxRows}.`);
  if (!within(maxLabels, readLimits.maxLabels))
    throw new LakeError("invalid", `maxLabels is a whole number from 1 to ${readLimits.maxLabels}.`);
  if (columns.length * maxRows > readLimits.maxCells) {
    throw new LakeError(
      "too-large",
      `${columns.length} columns of ${maxRows} rows are more than the ${readLimits.maxCells} values that are read at once; ask for fewer.`,
    );
  }
}

const maxNamesListed = 20;

async function resolve(table: Table, requests: readonly ColumnRequest[]): Promise<{ column: TypedColumn; as: "number" | "label" }[]> {
  const byName = new Map(table.columns.map((column) => [column.name, column]));
  const asked = requests.map(({ name, as }) => {
    const column = byName.get(name);
    if (!column) throw unknownColumn(name, [...byName.keys()]);
    return { column, as };
  });
  // A CSV file's labels are its cells, so their types need not be found.
  const needed = asked.filter(({ as }) => table.format === "parquet" || as === "number").map(({ column }) => column);
  const types = new Map((await table.typed(needed)).map((column) => [column.id, column]));
  return asked.map(({ column, as }) => ({
    as,
    column: readable(types.get(column.id) ?? { ...column, type: "text", storedType: "VARCHAR" }, as),
  }));
}

function unknownColumn(name: string, names: readonly string[]): LakeError {
  const listed = names.slice(0, maxNamesListed).map((each) => `"${shorten(each)}"`);
  const rest = names.length > listed.length ? ` and ${names.length - listed.length} more` : "";
  return new LakeError("unknown-column", `There is no column "${shorten(name)}"; the table has ${listed.join(", ")}${rest}.`, {
    place: { column: name },
  });
}

const shorten = (name: string): string => (name.length > 80 ? `${name.slice(0, 79)}…` : name);

function readable(column: TypedColumn, as: "number" | "label"): TypedColumn {
  const isReadable = as === "number" ? ["integer", "number", "boolean"].includes(column.type) : column.type !== "other";
  if (isReadable) return column;
  const held =
    column.type === "other" ? `values of the type ${shorten(column.storedType)}` : `${column.type}${column.type === "text" ? "" : "s"}`;
  throw new LakeError("wrong-type", `The column "${shorten(column.name)}" holds ${held} and cannot be read as ${as}s.`, {
    place: { column: column.name },
  });
}

interface Collector {
  readonly take: (chunk: DuckDBDataChunk, index: number) => void;
  readonly finish: () => NumberColumn | LabelColumn;
}

const initialRows = 4_096;

function collectNumbers(name: string): Collector {
  let values = new Float64Array(initialRows);
  let length = 0;
  return {
    take: (chunk, index) => {
      const vector = chunk.getColumnVector(index);
      if (length + chunk.rowCount > values.length) values = grown(values, new Float64Array(2 * values.length));
      for (let row = 0; row < chunk.rowCount; row++) values[length++] = Number(vector.getItem(row));
    },
    finish: () => ({ name, as: "number", values: values.slice(0, length) }),
  };
}

function collectLabels(name: string, { maxLabels = readLimits.maxLabels }: ReadRequest): Collector {
  let codes = new Int32Array(initialRows);
  let length = 0;
  const codeOf = new Map<string, number>();
  const add = (label: string): number => {
    if (codeOf.size >= maxLabels)
      throw new LakeError("too-large", `The column "${shorten(name)}" holds more than ${maxLabels} different labels.`);
    if (label.length > readLimits.maxLabelCharacters) {
      throw new LakeError(
        "too-large",
        `A label of the column "${shorten(name)}" is longer than ${readLimits.maxLabelCharacters} characters.`,
      );
    }
    codeOf.set(label, codeOf.size);
    return codeOf.size - 1;
  };
  return {
    take: (chunk, index) => {
      const vector = chunk.getColumnVector(index);
      if (length + chunk.rowCount > codes.length) codes = grown(codes, new Int32Array(2 * codes.length));
      for (let row = 0; row < chunk.rowCount; row++) {
        const value = vector.getItem(row);
        codes[length++] = value === null ? -1 : (codeOf.get(String(value)) ?? add(String(value)));
      }
    },
    finish: () => ({ name, as: "label", codes: codes.slice(0, length), labels: [...codeOf.keys()].map(withoutNul) }),
  };
}

function grown<T extends Float64Array | Int32Array>(from: T, into: T): T {
  into.set(from);
  return into;
}
