import type { Tx } from "@plumbline/db";

/** A credential was shown. */
export interface Use {
  readonly kind: "token" | "session";
  readonly id: string;
  readonly at: Date;
  readonly client: string | null;
}

/** Several processes note the same use: one write a minute is enough, and a row that somebody else is writing is left to them. */
export async function writeUses(tx: Tx, uses: readonly Use[]): Promise<void> {
  const tokens = uses.filter(({ kind }) => kind === "token");
  if (tokens.length > 0) {
    await tx.execute(
      `WITH free AS (SELECT id FROM token WHERE id = ANY($1::uuid[]) FOR NO KEY UPDATE SKIP LOCKED)
       UPDATE token t SET last_used_at = u.at, last_client = COALESCE(u.client, t.last_client)
       FROM unnest($1::uuid[], $2::timestamptz[], $3::text[]) AS u(id, at, client) JOIN free USING (id)
       WHERE t.id = u.id AND (t.last_used_at IS NULL OR t.last_used_at <= u.at - interval '1 minute')`,
      [tokens.map(({ id }) => id), tokens.map(({ at }) => at), tokens.map(({ client }) => client)],
    );
  }
  const sessions = uses.filter(({ kind }) => kind === "session");
  if (sessions.length > 0) {
    await tx.execute(
      `WITH free AS (SELECT id FROM session WHERE id = ANY($1::uuid[]) FOR NO KEY UPDATE SKIP LOCKED)
       UPDATE session s SET last_seen_at = u.at FROM unnest($1::uuid[], $2::timestamptz[]) AS u(id, at) JOIN free USING (id)
       WHERE s.id = u.id AND s.last_seen_at < u.at`,
      [sessions.map(({ id }) => id), sessions.map(({ at }) => at)],
    );
  }
}
