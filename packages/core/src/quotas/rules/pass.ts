import { fitsIn, type Ledger, openLedger, smallest, type Terms, termsOf } from "./ledger.ts";
import { byRank, type Situation, type Standing } from "./situation.ts";
import type { EvictionCause, Victim } from "./victims.ts";

/** Why a claim still waits. */
export type Blocked =
  | { readonly kind: "held" | "draining" }
  /** Its workspace uses what it is guaranteed and may borrow. */
  | { readonly kind: "own-limit"; readonly available: number }
  /** What others lend and what is shared by all is used. */
  | { readonly kind: "cohort"; readonly available: number }
  /** There is not so much of it free. */
  | { readonly kind: "capacity"; readonly available: number }
  /** An older or a higher one of the same queue must start first. */
  | { readonly kind: "behind"; readonly of: string }
  /** It would fit, and what is free is kept: for one that has waited too long, or (null) for owners who wait. */
  | { readonly kind: "kept"; readonly for: string | null; readonly available: number }
  /** Starts as soon as what makes room for it has ended. */
  | { readonly kind: "making-room" };

/** What decides the place of a queue's head among the heads. */
export interface Judged {
  readonly isWithin: boolean;
  readonly share: number;
}

/** The claims of one workspace that wait for one pool, by rank. */
export interface Queue {
  readonly poolId: string;
  readonly workspaceId: number;
  readonly claims: readonly Standing[];
  /** The first that was not looked at yet. */
  at: number;
  /** What those that were not looked at would take of the workspace's guarantee. */
  entitled: number;
  /** What its head would be judged by; null once something changed that it depends on. */
  judged: Judged | null;
  /** The first for which others must end. Until they have, none behind it borrows: it would take of what the first is entitled to. */
  makingRoomFor: string | null;
}

/** A pass over a cohort as it is being made. */
export interface Pass {
  readonly terms: Terms;
  readonly now: number;
  readonly queues: ReadonlyMap<string, Queue>;
  /** What is held now. */
  readonly held: Ledger;
  /** What will be held once all that makes room has ended, with those it is made for. */
  readonly later: Ledger;
  /** That, and what waiting claims are entitled to: who borrows must leave it alone, or would be sent away again. */
  readonly promised: Ledger;
  /** By pool. */
  readonly holders: ReadonlyMap<string, Set<Standing>>;
  readonly admitted: { id: string; borrowed: number }[];
  readonly evicted: { id: string; cause: EvictionCause; for: string | null }[];
  readonly blocked: Map<string, Blocked>;
  /** Pool -> the claim that what becomes free there is kept for. */
  readonly keptFor: Map<string, Standing>;
}

const keyOf = ({ poolId, workspaceId }: { poolId: string; workspaceId: number }): string => `${poolId} ${workspaceId}`;

export function openPass(situation: Situation): Pass {
  const terms = termsOf(situation);
  const [held, later, promised] = [openLedger(terms), openLedger(terms), openLedger(terms)];
  const holders = new Map(situation.pools.map(({ id }) => [id, new Set<Standing>()]));
  for (const claim of situation.claims) {
    if (claim.state === "waiting") continue;
    held.add(claim);
    if (claim.state === "evicting") continue;
    later.add(claim);
    promised.add(claim);
    holders.get(claim.poolId)?.add(claim);
  }
  const blocked = new Map<string, Blocked>();
  const queues = queuesOf(situation, blocked);
  const pass: Pass = {
    ...{ terms, now: situation.now, queues, held, later, promised, holders, blocked },
    ...{ admitted: [], evicted: [], keptFor: new Map() },
  };
  for (const { id } of situation.pools.filter(({ state }) => state === "draining")) {
    for (const claim of [...(holders.get(id) ?? [])]) evict(pass, { claim, cause: "drained" }, null);
  }
  for (const queue of queues.values()) renewEntitled(pass, queue);
  return pass;
}

function queuesOf({ claims, pools }: Situation, blocked: Map<string, Blocked>): ReadonlyMap<string, Queue> {
  const states = new Map(pools.map(({ id, state }) => [id, state]));
  const open = claims.filter(({ id, poolId, state }) => {
    if (state !== "waiting") return false;
    const pool = states.get(poolId) ?? "held";
    if (pool !== "open") blocked.set(id, { kind: pool });
    return pool === "open";
  });
  const queues = new Map<string, Queue>();
  for (const [key, queue] of Map.groupBy(open, keyOf)) {
    const [first] = queue;
    if (first)
      queues.set(key, {
        poolId: first.poolId,
        workspaceId: first.workspaceId,
        claims: queue.sort(byRank),
        at: 0,
        entitled: 0,
        judged: null,
        makingRoomFor: null,
      });
  }
  return queues;
}

/** Of what was not looked at, in order, as much as still fits into the guarantee. */
export function renewEntitled({ terms, later, promised }: Pass, queue: Queue): void {
  const { poolId, workspaceId } = queue;
  promised.remove({ poolId, workspaceId, amount: queue.entitled });
  const isStrict = terms.pools.get(poolId)?.strategy === "strict-fifo";
  let left = terms.guaranteeOf(poolId, workspaceId).nominal - later.usage(poolId, workspaceId);
  queue.entitled = 0;
  for (let index = queue.at; index < queue.claims.length && left > 0; index++) {
    const amount = queue.claims[index]?.amount ?? 0;
    if (fitsIn(amount, left)) {
      left -= amount;
      queue.entitled += amount;
    } else if (isStrict) break;
  }
  promised.add({ poolId, workspaceId, amount: queue.entitled });
}

/** The room for one who borrows: what other workspaces' claims are entitled to is not in it. */
export function promisedToOthers<R>({ promised }: Pass, queue: Queue, look: (ledger: Ledger) => R): R {
  const own = { poolId: queue.poolId, workspaceId: queue.workspaceId, amount: queue.entitled };
  promised.remove(own);
  const seen = look(promised);
  promised.add(own);
  return seen;
}

/** Starts it if what it needs is free now; else it is counted, and starts once what is on its way out has gone. */
export function place(pass: Pass, claim: Standing, queue: Queue): void {
  const { poolId, workspaceId, amount } = claim;
  const { nominal } = pass.terms.guaranteeOf(poolId, workspaceId);
  const above = (usage: number) => Math.max(0, usage - nominal);
  const usage = pass.later.usage(poolId, workspaceId);
  pass.later.add(claim);
  pass.promised.add(claim);
  renewEntitled(pass, queue);
  judgeAnew(pass, workspaceId);
  if (fitsIn(amount, smallest(pass.held.room(poolId, workspaceId)))) {
    pass.held.add(claim);
    pass.admitted.push({ id: claim.id, borrowed: above(usage + amount) - above(usage) });
  } else {
    pass.blocked.set(claim.id, { kind: "making-room" });
    queue.makingRoomFor ??= claim.id;
  }
}

export function evict(pass: Pass, { claim, cause }: Victim, by: string | null): void {
  pass.evicted.push({ id: claim.id, cause, for: by });
  pass.later.remove(claim);
  pass.promised.remove(claim);
  pass.holders.get(claim.poolId)?.delete(claim);
  const queue = pass.queues.get(keyOf(claim));
  if (queue) renewEntitled(pass, queue);
  judgeAnew(pass, claim.workspaceId);
}

/** The share of a workspace counts all that it uses, in every pool. */
function judgeAnew({ queues, terms }: Pass, workspaceId: number): void {
  for (const poolId of terms.pools.keys()) {
    const queue = queues.get(keyOf({ poolId, workspaceId }));
    if (queue) queue.judged = null;
  }
}
