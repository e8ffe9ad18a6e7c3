/** What a column holds: whole numbers, numbers, text, truth values, or instants. */
export type ColumnType = "integer" | "number" | "string" | "boolean" | "timestamp";

/** A value of a column. Instants are ISO 8601 texts in UTC of one precision, which sort as text. */
export type ColumnValue = number | string | boolean;

/** What is known of one column of a data set. */
export interface ColumnSummary {
  readonly name: string;
  readonly type: ColumnType;
  /** Rows without a value. */
  readonly nulls: number;
  /** Different values, those missing aside; null where they were not counted. */
  readonly distinct: number | null;
  /** Smallest and largest value; null without values, and for truth values. */
  readonly min: number | string | null;
  readonly max: number | string | null;
  /** All different values; null where there are too many to list. */
  readonly values: readonly ColumnValue[] | null;
}

/** What is known of one data set. */
export interface TableSummary {
  readonly rows: number;
  readonly columns: readonly ColumnSummary[];
}
