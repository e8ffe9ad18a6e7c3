import {
  type ColumnProfile,
  countDistinct,
  type LabelColumn,
  LakeError,
  profileTable,
  readColumns,
  readLimits,
  type Table,
} from "@plumbline/lake";
import type { ColumnSummary, ColumnType, ColumnValue, DataCheck, TableSummary } from "@plumbline/stats";

/** What a check may list as allowed; a column with more values has one that is not. */
const valuesMax = readLimits.maxLabels;

/** What the checks need to know of a table, counted exactly. */
export async function summarizeTable(table: Table, checks: readonly DataCheck[]): Promise<TableSummary> {
  const { rowCount, columns } = await profileTable(table);
  const known = new Set(columns.map(({ name }) => name));
  const columnsOf = (kind: DataCheck["kind"]): string[] =>
    checks.flatMap((check) => (check.kind === kind && "column" in check && known.has(check.column) ? [check.column] : []));
  const distinct = await countDistinct(table, columnsOf("unique"));
  const values = new Map<string, readonly ColumnValue[] | null>();
  for (const column of columns) {
    if (columnsOf("allowed-values").includes(column.name)) values.set(column.name, await valuesOf(table, { column, rowCount }));
  }
  return {
    rows: rowCount,
    columns: columns.map((column): ColumnSummary => {
      const { name, nullCount } = column;
      const counted = distinct.get(name) ?? (column.isDistinctExact ? column.distinctCount : null);
      return { name, type: typeOf(column), nulls: nullCount, distinct: counted, ...rangeOf(column), values: values.get(name) ?? null };
    }),
  };
}

const types: Readonly<Record<ColumnProfile["type"], ColumnType>> = {
  integer: "integer",
  number: "number",
  boolean: "boolean",
  text: "string",
  timestamp: "timestamp",
  date: "timestamp",
  other: "string",
};
const typeOf = ({ type }: ColumnProfile): ColumnType => types[type];
const isNumeric = ({ type }: ColumnProfile): boolean => type === "integer" || type === "number";

function rangeOf(column: ColumnProfile): Pick<ColumnSummary, "min" | "max"> {
  const { min, max } = column;
  const end = (value: ColumnProfile["min"]): number | string | null => {
    if (value === null || typeof value === "boolean") return null;
    return isNumeric(column) ? Number(value) : String(value);
  };
  return { min: end(min), max: end(max) };
}

/** All different values of a column in its type; null where there are more than can be listed. */
async function valuesOf(
  table: Table,
  { column, rowCount }: { readonly column: ColumnProfile; readonly rowCount: number },
): Promise<readonly ColumnValue[] | null> {
  if (rowCount > readLimits.maxRows) return null;
  try {
    const request = { columns: [{ name: column.name, as: "label" as const }], maxRows: Math.max(1, rowCount), maxLabels: valuesMax };
    const { columns } = await readColumns(table, request);
    const { labels } = columns[0] as LabelColumn;
    return [...new Set(labels.map((label) => valueIn(label, column)))];
  } catch (error) {
    if (error instanceof LakeError && error.code === "too-large") return null;
    throw error;
  }
}

function valueIn(label: string, column: ColumnProfile): ColumnValue {
  if (isNumeric(column)) return Number(label);
  return column.type === "boolean" ? label.toLowerCase() === "true" : label;
}
