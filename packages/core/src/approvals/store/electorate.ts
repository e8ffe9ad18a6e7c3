import type { Role } from "@plumbline/contracts/permissions";
import type { Tx } from "@plumbline/db";

export interface MemberRow {
  readonly user_id: string;
  readonly name: string;
  readonly role: Role;
  readonly is_disabled: boolean;
  readonly groups: string[];
}

/** The people of the workspace with their roles and groups. */
export const selectPeople = (tx: Tx, workspaceId: number): Promise<MemberRow[]> =>
  tx.rows(
    `SELECT m.user_id, p.name, m.role, p.is_disabled,
       ARRAY(SELECT g.group_name FROM access_group_membership g WHERE g.user_id = m.user_id ORDER BY g.group_name) AS groups
     FROM workspaces_membership m JOIN access_person p ON p.user_id = m.user_id WHERE m.workspace_id = $1 ORDER BY p.name, m.user_id`,
    [workspaceId],
  );

export const selectGroupNames = async (tx: Tx): Promise<string[]> =>
  (await tx.rows<{ name: string }>("SELECT name FROM access_group ORDER BY name")).map(({ name }) => name);

export interface DelegationRow {
  readonly id: string;
  readonly from_user_id: string;
  readonly to_user_id: string;
  readonly starts_at: Date;
  readonly ends_at: Date;
  readonly reason: string;
  readonly ended_at: Date | null;
}

const delegationColumns = "id, from_user_id, to_user_id, starts_at, ends_at, reason, ended_at";

/** Those that hold now or will hold. */
export const selectDelegations = (tx: Tx, workspaceId: number, now: Date): Promise<DelegationRow[]> =>
  tx.rows(
    `SELECT ${delegationColumns} FROM vote_delegation WHERE workspace_id = $1 AND ends_at > $2 AND ended_at IS NULL ORDER BY starts_at, id LIMIT 1000`,
    [workspaceId, now],
  );

export const findDelegation = (tx: Tx, workspaceId: number, id: string): Promise<DelegationRow | undefined> =>
  tx.row(`SELECT ${delegationColumns} FROM vote_delegation WHERE workspace_id = $1 AND id = $2 FOR UPDATE`, [workspaceId, id]);

interface NewDelegation {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly reason: string;
}

export async function insertDelegation(tx: Tx, workspaceId: number, made: NewDelegation): Promise<void> {
  await tx.execute(
    "INSERT INTO vote_delegation (id, workspace_id, from_user_id, to_user_id, starts_at, ends_at, reason) VALUES ($1, $2, $3, $4, $5, $6, $7)",
    [made.id, workspaceId, made.from, made.to, made.startsAt, made.endsAt, made.reason],
  );
}

export async function endDelegationRow(tx: Tx, workspaceId: number, of: { id: string; at: Date }): Promise<void> {
  await tx.execute("UPDATE vote_delegation SET ended_at = $3 WHERE workspace_id = $1 AND id = $2 AND ended_at IS NULL", [
    workspaceId,
    of.id,
    of.at,
  ]);
}
