import type { NamespaceUse } from "@plumbline/contracts/clusters/management";
import type { Tx } from "@plumbline/db";

export interface MappingRow {
  readonly cluster_id: string;
  readonly workspace_id: number;
  readonly workspace: string;
  /** Empty on a cluster without Kueue. */
  readonly queue: string;
  readonly namespace: string | null;
  readonly local_queue: string | null;
  readonly use: NamespaceUse;
}

/** All of one cluster; asked as the database role `system`. */
export const selectMappings = (tx: Tx, clusterId: string): Promise<MappingRow[]> =>
  tx.rows(
    `SELECT m.cluster_id, m.workspace_id, w.name AS workspace, m.queue, m.namespace, m.local_queue, m.use
     FROM cluster_mapping m JOIN workspaces_tenant w ON w.workspace_id = m.workspace_id WHERE m.cluster_id = $1 ORDER BY w.name, m.queue`,
    [clusterId],
  );

/** Queues that are mapped, of all clusters. */
export const selectMappedQueues = (tx: Tx): Promise<{ cluster_id: string; queue: string }[]> =>
  tx.rows("SELECT cluster_id, queue FROM cluster_mapping WHERE queue <> ''");

export const findWorkspaceId = async (tx: Tx, name: string): Promise<number | undefined> =>
  (await tx.row<{ workspace_id: number }>("SELECT workspace_id FROM workspaces_tenant WHERE name = $1 AND NOT is_archived", [name]))
    ?.workspace_id;

export const selectWorkspaceNames = async (tx: Tx): Promise<string[]> =>
  (await tx.rows<{ name: string }>("SELECT name FROM workspaces_tenant WHERE NOT is_archived ORDER BY name")).map(({ name }) => name);

export interface Mapping {
  readonly clusterId: string;
  readonly workspaceId: number;
  readonly queue: string;
  readonly namespace: string | null;
  readonly localQueue: string | null;
  readonly use: NamespaceUse;
  readonly by: string;
  readonly at: Date;
}

/** A queue is for one workspace: another one loses it. */
export async function putMapping(tx: Tx, made: Mapping): Promise<void> {
  const { clusterId, workspaceId, queue, namespace, localQueue, use, by, at } = made;
  await tx.execute("DELETE FROM cluster_mapping WHERE cluster_id = $1 AND queue = $2 AND (queue <> '' OR workspace_id = $3)", [
    clusterId,
    queue,
    workspaceId,
  ]);
  await tx.execute(
    `INSERT INTO cluster_mapping (cluster_id, workspace_id, queue, namespace, local_queue, use, mapped_by, mapped_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [clusterId, workspaceId, queue, namespace, localQueue, use, by, at],
  );
}

export const deleteMapping = (tx: Tx, clusterId: string, queue: string): Promise<number> =>
  tx.execute("DELETE FROM cluster_mapping WHERE cluster_id = $1 AND queue = $2", [clusterId, queue]);

export interface ManagedRow {
  readonly queue: string;
  readonly by: string;
  readonly since: Date;
}

export const selectManaged = (tx: Tx, clusterId: string): Promise<ManagedRow[]> =>
  tx.rows(`SELECT queue, "by", since FROM managed_queue WHERE cluster_id = $1 ORDER BY queue`, [clusterId]);

export const insertManaged = (tx: Tx, clusterId: string, managed: ManagedRow): Promise<number> =>
  tx.execute(`INSERT INTO managed_queue (cluster_id, queue, "by", since) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`, [
    clusterId,
    managed.queue,
    managed.by,
    managed.since,
  ]);

export const deleteManaged = (tx: Tx, clusterId: string, queue: string): Promise<number> =>
  tx.execute("DELETE FROM managed_queue WHERE cluster_id = $1 AND queue = $2", [clusterId, queue]);
