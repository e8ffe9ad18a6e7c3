/** What admission looks at: the pools of one cohort with everything that waits for them or holds them. Instants are in milliseconds. */
export interface Situation {
  readonly pools: readonly PoolFacts[];
  readonly guarantees: readonly Guarantee[];
  readonly claims: readonly Standing[];
  readonly now: number;
}

export interface PoolFacts {
  readonly id: string;
  readonly capacity: number;
  /** Held by what has no quota here: it is there, and nobody can lend it. */
  readonly outside: number;
  /** What anybody may borrow; null: all that nobody is guaranteed. */
  readonly shared: number | null;
  readonly state: "open" | "held" | "draining";
  readonly strategy: "best-effort-fifo" | "strict-fifo";
  /** Whose claims give back what they borrowed when its owner comes. */
  readonly reclaim: "never" | "lower-priority" | "any";
  /** Which claims of the same workspace make room. */
  readonly preemption: "never" | "lower-priority" | "lower-or-newer-equal";
}

/** What a workspace is guaranteed of a pool. A workspace without one is guaranteed nothing and borrows without a limit of its own. */
export interface Guarantee {
  readonly poolId: string;
  readonly workspaceId: number;
  readonly nominal: number;
  readonly borrowingLimit: number | null;
  readonly lendingLimit: number | null;
  /** Divides the share; 0 makes it infinite, so that whatever is borrowed is given back first. */
  readonly weight: number;
}

export interface Standing {
  readonly id: string;
  readonly poolId: string;
  readonly workspaceId: number;
  readonly amount: number;
  /** 0 low, 1 normal, 2 high. */
  readonly priority: number;
  readonly state: "waiting" | "admitted" | "evicting";
  /** Decides the order among claims of one priority. What was taken back keeps its own. */
  readonly rankedAt: number;
  readonly admittedAt: number | null;
}

/** A head that waits longer than this is passed by nobody who borrows: what becomes free is kept for it. */
export const patienceMs = 30 * 60_000;

/** Within one workspace and pool: higher priority first, then who came first. */
export const byRank = (one: Standing, other: Standing): number =>
  other.priority - one.priority || one.rankedAt - other.rankedAt || (one.id < other.id ? -1 : 1);

/**
 * The same without what waits for other pools: between passes nothing of that can start, so that it decides nothing here. What holds
 * their parts stays, for it counts in shares.
 */
export const withinPool = <S extends { readonly claims: readonly Standing[] }>(situation: S, poolId: string): S => ({
  ...situation,
  claims: situation.claims.filter((claim) => claim.poolId === poolId || claim.state !== "waiting"),
});
