import { AppError, type Ctx, workspaceOf } from "../kernel/index.ts";
import { type PlaceWish, placesFor } from "./rules/places.ts";
import { selectGuarantees } from "./store/guarantees.ts";
import { selectPools } from "./store/pools.ts";

/** Where a job runs, and what it claims there. */
export interface Placement {
  readonly executor: "local" | "kubernetes";
  readonly clusterId: string | null;
  readonly clusterName: string | null;
  readonly poolId: string;
  readonly poolName: string;
  readonly flavour: string;
  /** GPUs, slices or cores of all nodes together. */
  readonly amount: number;
}

/** Finds the pool for what a spec asks. Throws `invalid` with the field of the spec that no pool can serve. */
export async function placeJob(ctx: Ctx, wish: PlaceWish): Promise<Placement> {
  const { pools, guarantees } = await ctx.deps.db.transaction({ role: "system" }, async (tx) => {
    const found = await selectPools(tx);
    return {
      pools: found,
      guarantees: await selectGuarantees(
        tx,
        found.map(({ id }) => id),
        ctx.now,
      ),
    };
  });
  const { places, problem } = placesFor(wish, { pools, guarantees, workspaceId: workspaceOf(ctx).id });
  const [place] = places;
  if (!place) throw new AppError("invalid", problem.message, { fields: [problem], params: { reason: "no-place" } });
  const { pool, amount } = place;
  return {
    executor: pool.cluster_id === null ? "local" : "kubernetes",
    clusterId: pool.cluster_id,
    clusterName: pool.cluster_name,
    poolId: pool.id,
    poolName: pool.name,
    flavour: pool.flavour,
    amount,
  };
}
