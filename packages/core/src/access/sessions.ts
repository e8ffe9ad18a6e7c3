import * as contract from "@plumbline/contracts/access/session";
import { command, notFound, query } from "../kernel/index.ts";
import { ownSession } from "./own-session.ts";
import { forgettingPrincipals, stateOf } from "./process-state.ts";
import { listLiveSessions, revokeSessionOf } from "./store/sessions.ts";

export const deleteCurrentSession = forgettingPrincipals(
  command(contract.deleteCurrentSession, async (ctx) => {
    const { userId, sessionId } = ownSession(ctx);
    await revokeSessionOf(ctx.tx, { id: sessionId, userId }, ctx.now);
    return { result: {}, subject: { kind: "session", id: sessionId }, after: { userId } };
  }),
);

export const listSessions = query(contract.listSessions, async (ctx) => {
  const { userId, sessionId } = ownSession(ctx);
  const idleSince = new Date(ctx.now.getTime() - stateOf(ctx.deps).policy.sessionIdleMs);
  const rows = await listLiveSessions(ctx.tx, userId, { now: ctx.now, idleSince });
  return {
    items: rows.map((row) => ({
      id: row.id,
      createdAt: row.created_at.toISOString(),
      lastSeenAt: row.last_seen_at.toISOString(),
      expiresAt: row.expires_at.toISOString(),
      address: row.address,
      userAgent: row.user_agent,
      isCurrent: row.id === sessionId,
    })),
  };
});

export const revokeSession = forgettingPrincipals(
  command(contract.revokeSession, async (ctx, input) => {
    const { userId } = ownSession(ctx);
    const isRevoked = await revokeSessionOf(ctx.tx, { id: input.sessionId, userId }, ctx.now);
    if (!isRevoked) throw notFound("session", input.sessionId);
    return { result: {}, subject: { kind: "session", id: input.sessionId }, after: { userId } };
  }),
);
