import type { Role } from "@plumbline/contracts/permissions";
import type { Tx } from "@plumbline/db";

export interface MembershipRow {
  readonly name: string;
  readonly description: string;
  readonly role: Role;
}

/** Where a person may enter. */
export const listMembershipsOf = (tx: Tx, userId: string): Promise<MembershipRow[]> =>
  tx.rows(
    `SELECT w.name, w.description, m.role FROM workspaces_membership m JOIN workspaces_tenant w USING (workspace_id)
     WHERE m.user_id = $1 AND NOT w.is_archived ORDER BY w.name`,
    [userId],
  );

/** The one workspace of a token, with its owner's role there. */
export const findTokenMembership = (tx: Tx, tokenId: string): Promise<MembershipRow | undefined> =>
  tx.row(
    `SELECT w.name, w.description, COALESCE(m.role, a.role) AS role FROM token t
     JOIN workspaces_tenant w ON w.workspace_id = t.workspace_id
     LEFT JOIN workspaces_membership m ON m.workspace_id = t.workspace_id AND m.user_id = t.user_id
     LEFT JOIN service_account a ON a.id = t.service_account_id
     WHERE t.id = $1 AND (m.role IS NOT NULL OR a.role IS NOT NULL)`,
    [tokenId],
  );
