import { statement, type Tx } from "@plumbline/db";

export interface NewArtifact {
  readonly path: string;
  readonly blobId: string;
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly storageKey: string;
}

export interface ArtifactRow {
  readonly path: string;
  readonly size_bytes: number;
  readonly digest: Buffer;
  readonly storage_key: string;
  readonly updated_at: Date;
}

const putRow = statement(
  "artifacts.put",
  `WITH made AS (
     INSERT INTO blob (id, workspace_id, digest, size_bytes, storage_key) VALUES ($3, $1, $4, $5, $6)
   )
   INSERT INTO artifact (workspace_id, path, blob_id, size_bytes, updated_at) VALUES ($1, $2, $3, $5, now())
   ON CONFLICT (workspace_id, path) DO UPDATE SET blob_id = excluded.blob_id, size_bytes = excluded.size_bytes, updated_at = excluded.updated_at`,
);

export const putArtifact = (tx: Tx, workspaceId: number, artifact: NewArtifact): Promise<number> =>
  tx.execute(putRow, [
    workspaceId,
    artifact.path,
    artifact.blobId,
    Buffer.from(artifact.sha256, "hex"),
    artifact.sizeBytes,
    artifact.storageKey,
  ]);

const selectRow = statement(
  "artifacts.select",
  `SELECT a.path, a.size_bytes, b.digest, b.storage_key, a.updated_at FROM artifact a JOIN blob b ON b.id = a.blob_id
   WHERE a.workspace_id = $1 AND a.path = $2`,
);
export const findArtifact = (tx: Tx, workspaceId: number, path: string): Promise<ArtifactRow | undefined> =>
  tx.row<ArtifactRow>(selectRow, [workspaceId, path]);

/** A file where the path needs a directory, or a directory where it needs a file. */
const selectClash = statement(
  "artifacts.select-clash",
  `SELECT path FROM artifact WHERE workspace_id = $1 AND path = ANY($2)
   UNION ALL (SELECT path FROM artifact WHERE workspace_id = $1 AND path > $3 AND path < $4 LIMIT 1) LIMIT 1`,
);
export async function findClash(tx: Tx, workspaceId: number, path: string): Promise<string | undefined> {
  const parts = path.split("/");
  const parents = parts.slice(1).map((_, index) => parts.slice(0, index + 1).join("/"));
  const row = await tx.row<{ path: string }>(selectClash, [workspaceId, parents, `${path}/`, `${path}0`]);
  return row?.path;
}

export interface EntryRow {
  readonly name: string;
  readonly is_directory: boolean;
  readonly size_bytes: number | null;
  readonly digest: Buffer | null;
  readonly updated_at: Date | null;
}

// "0" is the character after "/": everything that begins with `directory/` lies between the two.
const selectEntries = statement(
  "artifacts.select-entries",
  `SELECT e.name, e.is_directory, b.size_bytes, b.digest, e.updated_at FROM (
     SELECT split_part(substr(path, length($2) + 1), '/', 1) COLLATE "C" AS name,
       bool_or(strpos(substr(path, length($2) + 1), '/') > 0) AS is_directory,
       (array_agg(blob_id))[1] AS blob_id, max(updated_at) AS updated_at
     FROM artifact WHERE workspace_id = $1 AND path >= $2 AND path < $3 GROUP BY 1
   ) e LEFT JOIN blob b ON b.id = e.blob_id AND NOT e.is_directory
   WHERE ($4::text IS NULL OR e.name > $4) ORDER BY e.name LIMIT $5`,
);

/** Names directly below a directory (empty: the root), in byte order. */
export function listEntries(
  tx: Tx,
  workspaceId: number,
  page: { directory: string; after: string | null; limit: number },
): Promise<EntryRow[]> {
  const [from, below] = page.directory === "" ? ["", "\u{10ffff}"] : [`${page.directory}/`, `${page.directory}0`];
  return tx.rows<EntryRow>(selectEntries, [workspaceId, from, below, page.after, page.limit]);
}

/** Removes a path and all below it; returns how many. Their blobs are collected later. */
export const removeArtifacts = (tx: Tx, workspaceId: number, path: string): Promise<number> =>
  tx.execute("DELETE FROM artifact WHERE workspace_id = $1 AND (path = $2 OR (path > $3 AND path < $4))", [
    workspaceId,
    path,
    `${path}/`,
    `${path}0`,
  ]);

/** Files below a directory, and their bytes. */
export async function sumArtifacts(tx: Tx, workspaceId: number, directory: string): Promise<{ files: number; sizeBytes: number }> {
  const row = await tx.row<{ files: number; sizeBytes: number }>(
    `SELECT count(*) AS files, COALESCE(sum(size_bytes), 0)::bigint AS "sizeBytes" FROM artifact WHERE workspace_id = $1 AND path > $2 AND path < $3`,
    [workspaceId, `${directory}/`, `${directory}0`],
  );
  return row ?? { files: 0, sizeBytes: 0 };
}

/** Blobs that nothing names any more, older than `before`. */
export const findUnnamedBlobs = (tx: Tx, before: Date, limit: number): Promise<{ id: string; storage_key: string }[]> =>
  tx.rows(
    `SELECT b.id, b.storage_key FROM blob b WHERE b.created_at < $1 AND NOT EXISTS (SELECT 1 FROM artifact a WHERE a.blob_id = b.id)
     AND NOT EXISTS (SELECT 1 FROM blob_claim c WHERE c.blob_id = b.id) ORDER BY b.id LIMIT $2`,
    [before, limit],
  );

/** Deletes those of the blobs that still nothing names, and returns the keys of their bytes. A claim that is being written keeps its blob. */
export async function deleteUnnamedBlobs(tx: Tx, ids: readonly string[]): Promise<string[]> {
  const rows = await tx.rows<{ storage_key: string }>(
    `DELETE FROM blob b WHERE b.id = ANY($1::uuid[]) AND NOT EXISTS (SELECT 1 FROM artifact a WHERE a.blob_id = b.id)
     AND NOT EXISTS (SELECT 1 FROM blob_claim c WHERE c.blob_id = b.id) RETURNING b.storage_key`,
    [ids],
  );
  return rows.map(({ storage_key }) => storage_key);
}

/** Those of the storage keys that a blob row knows. */
export async function findKnownKeys(tx: Tx, keys: readonly string[]): Promise<Set<string>> {
  const rows = await tx.rows<{ storage_key: string }>("SELECT storage_key FROM blob WHERE storage_key = ANY($1)", [keys]);
  return new Set(rows.map((row) => row.storage_key));
}

/** Artifact root of a run, as `mlflow-artifacts:/…` or whatever an import brought. */
export async function findRunRoot(tx: Tx, workspaceId: number, runId: string): Promise<string | undefined> {
  const row = await tx.row<{ artifact_uri: string }>(
    "SELECT artifact_uri FROM experiments_artifact_root WHERE workspace_id = $1 AND run_id = $2",
    [workspaceId, runId],
  );
  return row?.artifact_uri;
}
