import type { ChartTable } from "../chart-table.ts";
import type { BandOfLines } from "./bands.ts";
import type { DrawnLine } from "./lines.ts";

/** The drawn points: one row for each x, one column for each line, or three for each band. */
export function linesTable({ lines, bands }: { lines: readonly DrawnLine[]; bands: readonly BandOfLines[] }, xLabel: string): ChartTable {
  const columns =
    bands.length > 0
      ? bands.flatMap(({ group, x, mean, low, high }) => [
          { label: `${group}, mean`, x, y: mean },
          { label: `${group}, min`, x, y: low },
          { label: `${group}, max`, x, y: high },
        ])
      : lines;
  const rising = [...new Set(columns.flatMap(({ x }) => x))].sort((one, other) => one - other);
  const byX = columns.map(({ x, y }) => new Map(x.map((value, at) => [value, y[at]])));
  const rows = rising.map((x) => [x, ...byX.map((of) => cellOf(of.get(x)))]);
  return { head: [xLabel, ...columns.map(({ label }) => label)], rows };
}

const cellOf = (value: number | undefined): number | null | undefined => (value !== undefined && Number.isNaN(value) ? null : value);
