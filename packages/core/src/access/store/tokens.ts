import type { Token } from "@plumbline/contracts/access/token";
import type { Role, Scope } from "@plumbline/contracts/permissions";
import type { Tx } from "@plumbline/db";

export interface TokenOwner {
  readonly kind: "user" | "service-account";
  readonly id: string;
}

interface NewToken {
  readonly id: string;
  readonly hash: Buffer;
  readonly prefix: string;
  readonly name: string;
  readonly owner: TokenOwner;
  readonly scopes: readonly Scope[];
  readonly createdBy: string;
  readonly parentId: string | null;
  /** The job that works with it; left out where somebody asked for it. */
  readonly jobId?: string;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
}

export async function insertToken(tx: Tx, workspaceId: number, token: NewToken): Promise<void> {
  const { kind, id } = token.owner;
  await tx.execute(
    `INSERT INTO token (id, workspace_id, hash, prefix, name, user_id, service_account_id, scopes, created_by, parent_id, created_at, expires_at, job_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      token.id,
      workspaceId,
      token.hash,
      token.prefix,
      token.name,
      kind === "user" ? id : null,
      kind === "user" ? null : id,
      token.scopes,
      token.createdBy,
      token.parentId,
      token.createdAt,
      token.expiresAt,
      token.jobId ?? null,
    ],
  );
}

/** The token that a request was made with, held against a revocation until the end of the transaction. */
export const holdToken = (tx: Tx, workspaceId: number, id: string): Promise<{ scopes: Scope[]; expires_at: Date | null } | undefined> =>
  tx.row("SELECT scopes, expires_at FROM token WHERE workspace_id = $1 AND id = $2 AND revoked_at IS NULL FOR SHARE", [workspaceId, id]);

/**
 * A person's role in the workspace; undefined for who is no member or disabled. Until the transaction ends, whoever
 * revokes the person's tokens waits, and then sees the one that is being made.
 */
export async function holdMembership(tx: Tx, workspaceId: number, userId: string): Promise<{ role: Role } | undefined> {
  await tx.rows("SELECT pg_advisory_xact_lock_shared(hashtextextended($1, 0))", [ownerLock(userId)]);
  return tx.row(
    `SELECT m.role FROM workspaces_membership m JOIN access_person p USING (user_id)
     WHERE m.workspace_id = $1 AND m.user_id = $2 AND NOT p.is_disabled`,
    [workspaceId, userId],
  );
}

const ownerLock = (userId: string): string => `access.tokens-of/${userId}`;

export interface TokenRow {
  readonly id: string;
  readonly name: string;
  readonly prefix: string;
  readonly scopes: Scope[];
  readonly owner_kind: "user" | "service-account";
  readonly owner_id: string;
  readonly owner_name: string | null;
  /** Of a service account. */
  readonly account_role: Role | null;
  readonly created_at: Date;
  readonly expires_at: Date | null;
  readonly last_used_at: Date | null;
  readonly last_client: string | null;
  readonly revoked_at: Date | null;
}

/** Names of people who left are not the workspace's to know any more. */
const selectTokens = `SELECT t.id, t.name, t.prefix, t.scopes, CASE WHEN t.user_id IS NULL THEN 'service-account' ELSE 'user' END AS owner_kind,
    COALESCE(t.user_id, t.service_account_id) AS owner_id, COALESCE(p.name, a.name) AS owner_name, a.role AS account_role,
    t.created_at, t.expires_at, t.last_used_at, t.last_client, t.revoked_at
  FROM token t
  LEFT JOIN access_person p ON p.user_id = t.user_id
  LEFT JOIN service_account a ON a.id = t.service_account_id AND a.workspace_id = t.workspace_id
  WHERE t.workspace_id = $1`;

export const toToken = (row: TokenRow): Token => ({
  id: row.id,
  name: row.name,
  prefix: row.prefix,
  scopes: row.scopes,
  owner: { kind: row.owner_kind, id: row.owner_id, name: row.owner_name ?? "a former member" },
  createdAt: row.created_at.toISOString(),
  expiresAt: row.expires_at?.toISOString() ?? null,
  lastUsedAt: row.last_used_at?.toISOString() ?? null,
  lastClient: row.last_client,
  revokedAt: row.revoked_at?.toISOString() ?? null,
});

export const findTokenRow = (tx: Tx, workspaceId: number, id: string): Promise<TokenRow | undefined> =>
  tx.row(`${selectTokens} AND t.id = $2`, [workspaceId, id]);

interface TokenFilter {
  /** Everyone's. */
  readonly all: boolean;
  readonly ownerId: string;
  readonly withServiceAccounts: boolean;
  /** Tokens that ended before this are left out. */
  readonly endedSince: Date;
}

/** Newest first; those that ended lately too, so that people see what became of them. Jobs' own tokens come and go with their attempts. */
export const listTokenRows = (tx: Tx, workspaceId: number, filter: TokenFilter): Promise<TokenRow[]> =>
  tx.rows(
    `${selectTokens} AND t.job_id IS NULL AND ($2 OR t.user_id::text = $3 OR t.service_account_id::text = $3 OR ($4 AND t.service_account_id IS NOT NULL))
       AND (t.revoked_at IS NULL OR t.revoked_at > $5) AND (t.expires_at IS NULL OR t.expires_at > $5)
     ORDER BY t.created_at DESC, t.id DESC LIMIT 2000`,
    [workspaceId, filter.all, filter.ownerId, filter.withServiceAccounts, filter.endedSince],
  );

/** What is revoked: tokens by their own id, or all of an owner's. A null workspace means every workspace. */
export interface Revocation {
  readonly workspaceId: number | null;
  readonly tokenId?: string;
  readonly userId?: string;
  readonly serviceAccountId?: string;
}

/**
 * Revokes tokens and, level by level, those that were made with them. Each level is locked before the next is looked
 * for, so that a token which is being made with one of them is either seen here or refused there.
 */
export async function revokeTokens(tx: Tx, what: Revocation, now: Date): Promise<number> {
  if (what.userId !== undefined) await tx.rows("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [ownerLock(what.userId)]);
  const first = await tx.rows<{ id: string }>(
    `UPDATE token SET revoked_at = $5 WHERE ($1::int IS NULL OR workspace_id = $1) AND revoked_at IS NULL
       AND (id = $2::uuid OR user_id = $3::uuid OR service_account_id = $4::uuid) RETURNING id`,
    [what.workspaceId, what.tokenId ?? null, what.userId ?? null, what.serviceAccountId ?? null, now],
  );
  let level = first.map(({ id }) => id);
  let revoked = level.length;
  while (level.length > 0) {
    const next = await tx.rows<{ id: string }>(
      "UPDATE token SET revoked_at = $3 WHERE ($1::int IS NULL OR workspace_id = $1) AND revoked_at IS NULL AND parent_id = ANY($2::uuid[]) RETURNING id",
      [what.workspaceId, level, now],
    );
    level = next.map(({ id }) => id);
    revoked += level.length;
  }
  return revoked;
}

/** When a token that was not revoked ends by itself. */
export const setTokenExpiry = (tx: Tx, workspaceId: number, token: { readonly id: string; readonly expiresAt: Date }): Promise<number> =>
  tx.execute("UPDATE token SET expires_at = $3 WHERE workspace_id = $1 AND id = $2 AND revoked_at IS NULL", [
    workspaceId,
    token.id,
    token.expiresAt,
  ]);
