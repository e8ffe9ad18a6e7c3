import type { Role } from "@plumbline/contracts/permissions";
import type { Member, Workspace, WorkspaceUsage } from "@plumbline/contracts/workspaces";
import type { Tx } from "@plumbline/db";

interface WorkspaceRow {
  readonly id: number;
  readonly name: string;
  readonly description: string;
  readonly created_at: Date;
  readonly is_archived: boolean;
}

const workspaceColumns = "id, name, description, created_at, archived_at IS NOT NULL AS is_archived";

export const toWorkspace = (row: WorkspaceRow): Workspace => ({
  name: row.name,
  description: row.description,
  createdAt: row.created_at.toISOString(),
  isArchived: row.is_archived,
});

export const listAllWorkspaces = (tx: Tx): Promise<WorkspaceRow[]> => tx.rows(`SELECT ${workspaceColumns} FROM workspace ORDER BY name`);

export const findWorkspaceById = (tx: Tx, workspaceId: number): Promise<WorkspaceRow | undefined> =>
  tx.row(`SELECT ${workspaceColumns} FROM workspace WHERE id = $1`, [workspaceId]);

export const findWorkspaceByName = (tx: Tx, name: string): Promise<WorkspaceRow | undefined> =>
  tx.row(`SELECT ${workspaceColumns} FROM workspace WHERE name = $1 AND archived_at IS NULL`, [name]);

/** Undefined when the name is taken. */
export const insertWorkspace = (
  tx: Tx,
  workspace: { name: string; description: string; createdAt: Date },
): Promise<WorkspaceRow | undefined> =>
  tx.row(
    `INSERT INTO workspace (name, description, created_at) VALUES ($1, $2, $3) ON CONFLICT (name) DO NOTHING RETURNING ${workspaceColumns}`,
    [workspace.name, workspace.description, workspace.createdAt],
  );

/** The row as it was, held until the change. */
export const lockWorkspace = (tx: Tx, workspaceId: number): Promise<WorkspaceRow | undefined> =>
  tx.row(`SELECT ${workspaceColumns} FROM workspace WHERE id = $1 FOR NO KEY UPDATE`, [workspaceId]);

export const setDescription = (tx: Tx, workspaceId: number, description: string): Promise<WorkspaceRow | undefined> =>
  tx.row(`UPDATE workspace SET description = $2 WHERE id = $1 RETURNING ${workspaceColumns}`, [workspaceId, description]);

export const readUsage = (tx: Tx, workspaceId: number): Promise<WorkspaceUsage | undefined> =>
  tx.row(
    `SELECT e.experiments, e.runs, e.metric_points AS "metricPoints", a.artifacts, a.artifact_bytes AS "artifactBytes"
     FROM experiments_usage e JOIN artifacts_usage a USING (workspace_id) WHERE e.workspace_id = $1`,
    [workspaceId],
  );

/** Two processes that start on an empty database do not both set it up. Held until the transaction ends. */
export async function lockPlatform(tx: Tx): Promise<void> {
  await tx.rows("SELECT pg_advisory_xact_lock(hashtextextended('plumbline.platform', 0))");
}

interface MemberRow {
  readonly user_id: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly is_disabled: boolean;
  readonly groups: string[];
  readonly added_at: Date;
  readonly last_sign_in_at: Date | null;
}

const selectMembers = `SELECT m.user_id, p.name, p.email, m.role, p.is_disabled, m.added_at, p.last_sign_in_at,
    ARRAY(SELECT g.group_name FROM access_group_membership g WHERE g.user_id = m.user_id ORDER BY g.group_name) AS groups
  FROM member m JOIN access_person p ON p.user_id = m.user_id
  WHERE m.workspace_id = $1`;

const toMember = (row: MemberRow): Member => ({
  userId: row.user_id,
  name: row.name,
  email: row.email,
  role: row.role,
  isDisabled: row.is_disabled,
  groups: row.groups,
  addedAt: row.added_at.toISOString(),
  lastSignInAt: row.last_sign_in_at?.toISOString() ?? null,
});

export const listAllMembers = async (tx: Tx, workspaceId: number): Promise<Member[]> =>
  (await tx.rows<MemberRow>(`${selectMembers} ORDER BY p.name, p.email`, [workspaceId])).map(toMember);

export async function findMember(tx: Tx, workspaceId: number, userId: string): Promise<Member | undefined> {
  const row = await tx.row<MemberRow>(`${selectMembers} AND m.user_id = $2`, [workspaceId, userId]);
  return row && toMember(row);
}

/** False when they are a member already. */
export const insertMember = async (tx: Tx, workspaceId: number, member: { userId: string; role: Role; addedAt: Date }): Promise<boolean> =>
  (await tx.execute(
    "INSERT INTO member (workspace_id, user_id, role, added_at) VALUES ($1, $2, $3, $4) ON CONFLICT (workspace_id, user_id) DO NOTHING",
    [workspaceId, member.userId, member.role, member.addedAt],
  )) > 0;

export async function setRole(tx: Tx, workspaceId: number, member: { userId: string; role: Role }): Promise<void> {
  await tx.execute("UPDATE member SET role = $3 WHERE workspace_id = $1 AND user_id = $2", [workspaceId, member.userId, member.role]);
}

export async function deleteMember(tx: Tx, workspaceId: number, userId: string): Promise<void> {
  await tx.execute("DELETE FROM member WHERE workspace_id = $1 AND user_id = $2", [workspaceId, userId]);
}

/**
 * Locks the rows of the workspace's administrators, in one order, so that two of them cannot remove each other at the
 * same time. People who are disabled cannot administer and do not count.
 */
export async function lockAdministrators(tx: Tx, workspaceId: number): Promise<string[]> {
  await tx.rows("SELECT user_id FROM member WHERE workspace_id = $1 AND role = 'admin' ORDER BY user_id FOR UPDATE", [workspaceId]);
  const rows = await tx.rows<{ user_id: string }>(
    `SELECT m.user_id FROM member m JOIN access_person p ON p.user_id = m.user_id
     WHERE m.workspace_id = $1 AND m.role = 'admin' AND NOT p.is_disabled`,
    [workspaceId],
  );
  return rows.map((row) => row.user_id);
}
