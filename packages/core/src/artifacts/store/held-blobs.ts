import type { Tx } from "@plumbline/db";

interface NewBlob {
  readonly blobId: string;
  readonly storageKey: string;
  readonly sha256: string;
  readonly sizeBytes: number;
}

export const insertBlob = (tx: Tx, workspaceId: number, blob: NewBlob): Promise<number> =>
  tx.execute("INSERT INTO blob (id, workspace_id, digest, size_bytes, storage_key) VALUES ($1, $2, $3, $4, $5)", [
    blob.blobId,
    workspaceId,
    Buffer.from(blob.sha256, "hex"),
    blob.sizeBytes,
    blob.storageKey,
  ]);

/** In one order, so that two that hold the same blobs do not wait for each other in a ring. */
export async function insertClaims(tx: Tx, workspaceId: number, claim: { blobIds: readonly string[]; holder: string }): Promise<void> {
  await tx.execute(
    `INSERT INTO blob_claim (workspace_id, blob_id, holder)
     SELECT DISTINCT $1::int, id, $3 FROM unnest($2::uuid[]) AS id ORDER BY 2 ON CONFLICT (blob_id, holder) DO NOTHING`,
    [workspaceId, claim.blobIds, claim.holder],
  );
}

export async function deleteClaims(tx: Tx, workspaceId: number, holder: string): Promise<void> {
  await tx.execute("DELETE FROM blob_claim WHERE workspace_id = $1 AND holder = $2", [workspaceId, holder]);
}

export async function findStorageKey(tx: Tx, workspaceId: number, blobId: string): Promise<string | undefined> {
  const row = await tx.row<{ storage_key: string }>("SELECT storage_key FROM blob WHERE workspace_id = $1 AND id = $2", [
    workspaceId,
    blobId,
  ]);
  return row?.storage_key;
}

export const findBlobs = (
  tx: Tx,
  workspaceId: number,
  blobIds: readonly string[],
): Promise<{ id: string; digest: Buffer; size_bytes: number; storage_key: string }[]> =>
  tx.rows("SELECT id, digest, size_bytes, storage_key FROM blob WHERE workspace_id = $1 AND id = ANY($2::uuid[])", [workspaceId, blobIds]);

/** Where bytes lie that nothing holds or names. */
export async function findUnclaimedKey(tx: Tx, workspaceId: number, blobId: string): Promise<string | undefined> {
  const row = await tx.row<{ storage_key: string }>(
    `SELECT storage_key FROM blob b WHERE workspace_id = $1 AND id = $2
     AND NOT EXISTS (SELECT FROM blob_claim c WHERE c.blob_id = b.id) AND NOT EXISTS (SELECT FROM artifact a WHERE a.blob_id = b.id)`,
    [workspaceId, blobId],
  );
  return row?.storage_key;
}
