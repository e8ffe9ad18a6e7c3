import type { Tx } from "@plumbline/db";
import type { PoolQueue } from "../on-cluster/plan-changes.ts";

/** A pool as a cluster has it: found again by cluster, resource, flavour and slice. */
export interface ClusterPool {
  /** Shown and written by people; unique on the platform. */
  readonly name: string;
  readonly title: string;
  readonly clusterId: string;
  readonly clusterName: string;
  readonly resource: "gpu" | "cpu";
  readonly flavour: string;
  readonly mig: string | null;
  readonly cohort: string | null;
  readonly capacity: number;
  /** What the cluster's cohort shares beside the guarantees. */
  readonly shared: number | null;
  readonly state: "open" | "held" | "draining";
  readonly strategy: "best-effort-fifo" | "strict-fifo";
  readonly reclaim: "never" | "lower-priority" | "any";
  readonly preemption: "never" | "lower-priority" | "lower-or-newer-equal";
  /** Whether the cluster's queues were handed over to be managed from here. */
  readonly isManaged: boolean;
  /** All queues that give a part of it, whoever's they are. */
  readonly queues: readonly PoolQueue[];
}

export const findClusterPool = (
  tx: Tx,
  of: Pick<ClusterPool, "clusterId" | "resource" | "flavour" | "mig">,
): Promise<{ id: string; name: string } | undefined> =>
  tx.row("SELECT id, name FROM pool WHERE cluster_id = $1 AND resource = $2 AND flavour = $3 AND mig IS NOT DISTINCT FROM $4 FOR UPDATE", [
    of.clusterId,
    of.resource,
    of.flavour,
    of.mig,
  ]);

export const isNameTaken = async (tx: Tx, name: string): Promise<boolean> =>
  (await tx.row("SELECT 1 FROM pool WHERE name = $1", [name])) !== undefined;

const valuesOf = (pool: ClusterPool): unknown[] => [
  pool.title,
  pool.clusterName,
  pool.cohort,
  pool.capacity,
  pool.shared,
  pool.state,
  pool.strategy,
  pool.reclaim,
  pool.preemption,
  pool.isManaged,
  JSON.stringify(pool.queues),
];

export async function insertClusterPool(tx: Tx, pool: ClusterPool & { id: string; createdAt: Date }): Promise<void> {
  await tx.execute(
    `INSERT INTO pool (title, cluster_name, cohort, capacity, shared, state, strategy, reclaim, preemption, is_managed, queues, id, name, cluster_id, resource,
       flavour, mig, created_at, admission)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, 'kueue')`,
    [...valuesOf(pool), pool.id, pool.name, pool.clusterId, pool.resource, pool.flavour, pool.mig, pool.createdAt],
  );
}

export async function updateClusterPool(tx: Tx, pool: ClusterPool & { id: string }): Promise<void> {
  await tx.execute(
    `UPDATE pool SET title = $1, cluster_name = $2, cohort = $3, capacity = $4, shared = $5, state = $6, strategy = $7, reclaim = $8, preemption = $9,
       is_managed = $10, queues = $11, retired_at = NULL WHERE id = $12`,
    [...valuesOf(pool), pool.id],
  );
}

export const retireClusterPools = (tx: Tx, of: { clusterId: string; kept: readonly string[]; now: Date }): Promise<number> =>
  tx.execute("UPDATE pool SET retired_at = $3 WHERE cluster_id = $1 AND retired_at IS NULL AND id <> ALL($2::uuid[])", [
    of.clusterId,
    of.kept,
    of.now,
  ]);

/** What a cluster's queue gives a workspace. */
export interface MirroredQuota {
  readonly workspaceId: number;
  readonly nominal: number;
  readonly borrowingLimit: number | null;
  readonly lendingLimit: number | null;
  readonly weight: number;
}

/** The quotas of a pool are these and no others. */
export async function replaceQuotas(
  tx: Tx,
  poolId: string,
  given: { quotas: readonly MirroredQuota[]; by: string; now: Date },
): Promise<void> {
  await tx.execute("DELETE FROM quota WHERE pool_id = $1 AND workspace_id <> ALL($2::int[])", [
    poolId,
    given.quotas.map(({ workspaceId }) => workspaceId),
  ]);
  await tx.execute(
    `INSERT INTO quota (pool_id, workspace_id, nominal, borrowing_limit, lending_limit, weight, updated_by, updated_at)
     SELECT $1, q.workspace_id, q.nominal, q.borrowing_limit, q.lending_limit, q.weight, $3, $4
     FROM jsonb_to_recordset($2::jsonb) AS q(workspace_id int, nominal float8, borrowing_limit float8, lending_limit float8, weight float8)
     ON CONFLICT (pool_id, workspace_id) DO UPDATE SET nominal = EXCLUDED.nominal, borrowing_limit = EXCLUDED.borrowing_limit,
       lending_limit = EXCLUDED.lending_limit, weight = EXCLUDED.weight, updated_by = EXCLUDED.updated_by, updated_at = EXCLUDED.updated_at
     WHERE (quota.nominal, quota.borrowing_limit, quota.lending_limit, quota.weight)
       IS DISTINCT FROM (EXCLUDED.nominal, EXCLUDED.borrowing_limit, EXCLUDED.lending_limit, EXCLUDED.weight)`,
    [
      poolId,
      JSON.stringify(
        given.quotas.map((quota) => ({
          workspace_id: quota.workspaceId,
          nominal: quota.nominal,
          borrowing_limit: quota.borrowingLimit,
          lending_limit: quota.lendingLimit,
          weight: quota.weight,
        })),
      ),
      given.by,
      given.now,
    ],
  );
}
