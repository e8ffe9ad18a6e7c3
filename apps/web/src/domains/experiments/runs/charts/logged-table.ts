import { parseTable } from "#src/domains/artifacts/parse-table.ts";

export interface LoggedTable {
  head: readonly string[];
  rows: readonly (readonly (string | number | null)[])[];
}

/** A table as clients log them: an object of `columns` and `data`, or separated values. Undefined where it is neither. */
export function readTable(path: string, text: string): LoggedTable | undefined {
  if (/\.tsv$/i.test(path)) return parseTable(text, { separator: "\t", isCut: false });
  if (/\.csv$/i.test(path)) return parseTable(text, { separator: ",", isCut: false });
  try {
    return tableOf(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function tableOf(value: unknown): LoggedTable | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { columns, data } = value as { columns?: unknown; data?: unknown };
  if (!(Array.isArray(columns) && Array.isArray(data))) return undefined;
  return { head: columns.map(String), rows: data.filter((row) => Array.isArray(row)).map((row: unknown[]) => row.map(cellOf)) };
}

const cellOf = (value: unknown): string | number | null =>
  typeof value === "number" || typeof value === "string" || value === null ? value : JSON.stringify(value);

/** The tables of several runs below each other: all columns there are, and before them whose row it is. */
export function joinTables(tables: readonly { run: string; table: LoggedTable }[]): { head: string[]; rows: (string | number | null)[][] } {
  const head = [...new Set(tables.flatMap(({ table }) => table.head))];
  const rows = tables.flatMap(({ run, table }) =>
    table.rows.map((row) => [run, ...head.map((name) => row[table.head.indexOf(name)] ?? null)]),
  );
  return { head: ["run", ...head], rows };
}
