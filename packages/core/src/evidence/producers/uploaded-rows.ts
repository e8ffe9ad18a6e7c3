import { evidenceFileLimits } from "@plumbline/contracts/evidence/evidence";
import { type ColumnRequest, type LabelColumn, type NumberColumn, readColumns } from "@plumbline/lake";
import { AppError, workspaceOf } from "../../kernel/index.ts";
import { withLocalTable } from "../local-table.ts";
import { findUpload } from "../store/uploads.ts";
import type { Work } from "./work.ts";

const timeLimitMs = 20 * 60_000;
/** Of all the work, in which the rows are fetched, and are read. */
const fetchShare = 0.3;
export const readShare = 0.5;

interface UploadedRows {
  readonly name: string;
  /** Hex. */
  readonly sha256: string;
  readonly rowCount: number;
  readonly numbers: (column: string) => NumberColumn["values"];
  readonly labels: (column: string) => Pick<LabelColumn, "codes" | "labels">;
}

/** Reads columns of a table that somebody brought. */
export async function readUploadedRows(
  { deps, workspaceId, read, signal, tell }: Pick<Work, "deps" | "workspaceId" | "read" | "signal" | "tell">,
  { uploadId, columns }: { readonly uploadId: string; readonly columns: readonly ColumnRequest[] },
): Promise<UploadedRows> {
  const upload = await read((ctx) => findUpload(ctx.tx, workspaceOf(ctx).id, uploadId));
  if (!upload) {
    throw new AppError("not-found", "The uploaded table is gone: it was used up, or its day is over. Upload it again.", {
      params: { noun: "uploaded file", id: uploadId },
    });
  }
  const sha256 = upload.digest.toString("hex");
  const stored = { workspaceId, blobId: upload.blob_id, sizeBytes: upload.size_bytes, sha256 };
  const onProgress = (share: number): void => tell(fetchShare * share, "Fetching the table");
  const found = await withLocalTable(deps, { stored, reading: { signal, timeLimitMs, onProgress } }, async (table) => {
    tell(fetchShare, "Reading columns");
    return readColumns(table, { columns: distinctOf(columns), maxRows: evidenceFileLimits.predictionsRows });
  });
  const columnOf = (name: string, as: ColumnRequest["as"]) => {
    const column = found.columns.find((one) => one.name === name && one.as === as);
    if (!column) throw new Error(`the column "${name}" was not asked for`);
    return column;
  };
  return {
    name: upload.name,
    sha256,
    rowCount: found.rowCount,
    // A copy: what is handed to a thread is gone here.
    numbers: (name) => (columnOf(name, "number") as NumberColumn).values.slice(),
    labels: (name) => columnOf(name, "label") as LabelColumn,
  };
}

/** A column may be asked for twice, such as one that is label and prediction. */
const distinctOf = (columns: readonly ColumnRequest[]): ColumnRequest[] => [
  ...new Map(columns.map((column) => [JSON.stringify([column.name, column.as]), column])).values(),
];

/** Decides all resamples, so that anybody with the rows finds the same intervals. */
export const seedOf = (sha256: string): number => Number.parseInt(sha256.slice(0, 8), 16);
