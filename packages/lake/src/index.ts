export { countDistinct } from "./count-distinct.ts";
export { countRows } from "./count-rows.ts";
export type { TableFormat } from "./inspect-file.ts";
export { LakeError, type LakeErrorCode, type Place } from "./lake-error.ts";
export { type Preview, previewLimits, previewRows } from "./preview-rows.ts";
export type { NumberProfile } from "./profile-numbers.ts";
export { type ColumnProfile, profileTable, type TableProfile } from "./profile-table.ts";
export {
  type ColumnRequest,
  type ColumnValues,
  type LabelColumn,
  type NumberColumn,
  type ReadRequest,
  readColumns,
  readLimits,
} from "./read-columns.ts";
export type { PlainType, Scalar } from "./scalar.ts";
export { profileLimits } from "./summarize-columns.ts";
export { type Column, type Table, type TableSource, type TypedColumn, tableLimits, withTable } from "./table.ts";
export { type ParquetCell, type ParquetColumn, writeParquet } from "./write-parquet.ts";
