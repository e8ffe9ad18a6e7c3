import type { Group } from "@plumbline/contracts/access/group";
import type { Tx } from "@plumbline/db";

interface GroupRow {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly members: Group["members"];
}

const selectGroups = (membership: string) => `SELECT g.id, g.name, g.description,
    COALESCE((
      SELECT jsonb_agg(jsonb_build_object('userId', p.user_id, 'name', p.name, 'email', p.email) ORDER BY p.name, p.email)
      FROM group_member gm JOIN access_person p ON p.user_id = gm.user_id ${membership}
      WHERE gm.group_id = g.id), '[]') AS members
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
