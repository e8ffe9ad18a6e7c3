import type { PoolState } from "@plumbline/contracts/quotas/pool";
import type { Tx } from "@plumbline/db";
import type { PoolQueue } from "../on-cluster/plan-changes.ts";

export interface PoolRow {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly cluster_id: string | null;
  readonly cluster_name: string | null;
  readonly resource: "gpu" | "cpu";
  readonly flavour: string;
  readonly mig: string | null;
  readonly cohort: string | null;
  readonly capacity: number;
  readonly shared: number | null;
  readonly state: PoolState;
  readonly state_reason: string | null;
  /** `own`: admitted here. `kueue`: by the cluster. */
  readonly admission: "own" | "kueue";
  readonly is_managed: boolean;
  readonly strategy: "best-effort-fifo" | "strict-fifo";
  readonly reclaim: "never" | "lower-priority" | "any";
  readonly preemption: "never" | "lower-priority" | "lower-or-newer-equal";
  /** Of a cluster: what its queues give of it, as they were last read. */
  readonly queues: readonly PoolQueue[];
  /** Held by namespaces without a quota. */
  readonly outside: number;
}

const columns = `p.id, p.name, p.title, p.cluster_id, p.cluster_name, p.resource, p.flavour, p.mig, p.cohort, p.capacity, p.shared, p.state, p.state_reason,
  p.admission, p.is_managed, p.strategy, p.reclaim, p.preemption, p.queues,
  COALESCE((SELECT sum(o.amount) FROM outside_holding o WHERE o.pool_id = p.id), 0)::float8 AS outside`;

/** Pools that are in use, by name. */
export const selectPools = (tx: Tx): Promise<PoolRow[]> =>
  tx.rows(`SELECT ${columns} FROM pool p WHERE p.retired_at IS NULL ORDER BY p.name`);

/** All there ever were: what was held of them was held. */
export const selectEveryPool = (tx: Tx): Promise<PoolRow[]> => tx.rows(`SELECT ${columns} FROM pool p ORDER BY p.name`);

/** Holds the pools of a cohort, so that one pass at a time gives them away. Claims may still be queued and released. */
export const lockPools = (tx: Tx, ids: readonly string[]): Promise<PoolRow[]> =>
  tx.rows(`SELECT ${columns} FROM pool p WHERE p.id = ANY($1::uuid[]) AND p.retired_at IS NULL ORDER BY p.id FOR NO KEY UPDATE OF p`, [
    ids,
  ]);

export interface LocalPool {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly resource: "gpu" | "cpu";
  readonly flavour: string;
  readonly capacity: number;
}

/** Makes a pool of this machine, or gives the one of that name its present capacity. */
export async function putLocalPool(tx: Tx, pool: LocalPool, now: Date): Promise<void> {
  await tx.execute(
    `INSERT INTO pool (id, name, title, resource, flavour, capacity, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (name) DO UPDATE SET title = $3, resource = $4, flavour = $5, capacity = $6, retired_at = NULL
     WHERE pool.cluster_id IS NULL`,
    [pool.id, pool.name, pool.title, pool.resource, pool.flavour, pool.capacity, now],
  );
}

/** Pools of the machine are there no more, but for those named. */
export const retireLocalPools = (tx: Tx, of: { names: readonly string[]; kept: readonly string[] }, now: Date): Promise<number> =>
  tx.execute(
    "UPDATE pool SET retired_at = $3 WHERE cluster_id IS NULL AND retired_at IS NULL AND name = ANY($1::text[]) AND name <> ALL($2::text[])",
    [of.names, of.kept, now],
  );
