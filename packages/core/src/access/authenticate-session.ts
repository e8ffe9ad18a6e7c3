import { type Permission, platformRolePermissions, rolePermissions } from "@plumbline/contracts/permissions";
import { AppError, type Deps } from "../kernel/index.ts";
import { foreignWorkspace } from "./authenticate-token.ts";
import type { Principal } from "./principal-cache.ts";
import { stateOf } from "./process-state.ts";
import { findSessionPrincipal, type SessionPrincipalRow } from "./store/principals.ts";

const noteEveryMs = 60_000;

interface ShownSession {
  readonly sessionId: string;
  readonly userId: string;
  /** False where an open request only checks that its session still holds: watching does not keep it alive. */
  readonly isUse?: boolean;
}

/** Whom a session stands for, right now, in the workspace that the request names; throws `unauthenticated` once it has ended. */
export async function authenticateSession(deps: Deps, shown: ShownSession, workspaceName: string | null): Promise<Principal> {
  const { principals, uses, policy } = stateOf(deps);
  const { sessionId, userId } = shown;
  const principal = await principals.find(`${sessionId} ${userId} ${workspaceName ?? ""}`, () => lookUp(deps, shown, workspaceName));
  const now = deps.now();
  if (!principal || principal.validUntilMs <= now.getTime()) {
    throw new AppError("unauthenticated", "Your session has ended. Sign in again.", { params: { reason: "session-ended" } });
  }
  if (shown.isUse !== false) {
    uses.note({ kind: "session", id: sessionId, at: now, client: null }, Math.min(noteEveryMs, policy.sessionIdleMs / 4));
  }
  if (workspaceName !== null && !principal.workspace) throw foreignWorkspace(workspaceName);
  return principal;
}

async function lookUp(deps: Deps, shown: ShownSession, workspaceName: string | null): Promise<Principal | undefined> {
  const { sessionIdleMs } = stateOf(deps).policy;
  const now = deps.now();
  const { sessionId, userId } = shown;
  const look = { sessionId, userId, workspaceName, now, idleSince: new Date(now.getTime() - sessionIdleMs) };
  const row = await deps.db.transaction({ role: "system" }, (tx) => findSessionPrincipal(tx, look));
  return row && principalOf(row, sessionId, sessionIdleMs);
}

function principalOf(row: SessionPrincipalRow, sessionId: string, idleMs: number): Principal {
  const granted: Permission[] = [];
  if (!row.must_change_password) {
    if (row.platform_role) granted.push(...platformRolePermissions[row.platform_role]);
    if (row.role) granted.push(...rolePermissions[row.role]);
  }
  return {
    actor: { kind: "user", id: row.user_id, name: row.name, via: "session", credentialId: sessionId },
    workspace: row.workspace_id !== null && row.workspace !== null ? { id: row.workspace_id, name: row.workspace } : null,
    permissions: new Set(granted),
    mustChangePassword: row.must_change_password,
    validUntilMs: Math.min(row.expires_at.getTime(), row.last_seen_at.getTime() + idleMs),
  };
}
