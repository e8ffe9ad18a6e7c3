import type { Tx } from "@plumbline/db";

export interface NewSession {
  readonly id: string;
  readonly userId: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly address: string | null;
  readonly userAgent: string | null;
}

export async function insertSession(tx: Tx, session: NewSession): Promise<void> {
  await tx.execute(
    "INSERT INTO session (id, user_id, created_at, last_seen_at, expires_at, address, user_agent) VALUES ($1, $2, $3, $3, $4, $5, $6)",
    [session.id, session.userId, session.createdAt, session.expiresAt, session.address, session.userAgent],
  );
}

export interface SessionRow {
  readonly id: string;
  readonly created_at: Date;
  readonly last_seen_at: Date;
  readonly expires_at: Date;
  readonly address: string | null;
  readonly user_agent: string | null;
}

/** Sessions that are still good, the last used first. */
export const listLiveSessions = (tx: Tx, userId: string, at: { now: Date; idleSince: Date }): Promise<SessionRow[]> =>
  tx.rows(
    `SELECT id, created_at, last_seen_at, expires_at, address, user_agent FROM session
     WHERE user_id = $1 AND revoked_at IS NULL AND expires_at > $2 AND last_seen_at > $3 ORDER BY last_seen_at DESC, id LIMIT 500`,
    [userId, at.now, at.idleSince],
  );

/** Whether it was alive. */
export const revokeSessionOf = async (tx: Tx, session: { id: string; userId: string }, now: Date): Promise<boolean> =>
  (await tx.execute("UPDATE session SET revoked_at = $3 WHERE id = $1 AND user_id = $2 AND revoked_at IS NULL", [
    session.id,
    session.userId,
    now,
  ])) > 0;

/** Ends a person's sessions, all or all but one; says how many. */
export const revokeSessionsOf = (tx: Tx, sessions: { userId: string; except?: string | null }, now: Date): Promise<number> =>
  tx.execute("UPDATE session SET revoked_at = $2 WHERE user_id = $1 AND revoked_at IS NULL AND id IS DISTINCT FROM $3::uuid", [
    sessions.userId,
    now,
    sessions.except ?? null,
  ]);

const keptDays = 30;

/** Forgets sessions that ended long ago, and counters whose window is over. */
export async function pruneSignIns(tx: Tx, now: Date): Promise<void> {
  await tx.execute("DELETE FROM session WHERE expires_at < $1::timestamptz - make_interval(days => $2)", [now, keptDays]);
  await tx.execute("DELETE FROM sign_in_throttle WHERE window_ends_at < $1", [now]);
}
