import type { ExportColumn } from "@plumbline/contracts/experiments/export-runs";
import type { RunColumn } from "../columns.ts";

/** The table's columns as the export asks for them. */
export const exportColumns = (columns: readonly RunColumn[]): ExportColumn[] =>
  columns.map((column) => (column.kind === "metric" ? { kind: "metric", key: column.key, figure: column.aggregate } : column));
