import type { Tx } from "@plumbline/db";
import { AppError, type Ctx, notFound, recordChanges } from "../kernel/index.ts";
import { lockPools, type PoolRow, selectPools } from "./store/pools.ts";
import { findWorkspaceId, selectWorkspaceNames } from "./store/workspaces.ts";

/** A pool that is in use, held with the passes over it until the end of the transaction. */
export async function lockPool(tx: Tx, id: string): Promise<PoolRow> {
  const [pool] = await lockPools(tx, [id]);
  if (!pool) throw notFound("pool", id);
  return pool;
}

export async function getWorkspaceId(tx: Tx, name: string): Promise<number> {
  const id = await findWorkspaceId(tx, name);
  if (id === undefined) throw new AppError("not-found", `There is no workspace "${name}".`, { params: { noun: "workspace", id: name } });
  return id;
}

/** Quotas of a cluster are set where its queues are. */
export function refuseClusterPool(pool: PoolRow): void {
  if (pool.admission === "own") return;
  throw new AppError(
    "conflict",
    `What workspaces get of ${pool.name} is set by the queues of the cluster ${pool.cluster_name}. Change them under Clusters once they were handed over, or approve a request for another guarantee.`,
    { params: { reason: "set-on-cluster" } },
  );
}

/** Tells the pages of every workspace that pools have changed. */
export async function tellAll(ctx: Ctx, poolId: string): Promise<void> {
  for (const workspaceId of (await selectWorkspaceNames(ctx.tx)).keys()) {
    recordChanges(ctx.tx, workspaceId, [{ topic: "pool", subject: poolId, kind: "update" }]);
  }
}

export const poolNamed = async (tx: Tx, id: string): Promise<PoolRow> => {
  const pool = (await selectPools(tx)).find((one) => one.id === id);
  if (!pool) throw notFound("pool", id);
  return pool;
};
