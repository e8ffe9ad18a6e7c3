import type { ParsedTable } from "./parse-table.ts";

/**
 * The rows of what `mlflow.log_table` writes: a JSON object of `columns` and `data`, row by row. Undefined for any other JSON.
 * Cells that are objects, such as logged images, stay JSON.
 */
export function readLoggedTable(text: string): ParsedTable | undefined {
  const value = parsed(text);
  if (typeof value !== "object" || value === null || !("columns" in value && "data" in value)) return undefined;
  const { columns, data } = value;
  if (!(isList(columns) && isList(data)) || columns.length === 0) return undefined;
  if (!data.every((row): row is unknown[] => isList(row) && row.length === columns.length)) return undefined;
  return { head: columns.map(cellText), rows: data.map((row) => row.map(cellText)) };
}

const isList = (value: unknown): value is unknown[] => Array.isArray(value);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function cellText(value: unknown): string {
  if (value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}
