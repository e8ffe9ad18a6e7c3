import type { QuotaEffect } from "@plumbline/contracts/quotas/platform";
import type { Tx } from "@plumbline/db";
import { quantileOfSorted } from "@plumbline/stats";
import type { AskedLimits } from "./on-cluster/plan-changes.ts";
import { cohortOf } from "./pool-scene.ts";
import { termsOf } from "./rules/ledger.ts";
import { type PastClaim, replayHistory, type Waits } from "./rules/replay-history.ts";
import type { Guarantee, PoolFacts } from "./rules/situation.ts";
import { selectGuarantees } from "./store/guarantees.ts";
import { selectPastClaims } from "./store/past-claims.ts";
import { type PoolRow, selectPools } from "./store/pools.ts";
import { selectWorkspaceNames } from "./store/workspaces.ts";

const days = 30;

/** Changes what workspaces are guaranteed of a pool. */
export type Change = (guarantees: readonly Guarantee[]) => Guarantee[];

interface Asked {
  readonly pool: PoolRow;
  readonly change: Change;
  /** The viewer's workspace; null for the platform team. */
  readonly own: number | null;
  readonly now: Date;
}

/** What is played through. */
export interface PastScene {
  readonly asked: Asked;
  readonly pools: readonly PoolFacts[];
  readonly guarantees: readonly Guarantee[];
  readonly claims: readonly PastClaim[];
  readonly names: ReadonlyMap<number, string>;
}

/** Reads the last 30 days of the pool's cohort: four statements. Asked as the database role `system`. */
export async function readPast(tx: Tx, asked: Asked): Promise<PastScene> {
  const pools = cohortOf(asked.pool, await selectPools(tx)).map((one) => ({ ...one, state: "open" as const, outside: 0 }));
  const ids = pools.map(({ id }) => id);
  const since = new Date(asked.now.getTime() - days * 24 * 3_600_000);
  return {
    ...{ asked, pools },
    guarantees: await selectGuarantees(tx, ids, asked.now),
    claims: await selectPastClaims(tx, ids, { since, now: asked.now }),
    names: await selectWorkspaceNames(tx),
  };
}

/** Plays the past through twice, as it was set and as it would be. Takes a second or two for thousands of claims: no transaction waits for it. */
export async function effectOf({ asked, pools, guarantees, claims, names }: PastScene): Promise<QuotaEffect> {
  const { pool, own, now } = asked;
  const after = asked.change(guarantees);
  const past = { claims, until: now.getTime() };
  const waits = {
    before: await replayHistory({ pools, guarantees }, past),
    after: await replayHistory({ pools, guarantees: after }, past),
  };
  return {
    ...{ days, claims: claims.length },
    workspaces: byWorkspace(
      claims.filter(({ poolId }) => poolId === pool.id),
      waits,
    ).map(({ workspaceId, ...row }) => ({
      ...{ workspace: names.get(workspaceId) ?? "a workspace", isOwn: workspaceId === own },
      ...row,
    })),
    shared: { before: termsOf({ pools, guarantees }).shared(pool.id), after: termsOf({ pools, guarantees: after }).shared(pool.id) },
    note: noteOf(claims.length, pool),
  };
}

const noteOf = (claims: number, { admission }: PoolRow): string =>
  claims === 0
    ? `Nothing was queued in the last ${days} days: there is nothing to play through.`
    : admission === "kueue"
      ? "The same jobs at the same times, each as long as it ran, by Kueue's rules for one level of cohort. What reaches the cluster on other ways than Plumbline is not in it."
      : "The same jobs at the same times, each as long as it ran. People who would have submitted other jobs, hold-ups of machines and what runs outside of quotas are not in it.";

/** Half of the jobs waited less. A job that would not have started counts as the longest. */
function byWorkspace(claims: readonly PastClaim[], waits: { before: Waits; after: Waits }) {
  return [...Map.groupBy(claims, ({ workspaceId }) => workspaceId)]
    .map(([workspaceId, own]) => ({
      workspaceId,
      claims: own.length,
      beforeSeconds: middle(own, waits.before),
      afterSeconds: middle(own, waits.after),
    }))
    .sort((one, other) => other.claims - one.claims || one.workspaceId - other.workspaceId);
}

function middle(claims: readonly PastClaim[], waits: Waits): number | null {
  const sorted = Float64Array.from(claims.map(({ id }) => waits.get(id) ?? Number.MAX_SAFE_INTEGER)).toSorted();
  const half = quantileOfSorted(sorted, 0.5);
  return half === null || half >= Number.MAX_SAFE_INTEGER / 2 ? null : half / 1000;
}

/** A workspace's guarantee becomes this; null: it has none. */
export const setTo =
  (poolId: string, workspaceId: number, terms: Omit<Guarantee, "poolId" | "workspaceId"> | null): Change =>
  (guarantees) => [
    ...guarantees.filter((one) => !(one.poolId === poolId && one.workspaceId === workspaceId)),
    ...(terms ? [{ poolId, workspaceId, ...terms }] : []),
  ];

/** What a workspace may borrow or lend becomes this, where it is named. */
export const limitedTo =
  (poolId: string, workspaceId: number, limits: AskedLimits): Change =>
  (guarantees) =>
    guarantees.map((one) =>
      one.poolId === poolId && one.workspaceId === workspaceId
        ? {
            ...one,
            borrowingLimit: limits.borrowingLimit === undefined ? one.borrowingLimit : limits.borrowingLimit,
            lendingLimit: limits.lendingLimit === undefined ? one.lendingLimit : limits.lendingLimit,
          }
        : one,
    );

/** A workspace is guaranteed more, or less; what it may borrow and lend stays. */
export const moreBy =
  (poolId: string, workspaceId: number, amount: number): Change =>
  (guarantees) => {
    const now = guarantees.find((one) => one.poolId === poolId && one.workspaceId === workspaceId);
    const { nominal, borrowingLimit, lendingLimit, weight } = now ?? { nominal: 0, borrowingLimit: null, lendingLimit: null, weight: 1 };
    return setTo(poolId, workspaceId, { nominal: Math.max(0, nominal + amount), borrowingLimit, lendingLimit, weight })(guarantees);
  };
