import type { ColumnType, ColumnValue } from "./table-summary.ts";

interface Blocking {
  /** Whether the data must not be used when the check fails. Default true. */
  readonly blocking?: boolean;
}

/** One thing that a data set must keep to. */
export type DataCheck = (Blocking & (RowCountCheck | ColumnsCheck)) | ColumnCheck;

/** One thing that a column must keep to. */
export type ColumnCheck = Blocking & (TypeCheck | NullFractionCheck | RangeCheck | AllowedValuesCheck | UniqueCheck);

/** There are as many rows, ends included. */
interface RowCountCheck {
  readonly kind: "row-count";
  readonly min: number;
  readonly max?: number;
}

/** All these columns exist; others may. */
interface ColumnsCheck {
  readonly kind: "columns";
  readonly names: readonly string[];
}

/** The column holds this type; whole numbers are numbers too. */
interface TypeCheck {
  readonly kind: "type";
  readonly column: string;
  readonly type: ColumnType;
}

/** Of the rows, at most this share (0 to 1) has no value. */
interface NullFractionCheck {
  readonly kind: "null-fraction";
  readonly column: string;
  readonly max: number;
}

/** All values lie between the ends given, which belong to the range; missing values are not judged. Ends and values are both numbers or both texts. */
interface RangeCheck {
  readonly kind: "range";
  readonly column: string;
  readonly min?: number | string;
  readonly max?: number | string;
}

/** No other value occurs; missing values are not judged. */
interface AllowedValuesCheck {
  readonly kind: "allowed-values";
  readonly column: string;
  readonly values: readonly ColumnValue[];
}

/** No value occurs twice; missing values are not judged. */
interface UniqueCheck {
  readonly kind: "unique";
  readonly column: string;
}

export type DataCheckKind = DataCheck["kind"];
