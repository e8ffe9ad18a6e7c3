/** The numbers behind a chart, as a table: one cell of each row for each heading. */
export interface ChartTable {
  head: readonly string[];
  rows: readonly (readonly (string | number | null | undefined)[])[];
}
