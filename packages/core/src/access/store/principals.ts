import type { PlatformRole, Role, Scope } from "@plumbline/contracts/permissions";
import { statement, type Tx } from "@plumbline/db";

export interface TokenPrincipalRow {
  readonly id: string;
  readonly scopes: Scope[];
  readonly expires_at: Date | null;
  readonly workspace_id: number;
  readonly workspace: string;
  readonly kind: "user" | "service-account";
  readonly owner_id: string;
  readonly owner_name: string;
  readonly role: Role;
}

/** One look-up decides: token, owner, membership and workspace must all be alive. */
const selectTokenPrincipal = statement(
  "access.select-token-principal",
  `SELECT t.id, t.scopes, t.expires_at, t.workspace_id, w.name AS workspace,
     CASE WHEN t.user_id IS NULL THEN 'service-account' ELSE 'user' END AS kind,
     COALESCE(u.id, a.id) AS owner_id, COALESCE(u.name, a.name) AS owner_name, COALESCE(m.role, a.role) AS role
   FROM token t
   JOIN workspaces_tenant w ON w.workspace_id = t.workspace_id AND NOT w.is_archived
   LEFT JOIN user_account u ON u.id = t.user_id AND u.disabled_at IS NULL
   LEFT JOIN workspaces_membership m ON m.workspace_id = t.workspace_id AND m.user_id = t.user_id
   LEFT JOIN service_account a ON a.id = t.service_account_id AND a.disabled_at IS NULL
   WHERE t.hash = $1 AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > $2)
     AND (a.id IS NOT NULL OR (u.id IS NOT NULL AND m.user_id IS NOT NULL))`,
);

export const findTokenPrincipal = (tx: Tx, hash: Buffer, now: Date): Promise<TokenPrincipalRow | undefined> =>
  tx.row(selectTokenPrincipal, [hash, now]);

export interface SessionPrincipalRow {
  readonly user_id: string;
  readonly name: string;
  readonly platform_role: PlatformRole | null;
  readonly must_change_password: boolean;
  readonly expires_at: Date;
  readonly last_seen_at: Date;
  readonly workspace_id: number | null;
  readonly workspace: string | null;
  readonly role: Role | null;
}

export interface SessionLookUp {
  readonly sessionId: string;
  readonly userId: string;
  readonly workspaceName: string | null;
  readonly now: Date;
  /** Sessions that were last seen before this have ended. */
  readonly idleSince: Date;
}

const selectSessionPrincipal = statement(
  "access.select-session-principal",
  `SELECT u.id AS user_id, u.name, u.platform_role, u.must_change_password, s.expires_at, s.last_seen_at,
     w.workspace_id, w.name AS workspace, w.role
   FROM session s
   JOIN user_account u ON u.id = s.user_id AND u.disabled_at IS NULL
   LEFT JOIN (
     SELECT t.workspace_id, t.name, m.role, m.user_id
     FROM workspaces_tenant t JOIN workspaces_membership m ON m.workspace_id = t.workspace_id
     WHERE t.name = $3 AND NOT t.is_archived
   ) w ON w.user_id = u.id
   WHERE s.id = $1 AND s.user_id = $2 AND s.revoked_at IS NULL AND s.expires_at > $4 AND s.last_seen_at > $5`,
);

export const findSessionPrincipal = (tx: Tx, look: SessionLookUp): Promise<SessionPrincipalRow | undefined> =>
  tx.row(selectSessionPrincipal, [look.sessionId, look.userId, look.workspaceName, look.now, look.idleSince]);
