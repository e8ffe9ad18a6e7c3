import type { Holder } from "@plumbline/contracts/quotas/pending";
import { type Ctx, workspaceOf } from "../kernel/index.ts";
import type { PoolScene } from "./pool-scene.ts";
import { groupHolders, type HolderGroup } from "./rules/holders.ts";
import type { Replay } from "./rules/replay-ends.ts";
import type { OwnHolder } from "./store/claims.ts";

interface Held {
  readonly scene: PoolScene;
  readonly own: ReadonlyMap<string, OwnHolder>;
  readonly replay: Replay;
  readonly target: string;
}

/** Who holds the pool: the workspace's own jobs by name, of others only sums, and what stands outside of quotas. */
export function toHolders(ctx: Ctx, { scene, own, replay, target }: Held): Holder[] {
  const { situation, pool, names, ends } = scene;
  const workspaceId = workspaceOf(ctx).id;
  const holders = situation.claims.filter((claim) => claim.poolId === pool.id && claim.state !== "waiting");
  const groups = groupHolders(holders, {
    ...{ workspaceId, target, ends, freed: replay.freed, isStarting: replay.startsAt !== null },
    waiting: new Map(situation.claims.map((claim) => [claim.id, claim.workspaceId])),
    nameOf: (id) => names.get(id) ?? "another workspace",
  });
  const borrowedBy = borrowedParts(scene, groups);
  const rows = groups.map((group) => toHolder(group, { ctx, names, own, borrowed: borrowedBy.get(group) ?? 0 }));
  return pool.outside > 0 ? [...rows, outsideOf(pool.outside)] : rows;
}

/** What a workspace uses above its guarantee is what its newest claims hold. */
function borrowedParts({ ledger, terms, pool }: PoolScene, groups: readonly HolderGroup[]): Map<HolderGroup, number> {
  const parts = new Map<HolderGroup, number>();
  for (const [id, mine] of Map.groupBy(groups, ({ workspaceId }) => workspaceId)) {
    let left = Math.max(0, ledger.usage(pool.id, id) - terms.guaranteeOf(pool.id, id).nominal);
    const newest = (group: HolderGroup) => Math.max(...group.claims.map(({ admittedAt }) => admittedAt ?? 0));
    for (const group of [...mine].sort((one, other) => newest(other) - newest(one))) {
      const part = Math.min(left, group.amount);
      parts.set(group, part);
      left -= part;
    }
  }
  return parts;
}

function toHolder(
  group: HolderGroup,
  { ctx, names, own, borrowed }: { ctx: Ctx; names: ReadonlyMap<number, string>; own: ReadonlyMap<string, OwnHolder>; borrowed: number },
): Holder {
  const { expectedEnd } = group;
  const isOwn = group.workspaceId === workspaceOf(ctx).id;
  const known = isOwn ? own.get(group.claims[0]?.id ?? "") : undefined;
  return {
    workspace: names.get(group.workspaceId) ?? "a workspace",
    isOwn,
    job: known ? { id: known.holder_id, title: known.title, isMine: known.owner_id === ctx.actor.id } : null,
    jobs: group.claims.length,
    amount: group.amount,
    borrowed,
    expectedEnd: expectedEnd && { from: new Date(expectedEnd.from).toISOString(), to: new Date(expectedEnd.to).toISOString() },
    afterwards: group.afterwards,
  };
}

const outsideOf = (amount: number): Holder => ({
  ...{ workspace: "outside of quotas", isOwn: false, job: null, jobs: 0, amount, borrowed: 0 },
  expectedEnd: null,
  afterwards: "nobody here can say",
});
