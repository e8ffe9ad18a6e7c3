import { formatNumber } from "@plumbline/ui/format/number";

export interface ParsedTable {
  head: string[];
  rows: string[][];
}

/** Reads separated values as RFC 4180 writes them. A file that was cut loses its last, broken line. */
export function parseTable(text: string, options: { separator: "," | "\t"; isCut: boolean }): ParsedTable {
  const records: string[][] = [[]];
  let at = 0;
  while (at < text.length) {
    const { cell, end } = readCell(text, at, options.separator);
    records.at(-1)?.push(cell);
    at = end;
    if (text.charAt(at) === options.separator) {
      at += 1;
      if (at >= text.length) records.at(-1)?.push("");
      continue;
    }
    if (text.startsWith("\r\n", at)) at += 2;
    else at += 1;
    records.push([]);
  }
  if (records.at(-1)?.length === 0) records.pop();
  else if (options.isCut) records.pop();
  const [head = [], ...rows] = records.filter((record) => record.length > 0);
  return { head, rows };
}

function readCell(text: string, start: number, separator: string): { cell: string; end: number } {
  if (text.charAt(start) !== '"') {
    let end = start;
    while (end < text.length && !`${separator}\r\n`.includes(text.charAt(end))) end += 1;
    return { cell: text.slice(start, end), end };
  }
  let cell = "";
  let at = start + 1;
  while (at < text.length) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return { cell: cell + text.slice(at), end: text.length };
    cell += text.slice(at, quote);
    if (text.charAt(quote + 1) !== '"') return { cell, end: quote + 1 };
    cell += '"';
    at = quote + 2;
  }
  return { cell, end: at };
}

const mostDigits = 6;

/** Whether a column of numbers has fractions of so many digits that nobody reads them; all of it is shortened then. */
export function longColumns(table: ParsedTable): boolean[] {
  const numeric = numericColumns(table);
  return table.head.map((_, column) => numeric[column] === true && table.rows.some((row) => isLong(row[column] ?? "")));
}

function isLong(text: string): boolean {
  const digits = text.replace(/e.*$/i, "").replace(/\D/g, "").replace(/^0+/, "");
  return isFraction(text) && digits.length > mostDigits;
}

function isFraction(text: string): boolean {
  return text.trim() !== "" && !Number.isInteger(Number(text));
}

/** A figure of a long column in four significant digits; whole numbers, which may be ids, stay. */
export function shortFigure(text: string): string {
  return isFraction(text) ? formatNumber(Number(text)) : text;
}

/** Whether every value of a column that is not empty is a number, so that it stands to the right. */
export function numericColumns({ head, rows }: ParsedTable): boolean[] {
  return head.map((_, column) => {
    const values = rows.map((row) => row[column] ?? "").filter(Boolean);
    return values.length > 0 && values.every((value) => value.trim() !== "" && Number.isFinite(Number(value)));
  });
}
