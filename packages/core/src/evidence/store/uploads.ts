import type { EvidenceUpload } from "@plumbline/contracts/evidence/evidence";
import type { Tx } from "@plumbline/db";

export interface UploadRow {
  readonly id: string;
  readonly subject_ref: string;
  readonly purpose: EvidenceUpload["purpose"];
  readonly name: string;
  readonly blob_id: string;
  readonly digest: Buffer;
  readonly size_bytes: number;
  readonly columns: EvidenceUpload["columns"];
  readonly rows: number | null;
  readonly uploaded_by: string;
  readonly uploaded_at: Date;
  readonly expires_at: Date;
}

const columns = "id, subject_ref, purpose, name, blob_id, digest, size_bytes, columns, rows, uploaded_by, uploaded_at, expires_at";

export async function insertUpload(tx: Tx, workspaceId: number, row: UploadRow): Promise<void> {
  await tx.execute(
    `INSERT INTO evidence_upload (workspace_id, ${columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      workspaceId,
      row.id,
      row.subject_ref,
      row.purpose,
      row.name,
      row.blob_id,
      row.digest,
      row.size_bytes,
      row.columns === null ? null : JSON.stringify(row.columns),
      row.rows,
      row.uploaded_by,
      row.uploaded_at,
      row.expires_at,
    ],
  );
}

/** What an uploaded table turned out to hold. */
export async function describeUpload(
  tx: Tx,
  workspaceId: number,
  { id, columns: found, rows }: Pick<UploadRow, "id" | "columns" | "rows">,
): Promise<void> {
  await tx.execute("UPDATE evidence_upload SET columns = $3, rows = $4 WHERE workspace_id = $1 AND id = $2", [
    workspaceId,
    id,
    JSON.stringify(found),
    rows,
  ]);
}

export const findUpload = (tx: Tx, workspaceId: number, id: string): Promise<UploadRow | undefined> =>
  tx.row(`SELECT ${columns} FROM evidence_upload WHERE workspace_id = $1 AND id = $2`, [workspaceId, id]);

/** An upload, held: it is neither dropped nor used up until the transaction ends. */
export const holdUpload = (tx: Tx, workspaceId: number, id: string): Promise<UploadRow | undefined> =>
  tx.row(`SELECT ${columns} FROM evidence_upload WHERE workspace_id = $1 AND id = $2 FOR UPDATE`, [workspaceId, id]);

export async function removeUpload(tx: Tx, workspaceId: number, id: string): Promise<void> {
  await tx.execute("DELETE FROM evidence_upload WHERE workspace_id = $1 AND id = $2", [workspaceId, id]);
}

/** Uploads of any workspace whose time is over; asked as the database role `system`. */
export const selectExpiredUploads = (tx: Tx, now: Date): Promise<{ workspace_id: number; id: string }[]> =>
  tx.rows("SELECT workspace_id, id FROM evidence_upload WHERE expires_at <= $1 ORDER BY workspace_id, id LIMIT 1000", [now]);
