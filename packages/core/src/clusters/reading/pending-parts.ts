import type { ClusterQueueObject } from "../objects/kueue.ts";
import type { GpuPod } from "./gpu-pods.ts";
import type { PoolUse } from "./pool-use.ts";
import type { NodePool } from "./pools.ts";
import type { QuotaTree } from "./quota-tree.ts";
import type { ReadWorkload } from "./workloads.ts";

/** A pool with what is known of its use and quotas. */
export interface PoolState {
  readonly pool: NodePool;
  readonly use: PoolUse;
  /** Null where no quota covers it. */
  readonly tree: QuotaTree | null;
}

export interface PendingParts {
  readonly workloads: readonly ReadWorkload[];
  /** The same by `<namespace>/<workload>`. */
  readonly byKey: ReadonlyMap<string, ReadWorkload>;
  readonly pods: readonly GpuPod[];
  readonly pools: readonly PoolState[];
  readonly queues: ReadonlyMap<string, ClusterQueueObject>;
  /** Idle GPUs by `<namespace>/<workload>`, of those that have any. */
  readonly idleOf: ReadonlyMap<string, number>;
}
