import type { Deps } from "../../kernel/index.ts";
import { type OutsideHolding, putClusterPools, recordOutside } from "../../quotas/index.ts";
import { poolsOfCluster } from "../pools-of-cluster.ts";
import type { ClusterFacts } from "../reading/facts.ts";
import type { ClusterRow } from "../store/clusters.ts";
import { selectManaged, selectMappings } from "../store/mappings.ts";

/** Outside of quotas is recorded so often: what happens between is taken to be alike. */
const outsideMs = 60_000;

/** Keeps the platform's pools what was read of a cluster. */
export interface PoolSync {
  readonly sync: (facts: ClusterFacts) => Promise<void>;
}

export function createPoolSync(deps: Deps, row: ClusterRow): PoolSync {
  let last = "";
  let ids: readonly string[] = [];
  let outsideAt = 0;
  return {
    async sync(facts) {
      const { mappings, managed } = await deps.db.transaction({ role: "system" }, async (tx) => ({
        mappings: await selectMappings(tx, row.id),
        managed: await selectManaged(tx, row.id),
      }));
      const pools = poolsOfCluster({ row, facts, mappings, managed: new Set(managed.map(({ queue }) => queue)) });
      const text = JSON.stringify(pools);
      if (text !== last) {
        ids = await putClusterPools(deps, row.id, pools);
        last = text;
      }
      const now = deps.now().getTime();
      if (now - outsideAt < outsideMs) return;
      outsideAt = now;
      for (const [index, { flavour, resource }] of pools.entries()) {
        const poolId = ids[index];
        if (poolId !== undefined && resource === "gpu") await recordOutside(deps, poolId, heldOutside(facts, flavour));
      }
    },
  };
}

/** What namespaces hold of a pool without a quota. */
function heldOutside(facts: ClusterFacts, flavour: string): OutsideHolding[] {
  const keys = new Set(facts.pools.filter((pool) => (pool.flavour ?? pool.slug) === flavour).map(({ key }) => key));
  return facts.outside.flatMap(({ namespace, kind, gpus, percent, since }) => {
    const amount = gpus.reduce((sum, { pool, count }) => (keys.has(pool) ? sum + count : sum), 0);
    const measured = {
      busyPercent: facts.measure === "busy" ? percent : null,
      smActivePercent: facts.measure === "sm-active" ? percent : null,
    };
    return amount === 0 ? [] : [{ namespace, kind, amount, since: new Date(since), ...measured }];
  });
}
