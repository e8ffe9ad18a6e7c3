import type { Guarantee, PoolFacts, Situation } from "./situation.ts";

/** Amounts are sums of floating point numbers (cores come in tenths). */
const epsilon = 1e-9;
export const fitsIn = (amount: number, room: number): boolean => amount <= room + epsilon;

const nothing = (poolId: string, workspaceId: number): Guarantee => ({
  poolId,
  workspaceId,
  nominal: 0,
  borrowingLimit: null,
  lendingLimit: null,
  weight: 1,
});

const keyOf = (poolId: string, workspaceId: number): string => `${poolId} ${workspaceId}`;
/** What a workspace keeps for itself, whoever asks. */
const keptBy = ({ nominal, lendingLimit }: Guarantee): number => (lendingLimit === null ? 0 : Math.max(0, nominal - lendingLimit));

/** What does not change while claims come and go. */
export interface Terms {
  readonly pools: ReadonlyMap<string, PoolFacts>;
  guaranteeOf(poolId: string, workspaceId: number): Guarantee;
  /** Of a pool, what workspaces may use of each other and what belongs to nobody. */
  lendable(poolId: string): number;
  /** Of a pool, what nobody is guaranteed and everybody may borrow. */
  shared(poolId: string): number;
  guaranteesOf(poolId: string): readonly Guarantee[];
}

export function termsOf({ pools, guarantees }: Pick<Situation, "pools" | "guarantees">): Terms {
  const byKey = new Map(guarantees.map((one) => [keyOf(one.poolId, one.workspaceId), one]));
  const byPool = Map.groupBy(guarantees, ({ poolId }) => poolId);
  const sums = new Map(
    pools.map((pool) => {
      const here = byPool.get(pool.id) ?? [];
      const nominal = here.reduce((sum, one) => sum + one.nominal, 0);
      const kept = here.reduce((sum, one) => sum + keptBy(one), 0);
      const shared = pool.shared ?? Math.max(0, pool.capacity - nominal);
      return [pool.id, { shared, lendable: nominal - kept + shared }];
    }),
  );
  return {
    pools: new Map(pools.map((pool) => [pool.id, pool])),
    guaranteeOf: (poolId, workspaceId) => byKey.get(keyOf(poolId, workspaceId)) ?? nothing(poolId, workspaceId),
    lendable: (poolId) => sums.get(poolId)?.lendable ?? 0,
    shared: (poolId) => sums.get(poolId)?.shared ?? 0,
    guaranteesOf: (poolId) => byPool.get(poolId) ?? [],
  };
}

/** Where the room for a claim ends. */
export interface Room {
  /** Up to the workspace's guarantee and borrowing limit. */
  readonly ownLimit: number;
  /** In what is lent by others and shared by all, with what the workspace keeps for itself. */
  readonly cohort: number;
  /** In the pool as it stands there. */
  readonly capacity: number;
}

export const smallest = ({ ownLimit, cohort, capacity }: Room): number => Math.max(0, Math.min(ownLimit, cohort, capacity));

/** Who uses how much of each pool, by Kueue's sums for one level of cohort. */
export interface Ledger {
  usage(poolId: string, workspaceId: number): number;
  room(poolId: string, workspaceId: number): Room;
  add(of: { readonly poolId: string; readonly workspaceId: number; readonly amount: number }): void;
  remove(of: { readonly poolId: string; readonly workspaceId: number; readonly amount: number }): void;
  copy(): Ledger;
}

interface PoolSums {
  held: number;
  lent: number;
}

export function openLedger(terms: Terms, from?: { usage: Map<string, number>; pools: Map<string, PoolSums> }): Ledger {
  const used = new Map(from?.usage);
  const sums = new Map([...terms.pools.keys()].map((id) => [id, { ...(from?.pools.get(id) ?? { held: 0, lent: 0 }) }]));
  const usage = (poolId: string, workspaceId: number) => used.get(keyOf(poolId, workspaceId)) ?? 0;
  const put = ({ poolId, workspaceId }: { poolId: string; workspaceId: number }, amount: number): void => {
    const pool = sums.get(poolId);
    if (!pool) return;
    const kept = keptBy(terms.guaranteeOf(poolId, workspaceId));
    const before = usage(poolId, workspaceId);
    used.set(keyOf(poolId, workspaceId), before + amount);
    pool.held += amount;
    pool.lent += Math.max(0, before + amount - kept) - Math.max(0, before - kept);
  };
  return {
    usage,
    room(poolId, workspaceId) {
      const [pool, sum] = [terms.pools.get(poolId), sums.get(poolId)];
      if (!(pool && sum)) return { ownLimit: 0, cohort: 0, capacity: 0 };
      const guarantee = terms.guaranteeOf(poolId, workspaceId);
      const mine = usage(poolId, workspaceId);
      const limit = guarantee.borrowingLimit === null ? Number.POSITIVE_INFINITY : guarantee.nominal + guarantee.borrowingLimit;
      return {
        ownLimit: limit - mine,
        cohort: Math.max(0, keptBy(guarantee) - mine) + terms.lendable(poolId) - sum.lent,
        capacity: pool.capacity - pool.outside - sum.held,
      };
    },
    add: (of) => put(of, of.amount),
    remove: (of) => put(of, -of.amount),
    copy: () => openLedger(terms, { usage: used, pools: sums }),
  };
}

/** The room for a claim if all that others borrow, and all that its own workspace holds, had ended. */
export function roomWithoutBorrowers(
  terms: Terms,
  ledger: Ledger,
  { poolId, workspaceId }: { poolId: string; workspaceId: number },
): number {
  const pool = terms.pools.get(poolId);
  if (!pool) return 0;
  const own = terms.guaranteeOf(poolId, workspaceId);
  let capacity = pool.capacity - pool.outside;
  let cohort = keptBy(own) + terms.lendable(poolId);
  for (const other of terms.guaranteesOf(poolId)) {
    if (other.workspaceId === workspaceId) continue;
    const guaranteed = Math.min(ledger.usage(poolId, other.workspaceId), other.nominal);
    capacity -= guaranteed;
    cohort -= Math.max(0, guaranteed - keptBy(other));
  }
  return Math.min(own.nominal + (own.borrowingLimit ?? Number.POSITIVE_INFINITY), cohort, capacity);
}
