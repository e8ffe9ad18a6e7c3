import type { ProfileState } from "@plumbline/contracts/datasets/dataset";
import type { DatasetVersion } from "@plumbline/contracts/datasets/version";
import type { Tx } from "@plumbline/db";

export interface VersionRow {
  readonly dataset_key: number;
  readonly dataset: string;
  readonly version: number;
  readonly is_verified: boolean;
  readonly source_name: string;
  readonly source_digest: string;
  readonly sha256: Buffer | null;
  readonly blob_id: string | null;
  readonly size_bytes: number | null;
  readonly file_name: string | null;
  readonly format: "csv" | "parquet" | null;
  readonly run_id: string | null;
  readonly source_type: string | null;
  readonly source: string | null;
  readonly created_by: string;
  readonly created_by_name: string | null;
  readonly created_at: Date;
  readonly state: ProfileState;
  readonly progress: number;
  readonly message: string;
  readonly profile_at: Date | null;
  readonly row_count: number | null;
  readonly column_count: number | null;
}

export const toVersion = (row: VersionRow): DatasetVersion => ({
  dataset: row.dataset,
  version: row.version,
  isVerified: row.is_verified,
  digest: row.sha256?.toString("hex") ?? row.source_digest,
  lineage: { name: row.source_name, digest: row.source_digest },
  origin: originOf(row),
  profile: {
    state: row.state,
    progress: row.progress,
    message: row.message,
    updatedAt: row.profile_at?.toISOString() ?? null,
    rowCount: row.row_count,
    columnCount: row.column_count,
  },
  createdBy: { id: row.created_by, name: row.created_by_name },
  createdAt: row.created_at.toISOString(),
});

function originOf(row: VersionRow): DatasetVersion["origin"] {
  if (row.blob_id !== null) {
    return { kind: "upload", fileName: row.file_name ?? "", format: row.format ?? "csv", sizeBytes: row.size_bytes ?? 0 };
  }
  return { kind: "input", runId: row.run_id ?? "", name: row.source_name, sourceType: row.source_type ?? "", source: row.source ?? "" };
}

const selectVersions = `
  SELECT v.dataset_key, d.name AS dataset, v.version, v.is_verified, v.source_name, v.source_digest, v.sha256, v.blob_id, v.size_bytes,
    v.file_name, v.format, v.run_id, v.source_type, v.source, v.created_by, maker.name AS created_by_name, v.created_at,
    COALESCE(p.state, 'none') AS state, COALESCE(p.progress, 0) AS progress, COALESCE(p.message, '') AS message, p.updated_at AS profile_at, p.row_count,
    jsonb_array_length(p.columns) AS column_count
  FROM dataset_version v JOIN dataset d ON d.key = v.dataset_key
  LEFT JOIN dataset_profile p ON p.dataset_key = v.dataset_key AND p.version = v.version
  LEFT JOIN access_actor maker ON maker.actor_id = v.created_by`;

export const listVersions = (
  tx: Tx,
  workspaceId: number,
  page: { dataset: string; before: number | null; limit: number },
): Promise<VersionRow[]> =>
  tx.rows<VersionRow>(
    `${selectVersions} WHERE v.workspace_id = $1 AND d.workspace_id = $1 AND d.name = $2 AND ($3::int IS NULL OR v.version < $3)
     ORDER BY v.version DESC LIMIT $4`,
    [workspaceId, page.dataset, page.before, page.limit],
  );

export const findVersion = (tx: Tx, workspaceId: number, of: { dataset: string; version: number }): Promise<VersionRow | undefined> =>
  tx.row<VersionRow>(`${selectVersions} WHERE v.workspace_id = $1 AND d.workspace_id = $1 AND d.name = $2 AND v.version = $3`, [
    workspaceId,
    of.dataset,
    of.version,
  ]);

export const findVersionByKey = (tx: Tx, workspaceId: number, of: { key: number; version: number }): Promise<VersionRow | undefined> =>
  tx.row<VersionRow>(`${selectVersions} WHERE v.workspace_id = $1 AND v.dataset_key = $2 AND v.version = $3`, [
    workspaceId,
    of.key,
    of.version,
  ]);

/** The version that holds these very bytes. */
export const findVersionByBytes = (tx: Tx, workspaceId: number, of: { key: number; sha256: string }): Promise<VersionRow | undefined> =>
  tx.row<VersionRow>(`${selectVersions} WHERE v.workspace_id = $1 AND v.dataset_key = $2 AND v.sha256 = $3`, [
    workspaceId,
    of.key,
    Buffer.from(of.sha256, "hex"),
  ]);

interface Source {
  readonly key: number;
  readonly name: string;
  readonly digest: string;
}

/** The version that stands for data of this name and digest; one with bytes before one without. */
export const findVersionBySource = (tx: Tx, workspaceId: number, of: Source): Promise<VersionRow | undefined> =>
  tx.row<VersionRow>(
    `${selectVersions} WHERE v.workspace_id = $1 AND v.dataset_key = $2 AND v.source_name = $3 AND v.source_digest = $4
     ORDER BY v.is_verified DESC LIMIT 1`,
    [workspaceId, of.key, of.name, of.digest],
  );

export interface UploadedFile {
  readonly sha256: string;
  readonly blobId: string;
  readonly sizeBytes: number;
  readonly fileName: string;
  readonly format: "csv" | "parquet";
}

export interface LoggedInput {
  readonly runId: string;
  readonly sourceType: string;
  readonly source: string;
  readonly schema: string | null;
  readonly profile: string | null;
}

interface NewVersion {
  readonly source: Source;
  readonly content: UploadedFile | LoggedInput;
  readonly createdBy: string;
  readonly now: Date;
}

const noFile = [null, null, null, null, null];
const noInput = [null, null, null, null, null];

/** Writes a version under the next number. The dataset's row is locked by the caller. */
export async function insertVersion(tx: Tx, workspaceId: number, made: NewVersion): Promise<number> {
  const { source, content } = made;
  const isFile = "blobId" in content;
  const file = isFile ? [content.blobId, Buffer.from(content.sha256, "hex"), content.sizeBytes, content.fileName, content.format] : noFile;
  const logged = isFile ? noInput : [content.runId, content.sourceType, content.source, content.schema, content.profile];
  const row = await tx.row<{ version: number }>(
    `WITH number AS (
       UPDATE dataset SET next_version = next_version + 1, updated_at = $5 WHERE workspace_id = $1 AND key = $2 RETURNING next_version - 1 AS version
     )
     INSERT INTO dataset_version (workspace_id, dataset_key, version, is_verified, source_name, source_digest, created_at, created_by,
       sha256, blob_id, size_bytes, file_name, format, run_id, source_type, source, logged_schema, logged_profile)
     SELECT $1, $2, version, $7::uuid IS NOT NULL, $3, $4, $5, $6, $8, $7::uuid, $9, $10, $11, $12, $13, $14, $15, $16 FROM number
     RETURNING version`,
    [workspaceId, source.key, source.name, source.digest, made.now, made.createdBy, ...file, ...logged],
  );
  return row?.version ?? 0;
}

/** A dataset as a run logged it. */
export async function findLoggedInput(
  tx: Tx,
  workspaceId: number,
  of: { runId: string; name: string; digest: string },
): Promise<LoggedInput | undefined> {
  const row = await tx.row<{ source_type: string; source: string; schema: string | null; profile: string | null }>(
    `SELECT source_type, source, schema, profile FROM experiments_logged_dataset
     WHERE workspace_id = $1 AND run_id = $2 AND name = $3 AND digest = $4`,
    [workspaceId, of.runId, of.name, of.digest],
  );
  return row && { runId: of.runId, sourceType: row.source_type, source: row.source, schema: row.schema, profile: row.profile };
}

export const versionNumbers = async (tx: Tx, workspaceId: number, key: number): Promise<number[]> =>
  (
    await tx.rows<{ version: number }>("SELECT version FROM dataset_version WHERE workspace_id = $1 AND dataset_key = $2", [
      workspaceId,
      key,
    ])
  ).map(({ version }) => version);

/** The lowest version that something holds. */
export async function findHold(tx: Tx, workspaceId: number, key: number): Promise<{ version: number; holder: string } | undefined> {
  return tx.row("SELECT version, holder FROM dataset_hold WHERE workspace_id = $1 AND dataset_key = $2 ORDER BY version, holder LIMIT 1", [
    workspaceId,
    key,
  ]);
}

export async function insertHold(tx: Tx, workspaceId: number, hold: { key: number; version: number; holder: string }): Promise<void> {
  await tx.execute("INSERT INTO dataset_hold (workspace_id, dataset_key, version, holder) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING", [
    workspaceId,
    hold.key,
    hold.version,
    hold.holder,
  ]);
}
