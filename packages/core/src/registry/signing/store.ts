import type { Tx } from "@plumbline/db";
import type { VersionKey } from "../store/versions.ts";

export interface StoredSignature {
  readonly bundle: string;
  readonly publicKeyPem: string;
  readonly signedAt: Date;
}

export const findSignature = (tx: Tx, workspaceId: number, { modelKey, version }: VersionKey): Promise<StoredSignature | undefined> =>
  tx.row(
    `SELECT bundle, public_key_pem AS "publicKeyPem", signed_at AS "signedAt" FROM model_signature
     WHERE workspace_id = $1 AND model_key = $2 AND version = $3`,
    [workspaceId, modelKey, version],
  );

/** Whether it was the first: a version has one signature for good. */
export async function insertSignature(tx: Tx, workspaceId: number, made: VersionKey & StoredSignature): Promise<boolean> {
  const written = await tx.execute(
    `INSERT INTO model_signature (workspace_id, model_key, version, bundle, public_key_pem, signed_at) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (model_key, version) DO NOTHING`,
    [workspaceId, made.modelKey, made.version, made.bundle, made.publicKeyPem, made.signedAt],
  );
  return written > 0;
}

export interface KeyRow {
  readonly id: string;
  readonly algorithm: string;
  readonly publicPem: string;
  readonly createdAt: Date;
  readonly retiredAt: Date | null;
}

/** Its private part is sealed. */
export interface PresentKey {
  readonly id: string;
  readonly publicPem: string;
  readonly sealed: Buffer;
}

const purpose = "model-signing";
const columns = 'id, algorithm, public_pem AS "publicPem", created_at AS "createdAt", retired_at AS "retiredAt"';

/** Keys are made and retired by one at a time. */
export async function holdKeys(tx: Tx): Promise<void> {
  await tx.rows("SELECT pg_advisory_xact_lock(hashtextextended('registry.signing-keys', 0))");
}

/** The one that signs. */
export const findPresentKey = (tx: Tx): Promise<PresentKey | undefined> =>
  tx.row('SELECT id, public_pem AS "publicPem", sealed_private AS sealed FROM signing_key WHERE purpose = $1 AND retired_at IS NULL', [
    purpose,
  ]);

export async function insertKey(tx: Tx, made: PresentKey & { readonly algorithm: string; readonly createdAt: Date }): Promise<void> {
  await tx.execute(
    "INSERT INTO signing_key (id, purpose, algorithm, public_pem, sealed_private, created_at) VALUES ($1, $2, $3, $4, $5, $6)",
    [made.id, purpose, made.algorithm, made.publicPem, made.sealed, made.createdAt],
  );
}

/** Its private part goes: nothing can be signed by it ever again. */
export async function retireKey(tx: Tx, { id, now }: { readonly id: string; readonly now: Date }): Promise<void> {
  await tx.execute("UPDATE signing_key SET retired_at = $2, sealed_private = ''::bytea WHERE id = $1", [id, now]);
}

export async function putSealed(tx: Tx, { id, sealed }: Pick<PresentKey, "id" | "sealed">): Promise<void> {
  await tx.execute("UPDATE signing_key SET sealed_private = $2 WHERE id = $1", [id, sealed]);
}

/** All that ever signed, the newest first. */
export const listKeys = (tx: Tx): Promise<KeyRow[]> =>
  tx.rows(`SELECT ${columns} FROM signing_key WHERE purpose = $1 ORDER BY created_at DESC, id DESC`, [purpose]);
