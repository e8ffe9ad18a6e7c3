import type { ServiceAccount } from "@plumbline/contracts/access/token";
import type { Role } from "@plumbline/contracts/permissions";
import type { Tx } from "@plumbline/db";

interface ServiceAccountRow {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly created_at: Date;
  readonly is_disabled: boolean;
  readonly token_count: number;
}

const toServiceAccount = (row: ServiceAccountRow): ServiceAccount => ({
  id: row.id,
  name: row.name,
  role: row.role,
  createdAt: row.created_at.toISOString(),
  isDisabled: row.is_disabled,
  tokenCount: row.token_count,
});

/** Counts the tokens that still work. */
const selectServiceAccounts = `SELECT a.id, a.name, a.role, a.created_at, a.disabled_at IS NOT NULL AS is_disabled,
    (SELECT count(*)::int FROM token t
     WHERE t.service_account_id = a.id AND t.workspace_id = a.workspace_id AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > $2)) AS token_count
  FROM service_account a WHERE a.workspace_id = $1`;

export const listAllServiceAccounts = async (tx: Tx, workspaceId: number, now: Date): Promise<ServiceAccount[]> =>
  (await tx.rows<ServiceAccountRow>(`${selectServiceAccounts} ORDER BY a.name`, [workspaceId, now])).map(toServiceAccount);

/** Locks the account as long as the transaction lasts. */
export async function lockServiceAccount(
  tx: Tx,
  workspaceId: number,
  account: { id: string; now: Date },
): Promise<ServiceAccount | undefined> {
  const row = await tx.row<ServiceAccountRow>(`${selectServiceAccounts} AND a.id = $3 FOR NO KEY UPDATE OF a`, [
    workspaceId,
    account.now,
    account.id,
  ]);
  return row && toServiceAccount(row);
}

/** Held against being changed or disabled until the end of the transaction. */
export const holdServiceAccount = (
  tx: Tx,
  workspaceId: number,
  id: string,
): Promise<{ name: string; role: Role; is_disabled: boolean } | undefined> =>
  tx.row("SELECT name, role, disabled_at IS NOT NULL AS is_disabled FROM service_account WHERE workspace_id = $1 AND id = $2 FOR SHARE", [
    workspaceId,
    id,
  ]);

/** Whether any workspace has an account of this name; as `system`, which sees them all. */
export const isServiceAccountName = async (tx: Tx, name: string): Promise<boolean> =>
  (await tx.row("SELECT 1 FROM service_account WHERE name = $1 LIMIT 1", [name])) !== undefined;

interface NewServiceAccount {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly createdBy: string;
  readonly createdAt: Date;
}

/** False when the name is taken. */
export const insertServiceAccount = async (tx: Tx, workspaceId: number, account: NewServiceAccount): Promise<boolean> =>
  (await tx.execute(
    `INSERT INTO service_account (id, workspace_id, name, role, created_by, created_at) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (workspace_id, name) DO NOTHING`,
    [account.id, workspaceId, account.name, account.role, account.createdBy, account.createdAt],
  )) > 0;

export async function changeServiceAccount(
  tx: Tx,
  workspaceId: number,
  change: { id: string; role: Role; isDisabled: boolean; now: Date },
): Promise<void> {
  await tx.execute(
    "UPDATE service_account SET role = $3, disabled_at = CASE WHEN $4 THEN COALESCE(disabled_at, $5) END WHERE workspace_id = $1 AND id = $2",
    [workspaceId, change.id, change.role, change.isDisabled, change.now],
  );
}
