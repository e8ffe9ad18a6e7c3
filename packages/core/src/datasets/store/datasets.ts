import type { Dataset, ProfileState } from "@plumbline/contracts/datasets/dataset";
import type { KeyValue } from "@plumbline/contracts/experiments/experiment";
import { type Tx, violatedConstraint } from "@plumbline/db";

export interface DatasetRow {
  readonly key: number;
  readonly name: string;
  readonly description: string;
  readonly purpose: string;
  readonly owner_id: string | null;
  readonly owner_name: string | null;
  readonly retention_days: number | null;
  readonly tags: KeyValue[];
  readonly created_by: string;
  readonly created_by_name: string | null;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly version_count: number;
  readonly latest: {
    readonly version: number;
    readonly isVerified: boolean;
    readonly profileState: ProfileState;
    readonly rowCount: number | null;
    readonly sizeBytes: number | null;
    readonly createdAt: string;
  } | null;
}

export const toDataset = (row: DatasetRow): Dataset => ({
  name: row.name,
  description: row.description,
  purpose: row.purpose,
  ownerId: row.owner_id,
  owner: row.owner_id === null ? null : { id: row.owner_id, name: row.owner_name },
  retentionDays: row.retention_days,
  tags: row.tags,
  versionCount: row.version_count,
  latest: row.latest && { ...row.latest, createdAt: new Date(row.latest.createdAt).toISOString() },
  createdBy: { id: row.created_by, name: row.created_by_name },
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
});

const selectDatasets = `
  SELECT d.key, d.name, d.description, d.purpose, d.owner_id, owner.name AS owner_name, d.retention_days, d.tags,
    d.created_by, maker.name AS created_by_name, d.created_at, d.updated_at,
    (SELECT count(*) FROM dataset_version v WHERE v.workspace_id = d.workspace_id AND v.dataset_key = d.key) AS version_count,
    (SELECT json_build_object('version', v.version, 'isVerified', v.is_verified, 'profileState', COALESCE(p.state, 'none'),
       'rowCount', p.row_count, 'sizeBytes', v.size_bytes, 'createdAt', v.created_at)
     FROM dataset_version v LEFT JOIN dataset_profile p ON p.dataset_key = v.dataset_key AND p.version = v.version
     WHERE v.workspace_id = d.workspace_id AND v.dataset_key = d.key ORDER BY v.version DESC LIMIT 1) AS latest
  FROM dataset d
  LEFT JOIN access_actor owner ON owner.actor_id = d.owner_id::text
  LEFT JOIN access_actor maker ON maker.actor_id = d.created_by`;

interface DatasetPage {
  readonly search: string;
  readonly after: string | null;
  readonly limit: number;
}

export const listDatasets = (tx: Tx, workspaceId: number, page: DatasetPage): Promise<DatasetRow[]> =>
  tx.rows<DatasetRow>(
    `${selectDatasets}
     WHERE d.workspace_id = $1 AND ($2 = '' OR strpos(lower(d.name), lower($2)) > 0) AND ($3::text IS NULL OR d.name > $3)
     ORDER BY d.name LIMIT $4`,
    [workspaceId, page.search, page.after, page.limit],
  );

export const findDataset = (tx: Tx, workspaceId: number, name: string): Promise<DatasetRow | undefined> =>
  tx.row<DatasetRow>(`${selectDatasets} WHERE d.workspace_id = $1 AND d.name = $2`, [workspaceId, name]);

/** Locks the row: versions get their numbers one after the other, and none begins while the dataset is deleted. */
export async function lockDataset(tx: Tx, workspaceId: number, name: string): Promise<number | undefined> {
  const row = await tx.row<{ key: number }>("SELECT key FROM dataset WHERE workspace_id = $1 AND name = $2 FOR UPDATE", [
    workspaceId,
    name,
  ]);
  return row?.key;
}

export interface Governance {
  readonly description: string;
  readonly purpose: string;
  readonly ownerId: string | null;
  readonly retentionDays: number | null;
  readonly tags: readonly KeyValue[];
}

interface NewDataset extends Governance {
  readonly name: string;
  readonly createdBy: string;
  readonly now: Date;
}

/** False when the name is taken. */
export async function insertDataset(tx: Tx, workspaceId: number, made: NewDataset): Promise<boolean> {
  try {
    await tx.execute(
      `INSERT INTO dataset (workspace_id, name, description, purpose, owner_id, retention_days, tags, created_by, created_at, updated_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)`,
      [
        workspaceId,
        made.name,
        made.description,
        made.purpose,
        made.ownerId,
        made.retentionDays,
        JSON.stringify(made.tags),
        made.createdBy,
        made.now,
      ],
    );
    return true;
  } catch (error) {
    if (violatedConstraint(error) === "dataset_workspace_id_name_key") return false;
    throw error;
  }
}

export const writeGovernance = (tx: Tx, workspaceId: number, to: Governance & { key: number; now: Date }): Promise<number> =>
  tx.execute(
    `UPDATE dataset SET description = $3, purpose = $4, owner_id = $5, retention_days = $6, tags = $7, updated_at = $8
     WHERE workspace_id = $1 AND key = $2`,
    [workspaceId, to.key, to.description, to.purpose, to.ownerId, to.retentionDays, JSON.stringify(to.tags), to.now],
  );

export async function deleteDataset(tx: Tx, workspaceId: number, key: number): Promise<void> {
  for (const table of ["dataset_profile", "dataset_version"]) {
    await tx.execute(`DELETE FROM ${table} WHERE workspace_id = $1 AND dataset_key = $2`, [workspaceId, key]);
  }
  await tx.execute("DELETE FROM dataset WHERE workspace_id = $1 AND key = $2", [workspaceId, key]);
}

export async function isMember(tx: Tx, workspaceId: number, userId: string): Promise<boolean> {
  const row = await tx.row("SELECT 1 FROM workspaces_membership WHERE workspace_id = $1 AND user_id = $2", [workspaceId, userId]);
  return row !== undefined;
}

/** The member who stands behind an actor: a person for themselves, whoever made a service account for that. */
export async function findMemberBehind(tx: Tx, workspaceId: number, actorId: string): Promise<string | null> {
  const row = await tx.row<{ user_id: string }>(
    `SELECT m.user_id FROM access_person_behind p JOIN workspaces_membership m ON m.workspace_id = $1 AND m.user_id::text = p.user_id
     WHERE p.actor_id = $2`,
    [workspaceId, actorId],
  );
  return row?.user_id ?? null;
}
