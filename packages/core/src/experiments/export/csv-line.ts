import type { FileColumn } from "./export-columns.ts";

type Cell = ReturnType<FileColumn["cell"]>;

/** One line of CSV (RFC 4180): missing cells empty, instants as ISO 8601, every digit of a number. */
export const csvLine = (cells: readonly Cell[], columns: readonly Pick<FileColumn, "type">[]): string =>
  `${cells.map((cell, at) => csvCell(cell, columns[at]?.type ?? "text")).join(",")}\r\n`;

function csvCell(cell: Cell, type: FileColumn["type"]): string {
  if (cell === null || cell === undefined) return "";
  if (type === "timestamp") return instantOf(Number(cell));
  if (typeof cell === "number") return String(cell);
  // A spreadsheet would run it; a number that is below zero, or has a sign, is none.
  const isFormula = /^[=+\-@\t\r]/.test(cell) && !Number.isFinite(Number(cell));
  const text = isFormula ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Milliseconds that no calendar has, as some clients send, stay a number. */
function instantOf(milliseconds: number): string {
  const date = new Date(milliseconds);
  return Number.isNaN(date.getTime()) ? String(milliseconds) : date.toISOString();
}
