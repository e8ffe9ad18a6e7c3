import type { User } from "@plumbline/contracts/access/user";
import type { PlatformRole } from "@plumbline/contracts/permissions";
import type { Tx } from "@plumbline/db";

/** What sign-in needs of an account. */
export interface AccountRow {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly password_hash: string | null;
  readonly must_change_password: boolean;
  readonly platform_role: PlatformRole | null;
  readonly is_disabled: boolean;
}

const accountColumns = "id, email, name, password_hash, must_change_password, platform_role, disabled_at IS NOT NULL AS is_disabled";

export const findAccountByEmail = (tx: Tx, email: string): Promise<AccountRow | undefined> =>
  tx.row(`SELECT ${accountColumns} FROM user_account WHERE email = $1`, [email]);

export const findAccount = (tx: Tx, id: string): Promise<AccountRow | undefined> =>
  tx.row(`SELECT ${accountColumns} FROM user_account WHERE id = $1`, [id]);

/** False when the account was disabled, or its password changed, since it was judged. */
export const markSignedIn = async (tx: Tx, account: AccountRow, now: Date): Promise<boolean> =>
  (await tx.execute("UPDATE user_account SET last_sign_in_at = $3 WHERE id = $1 AND password_hash = $2 AND disabled_at IS NULL", [
    account.id,
    account.password_hash,
    now,
  ])) > 0;

interface NewUser {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly passwordHash: string;
  readonly platformRole: PlatformRole | null;
  readonly createdAt: Date;
}

/** False when the e-mail is taken. The password is one that has to be changed. */
export const insertUser = async (tx: Tx, user: NewUser): Promise<boolean> =>
  (await tx.execute(
    `INSERT INTO user_account (id, email, name, password_hash, must_change_password, platform_role, created_at)
     VALUES ($1, $2, $3, $4, true, $5, $6) ON CONFLICT (email) DO NOTHING`,
    [user.id, user.email, user.name, user.passwordHash, user.platformRole, user.createdAt],
  )) > 0;

/** False when the account was disabled, or its password changed, since it was judged. */
export const replacePassword = async (tx: Tx, account: AccountRow, passwordHash: string): Promise<boolean> =>
  (await tx.execute(
    "UPDATE user_account SET password_hash = $3, must_change_password = false WHERE id = $1 AND password_hash = $2 AND disabled_at IS NULL",
    [account.id, account.password_hash, passwordHash],
  )) > 0;

export async function setFirstPassword(tx: Tx, userId: string, passwordHash: string): Promise<void> {
  await tx.execute("UPDATE user_account SET password_hash = $2, must_change_password = true WHERE id = $1", [userId, passwordHash]);
}

interface UserRow {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly platform_role: PlatformRole | null;
  readonly is_disabled: boolean;
  readonly is_locked: boolean;
  readonly must_change_password: boolean;
  readonly created_at: Date;
  readonly last_sign_in_at: Date | null;
}

const selectUsers = `SELECT u.id, u.email, u.name, u.platform_role, u.disabled_at IS NOT NULL AS is_disabled,
    COALESCE(t.locked_until > $1, false) AS is_locked, u.must_change_password, u.created_at, u.last_sign_in_at
  FROM user_account u
  LEFT JOIN sign_in_throttle t ON t.key = 'account:' || encode(sha256(convert_to(u.email, 'UTF8')), 'hex')`;

const toUser = (row: UserRow): User => ({
  id: row.id,
  email: row.email,
  name: row.name,
  platformRole: row.platform_role,
  isDisabled: row.is_disabled,
  isLocked: row.is_locked,
  mustChangePassword: row.must_change_password,
  createdAt: row.created_at.toISOString(),
  lastSignInAt: row.last_sign_in_at?.toISOString() ?? null,
});

export const listAllUsers = async (tx: Tx, now: Date): Promise<User[]> =>
  (await tx.rows<UserRow>(`${selectUsers} ORDER BY u.name, u.email`, [now])).map(toUser);

export async function findUser(tx: Tx, id: string, now: Date): Promise<User | undefined> {
  const row = await tx.row<UserRow>(`${selectUsers} WHERE u.id = $2`, [now, id]);
  return row && toUser(row);
}

/** Locks the rows of everyone who administers the platform, in one order, so that two of them cannot remove each other. */
export const lockPlatformAdmins = async (tx: Tx): Promise<string[]> =>
  (
    await tx.rows<{ id: string }>(
      "SELECT id FROM user_account WHERE platform_role = 'platform-admin' AND disabled_at IS NULL ORDER BY id FOR NO KEY UPDATE",
    )
  ).map(({ id }) => id);

export interface UserChange {
  readonly name: string;
  readonly isDisabled: boolean;
  readonly platformRole: PlatformRole | null;
}

export async function changeUser(tx: Tx, change: UserChange & { id: string }, now: Date): Promise<void> {
  await tx.execute(
    "UPDATE user_account SET name = $2, platform_role = $3, disabled_at = CASE WHEN $4 THEN COALESCE(disabled_at, $5) END WHERE id = $1",
    [change.id, change.name, change.platformRole, change.isDisabled, now],
  );
}

/** Whether anybody was ever added. */
export const hasUsers = async (tx: Tx): Promise<boolean> => (await tx.row("SELECT 1 FROM user_account LIMIT 1")) !== undefined;
