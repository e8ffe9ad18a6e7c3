import { type Deps, systemActor, uuidv7 } from "../kernel/index.ts";
import { noteSeen } from "./on-cluster/note-seen.ts";
import * as store from "./store/cluster-pools.ts";

/** A pool of a cluster with what its queues give to workspaces. */
export interface SeenPool extends store.ClusterPool {
  readonly quotas: readonly store.MirroredQuota[];
}

/**
 * Makes the pools of a cluster what was read there; those that are gone are retired. Returns their ids in the order given. A name
 * that another pool has gets the cluster's name in front.
 */
export async function putClusterPools(deps: Deps, clusterId: string, pools: readonly SeenPool[]): Promise<string[]> {
  const now = deps.now();
  const { ids, taskIds } = await deps.db.transaction({ role: "system" }, async (tx) => {
    const ids: string[] = [];
    const taskIds: string[] = [];
    for (const pool of pools) {
      const known = await store.findClusterPool(tx, pool);
      const id = known?.id ?? uuidv7(now.getTime());
      if (known) await store.updateClusterPool(tx, { ...pool, id });
      else {
        const name = (await store.isNameTaken(tx, pool.name)) ? `${pool.clusterName}-${pool.name}` : pool.name;
        await store.insertClusterPool(tx, { ...pool, id, name, createdAt: now });
      }
      await store.replaceQuotas(tx, id, { quotas: pool.quotas, by: systemActor.id, now });
      taskIds.push(...(await noteSeen(tx, { poolId: id, queues: pool.queues, now })));
      ids.push(id);
    }
    await store.retireClusterPools(tx, { clusterId, kept: ids, now });
    return { ids, taskIds };
  });
  if (taskIds.length > 0) await deps.onTasks(taskIds);
  return ids;
}
