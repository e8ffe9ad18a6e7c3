import type { PoolShare } from "@plumbline/contracts/quotas/pending";
import type { PoolScene } from "./pool-scene.ts";

/** What each workspace is guaranteed of the pool and uses of it, the viewer's own first, and what is shared by all. */
export function sharesOf({ pool, terms, ledger, situation, names }: PoolScene, workspaceId: number): PoolShare[] {
  const waiting = Map.groupBy(
    situation.claims.filter((claim) => claim.poolId === pool.id && claim.state === "waiting"),
    (claim) => claim.workspaceId,
  );
  const ids = new Set([
    workspaceId,
    ...terms.guaranteesOf(pool.id).map((one) => one.workspaceId),
    ...situation.claims.filter((claim) => claim.poolId === pool.id).map((claim) => claim.workspaceId),
  ]);
  const rows = [...ids].map((id): PoolShare => {
    const { nominal, lendingLimit } = terms.guaranteeOf(pool.id, id);
    const used = ledger.usage(pool.id, id);
    const unused = Math.max(0, nominal - used);
    return {
      workspace: names.get(id) ?? "a workspace",
      isOwn: id === workspaceId,
      isShared: false,
      guaranteed: nominal,
      used,
      borrowed: Math.max(0, used - nominal),
      freeToLend: lendingLimit === null ? unused : Math.min(unused, lendingLimit),
      waiting: waiting.get(id)?.length ?? 0,
    };
  });
  rows.sort(
    (one, other) =>
      Number(other.isOwn) - Number(one.isOwn) || other.guaranteed - one.guaranteed || (one.workspace < other.workspace ? -1 : 1),
  );
  const borrowed = rows.reduce((sum, row) => sum + row.borrowed, 0);
  const shared = terms.shared(pool.id);
  const lent = Math.min(shared, borrowed);
  const common = {
    workspace: sharedByAll,
    isOwn: false,
    isShared: true,
    guaranteed: shared,
    used: lent,
    borrowed: 0,
    freeToLend: shared - lent,
    waiting: 0,
  };
  return shared > 0 ? [...rows, common] : rows;
}

/** Named in the place of a workspace. */
const sharedByAll = "shared by all";
