"use client";
import { useMemo } from "react";
import { Cell, Table } from "#src/components/table.tsx";
import { longColumns, numericColumns, type ParsedTable, shortFigure } from "./parse-table.ts";

/** Rows of a file in its order. Columns of numbers stand to the right, and long fractions are shortened; the whole value is a hover away. */
export function TableRows({ table }: { table: ParsedTable }) {
  const numeric = useMemo(() => numericColumns(table), [table]);
  const long = useMemo(() => longColumns(table), [table]);
  const align = (column: number) => (numeric[column] ? { align: "end" as const } : {});
  const headings = headingsOf(table.head).map((label, column) => ({ label, ...align(column) }));
  return (
    <div className="max-h-[60vh] overflow-y-auto">
      <Table label="Rows of the file" headings={headings}>
        {table.rows.map((row, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows of a file have no identity but their place
          <tr key={at}>
            {headings.map(({ label }, column) => (
              <Cell key={label} className="max-w-80" {...align(column)}>
                <span className="block truncate" title={row[column]}>
                  {long[column] ? shortFigure(row[column] ?? "") : row[column]}
                </span>
              </Cell>
            ))}
          </tr>
        ))}
      </Table>
    </div>
  );
}

/** Columns without a name, and such that are called alike, are told apart by their place. */
function headingsOf(head: readonly string[]): string[] {
  return head.map((name, column) => (name === "" || head.indexOf(name) !== column ? `${name} column ${column + 1}`.trim() : name));
}
