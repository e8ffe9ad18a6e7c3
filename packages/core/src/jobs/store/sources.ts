import type { Tx } from "@plumbline/db";

export interface SourceRow {
  readonly sha256: Buffer;
  readonly size_bytes: number;
  readonly blob_id: string;
  readonly file_name: string;
  readonly uploaded_at: Date;
}

const columns = "sha256, size_bytes, blob_id, file_name, uploaded_at";

export const findSourceRow = (tx: Tx, workspaceId: number, sha256: string): Promise<SourceRow | undefined> =>
  tx.row(`SELECT ${columns} FROM job_source WHERE workspace_id = $1 AND sha256 = $2`, [workspaceId, Buffer.from(sha256, "hex")]);

interface NewSource {
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly blobId: string;
  readonly fileName: string;
  readonly uploadedBy: string;
  readonly now: Date;
}

/** Undefined where the same bytes are there already. */
export const insertSource = (tx: Tx, workspaceId: number, source: NewSource): Promise<SourceRow | undefined> =>
  tx.row(
    `INSERT INTO job_source (workspace_id, sha256, size_bytes, blob_id, file_name, uploaded_by, uploaded_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (workspace_id, sha256) DO NOTHING RETURNING ${columns}`,
    [workspaceId, Buffer.from(source.sha256, "hex"), source.sizeBytes, source.blobId, source.fileName, source.uploadedBy, source.now],
  );
