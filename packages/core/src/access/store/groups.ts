import type { Group } from "@plumbline/contracts/access/group";
import type { Tx } from "@plumbline/db";

interface GroupRow {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly members: Group["members"];
  readonly pending: { id: string; kind: "add" | "remove"; user_id: string; requested_by: string; requested_at: string }[];
}

const selectGroups = (membership: string) => `SELECT g.id, g.name, g.description,
    COALESCE((
      SELECT jsonb_agg(jsonb_build_object('userId', p.user_id, 'name', p.name, 'email', p.email) ORDER BY p.name, p.email)
      FROM group_member gm JOIN access_person p ON p.user_id = gm.user_id ${membership}
      WHERE gm.group_id = g.id), '[]') AS members,
    COALESCE((
      SELECT jsonb_agg(jsonb_build_object('id', c.id, 'kind', c.kind, 'user_id', c.user_id, 'requested_by', c.requested_by,
        'requested_at', to_char(c.requested_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) ORDER BY c.requested_at, c.id)
      FROM group_change c WHERE c.group_id = g.id AND c.state = 'pending'), '[]') AS pending
  FROM organisation_group g`;

/** All groups, with those of their members who are in this workspace too. */
export const listGroupsSeenFrom = (tx: Tx, workspaceId: number): Promise<GroupRow[]> =>
  tx.rows(`${selectGroups("JOIN workspaces_membership m ON m.user_id = gm.user_id AND m.workspace_id = $1")} ORDER BY g.name`, [
    workspaceId,
  ]);

/** A group with everyone in it. */
export const findGroup = (tx: Tx, id: string): Promise<GroupRow | undefined> => tx.row(`${selectGroups("")} WHERE g.id = $1`, [id]);

/** False when the name is taken. */
export const insertGroup = async (tx: Tx, group: { id: string; name: string; description: string; createdAt: Date }): Promise<boolean> =>
  (await tx.execute(
    "INSERT INTO organisation_group (id, name, description, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT (name) DO NOTHING",
    [group.id, group.name, group.description, group.createdAt],
  )) > 0;

export async function removeGroup(tx: Tx, id: string): Promise<void> {
  await tx.execute("DELETE FROM organisation_group WHERE id = $1", [id]);
}

export async function insertGroupMember(tx: Tx, member: { groupId: string; userId: string; addedAt: Date }): Promise<void> {
  await tx.execute("INSERT INTO group_member (group_id, user_id, added_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", [
    member.groupId,
    member.userId,
    member.addedAt,
  ]);
}

/** False when they were not in the group. */
export const deleteGroupMember = async (tx: Tx, member: { groupId: string; userId: string }): Promise<boolean> =>
  (await tx.execute("DELETE FROM group_member WHERE group_id = $1 AND user_id = $2", [member.groupId, member.userId])) > 0;

export interface GroupChangeRow {
  readonly id: string;
  readonly group_id: string;
  readonly user_id: string;
  readonly kind: "add" | "remove";
  readonly state: "pending" | "approved" | "rejected";
  readonly requested_by: string;
}

interface NewChange {
  readonly id: string;
  readonly groupId: string;
  readonly userId: string;
  readonly kind: "add" | "remove";
  readonly by: string;
  readonly at: Date;
}

/** Asks for the change unless it is asked for already. */
export async function insertGroupChange(tx: Tx, change: NewChange): Promise<void> {
  await tx.execute(
    `INSERT INTO group_change (id, group_id, user_id, kind, requested_by, requested_at) SELECT $1, $2, $3, $4, $5, $6
     WHERE NOT EXISTS (SELECT 1 FROM group_change WHERE group_id = $2 AND user_id = $3 AND kind = $4 AND state = 'pending')`,
    [change.id, change.groupId, change.userId, change.kind, change.by, change.at],
  );
}

export const lockGroupChange = (tx: Tx, id: string): Promise<GroupChangeRow | undefined> =>
  tx.row("SELECT id, group_id, user_id, kind, state, requested_by FROM group_change WHERE id = $1 FOR UPDATE", [id]);

export async function decideGroupChangeRow(
  tx: Tx,
  decided: { id: string; state: "approved" | "rejected"; by: string; at: Date },
): Promise<void> {
  await tx.execute("UPDATE group_change SET state = $2, decided_by = $3, decided_at = $4 WHERE id = $1", [
    decided.id,
    decided.state,
    decided.by,
    decided.at,
  ]);
}

/** People who may keep groups; those who are disabled cannot. */
export const countGroupKeepers = async (tx: Tx): Promise<number> =>
  (
    await tx.row<{ count: number }>(
      "SELECT count(*)::int AS count FROM user_account WHERE platform_role = 'platform-admin' AND disabled_at IS NULL",
    )
  )?.count ?? 0;

/** Names of people by id, members of no workspace too; asked as the database role `system`. */
export async function selectPeopleNames(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.rows<{ id: string; name: string }>("SELECT id::text, name FROM user_account WHERE id::text = ANY($1::text[])", [
    ids,
  ]);
  return new Map(rows.map(({ id, name }) => [id, name]));
}
