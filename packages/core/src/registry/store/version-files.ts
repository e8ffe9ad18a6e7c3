import type { Tx } from "@plumbline/db";
import type { ManifestFile } from "../manifest.ts";
import type { VersionKey } from "./versions.ts";

interface VersionFiles extends VersionKey {
  readonly files: readonly ManifestFile[];
}

export async function insertFiles(tx: Tx, workspaceId: number, { modelKey, version, files }: VersionFiles): Promise<void> {
  if (files.length === 0) return;
  await tx.execute(
    `INSERT INTO model_version_file (workspace_id, model_key, version, path, blob_id, digest, size_bytes)
     SELECT $1, $2, $3, f.* FROM unnest($4::text[], $5::uuid[], $6::bytea[], $7::bigint[]) AS f`,
    [
      workspaceId,
      modelKey,
      version,
      files.map(({ path }) => path),
      files.map(({ blobId }) => blobId),
      files.map(({ digest }) => digest),
      files.map(({ sizeBytes }) => sizeBytes),
    ],
  );
}

const columns = 'path, blob_id AS "blobId", digest, size_bytes AS "sizeBytes"';

/** What the descriptive files of a version said; null where nothing was read. */
export async function findVersionContents(tx: Tx, workspaceId: number, { modelKey, version }: VersionKey): Promise<unknown> {
  const row = await tx.row<{ contents: unknown }>(
    "SELECT contents FROM model_version WHERE workspace_id = $1 AND model_key = $2 AND version = $3",
    [workspaceId, modelKey, version],
  );
  return row?.contents ?? null;
}

/** The manifest of a version, by path. */
export function listFiles(tx: Tx, workspaceId: number, { modelKey, version }: VersionKey): Promise<ManifestFile[]> {
  return tx.rows(`SELECT ${columns} FROM model_version_file WHERE workspace_id = $1 AND model_key = $2 AND version = $3 ORDER BY path`, [
    workspaceId,
    modelKey,
    version,
  ]);
}

export const findFile = (tx: Tx, workspaceId: number, of: VersionKey & { readonly path: string }): Promise<ManifestFile | undefined> =>
  tx.row(`SELECT ${columns} FROM model_version_file WHERE workspace_id = $1 AND model_key = $2 AND version = $3 AND path = $4`, [
    workspaceId,
    of.modelKey,
    of.version,
    of.path,
  ]);
