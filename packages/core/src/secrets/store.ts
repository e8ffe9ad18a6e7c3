import type { Tx } from "@plumbline/db";

export interface SecretRow {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly sealed: string;
  readonly revision: number;
  readonly created_by: string;
  readonly created_at: Date;
  readonly rotated_at: Date | null;
}

export interface SecretUseRow {
  readonly secret_id: string;
  readonly job_id: string;
  readonly job_name: string | null;
  readonly job_number: number | null;
  readonly used_at: Date;
}

const columns = "id, name, description, sealed, revision, created_by, created_at, rotated_at";

export const listSecretRows = (tx: Tx, workspaceId: number): Promise<SecretRow[]> =>
  tx.rows(`SELECT ${columns} FROM secret WHERE workspace_id = $1 ORDER BY name`, [workspaceId]);

export const findSecretsByName = (tx: Tx, workspaceId: number, names: readonly string[]): Promise<SecretRow[]> =>
  tx.rows(`SELECT ${columns} FROM secret WHERE workspace_id = $1 AND name = ANY($2) ORDER BY name`, [workspaceId, names]);

export async function countSecrets(tx: Tx, workspaceId: number): Promise<number> {
  const row = await tx.row<{ count: number }>("SELECT count(*) FROM secret WHERE workspace_id = $1", [workspaceId]);
  return row?.count ?? 0;
}

/** Nobody gives the secret another value until the transaction has ended. */
export const lockSecret = (tx: Tx, workspaceId: number, name: string): Promise<SecretRow | undefined> =>
  tx.row(`SELECT ${columns} FROM secret WHERE workspace_id = $1 AND name = $2 FOR UPDATE`, [workspaceId, name]);

interface NewSecret {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly sealed: string;
  readonly createdBy: string;
  readonly now: Date;
}

/** Undefined where the name is taken. */
export const insertSecret = (tx: Tx, workspaceId: number, secret: NewSecret): Promise<SecretRow | undefined> =>
  tx.row(
    `INSERT INTO secret (id, workspace_id, name, description, sealed, created_by, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (workspace_id, name) DO NOTHING RETURNING ${columns}`,
    [secret.id, workspaceId, secret.name, secret.description, secret.sealed, secret.createdBy, secret.now],
  );

interface NewValue {
  readonly id: string;
  readonly description: string;
  readonly sealed: string;
  readonly now: Date;
}

export const replaceValue = (tx: Tx, workspaceId: number, value: NewValue): Promise<SecretRow | undefined> =>
  tx.row(
    `UPDATE secret SET description = $3, sealed = $4, rotated_at = $5, revision = revision + 1 WHERE workspace_id = $1 AND id = $2
     RETURNING ${columns}`,
    [workspaceId, value.id, value.description, value.sealed, value.now],
  );

export const removeSecret = (tx: Tx, workspaceId: number, id: string): Promise<number> =>
  tx.execute("DELETE FROM secret WHERE workspace_id = $1 AND id = $2", [workspaceId, id]);

export interface SealedRow {
  readonly id: string;
  readonly workspace_id: number;
  readonly sealed: string;
}

/** Those that another key than the named one sealed, of all workspaces. The rest after `after` follows in the order of ids. */
export const listStale = (tx: Tx, { keyId, after, limit }: { keyId: string; after: string | null; limit: number }): Promise<SealedRow[]> =>
  tx.rows(
    `SELECT id, workspace_id, sealed FROM secret WHERE split_part(sealed, '.', 2) <> $1 AND ($2::uuid IS NULL OR id > $2)
     ORDER BY id LIMIT $3 FOR NO KEY UPDATE`,
    [keyId, after, limit],
  );

export const putSealed = (tx: Tx, { id, sealed }: Pick<SealedRow, "id" | "sealed">): Promise<number> =>
  tx.execute("UPDATE secret SET sealed = $2 WHERE id = $1", [id, sealed]);

/** The latest jobs that were given each secret, so many of each. */
export const listUses = (tx: Tx, workspaceId: number, { ids, limit }: { ids: readonly string[]; limit: number }): Promise<SecretUseRow[]> =>
  tx.rows(
    `SELECT s.id AS secret_id, u.job_id, u.used_at, t.name AS job_name, t.number AS job_number
     FROM unnest($2::uuid[]) AS s(id) CROSS JOIN LATERAL (
       SELECT job_id, max(used_at) AS used_at
       FROM (SELECT job_id, used_at FROM secret_use WHERE workspace_id = $1 AND secret_id = s.id ORDER BY used_at DESC LIMIT 100) latest
       GROUP BY job_id ORDER BY max(used_at) DESC, job_id LIMIT $3
     ) u LEFT JOIN jobs_title t ON t.workspace_id = $1 AND t.job_id = u.job_id
     ORDER BY s.id, u.used_at DESC, u.job_id`,
    [workspaceId, ids, limit],
  );

interface NewUse {
  readonly secretId: string;
  readonly revision: number;
}

/** Returns those that were not recorded before. */
export async function insertUses(
  tx: Tx,
  workspaceId: number,
  given: { readonly jobId: string; readonly attempt: number; readonly uses: readonly NewUse[]; readonly now: Date },
): Promise<Set<string>> {
  const rows = await tx.rows<{ secret_id: string }>(
    `INSERT INTO secret_use (workspace_id, secret_id, job_id, attempt, revision, used_at)
     SELECT $1, id, $2, $3, revision, $6 FROM unnest($4::uuid[], $5::int[]) AS g(id, revision)
     ON CONFLICT (secret_id, job_id, attempt, revision) DO NOTHING RETURNING secret_id`,
    [workspaceId, given.jobId, given.attempt, given.uses.map((use) => use.secretId), given.uses.map((use) => use.revision), given.now],
  );
  return new Set(rows.map((row) => row.secret_id));
}
