import { fitsIn, type Ledger, openLedger, roomWithoutBorrowers, smallest, type Terms, termsOf } from "./ledger.ts";
import { shareWith } from "./share.ts";
import { byRank, patienceMs, type Situation, type Standing } from "./situation.ts";
import { type EvictionCause, victimsFor } from "./victims.ts";

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
  /** It would fit, and what is free is kept for one that has waited too long. */
  | { readonly kind: "kept"; readonly for: string; readonly available: number }
  /** Starts as soon as what makes room for it has ended. */
  | { readonly kind: "making-room" };

export interface Admission {
  readonly admit: readonly { readonly id: string; readonly borrowed: number }[];
  readonly evict: readonly { readonly id: string; readonly cause: EvictionCause; readonly for: string | null }[];
  readonly blocked: ReadonlyMap<string, Blocked>;
}

/**
 * One pass over a cohort: which claims start, which must end, and why the others wait. Pure; the same situation has the same answer.
 *
 * Of the heads of all queues (a queue is a workspace in a pool) the next one is: who stays within its guarantee; then who has
 * waited longer than `patienceMs`; then who would have the smallest dominant share; then priority; then who came first. In a
 * `best-effort-fifo` pool one that does not fit lets the next of its queue try. One that has waited too long does not: its queue
 * stops, and what becomes free is kept for it from all who would borrow, provided that the end of what is borrowed would be enough.
 */
export function admit(situation: Situation): Admission {
  const pass = openPass(situation);
  drain(pass, situation);
  const queues = queuesOf(pass, situation);
  for (let next = pickNext(pass, queues); next; next = pickNext(pass, queues)) consider(pass, next);
  return { admit: pass.admitted, evict: pass.evicted, blocked: pass.blocked };
}

interface Queue {
  readonly claims: Standing[];
  at: number;
}

interface Pass {
  readonly terms: Terms;
  readonly now: number;
  /** What is held now. */
  readonly held: Ledger;
  /** What will be held once all that makes room has ended, with what is kept for those it is made for. */
  readonly later: Ledger;
  readonly holders: Map<string, Standing>;
  readonly admitted: { id: string; borrowed: number }[];
  readonly evicted: { id: string; cause: EvictionCause; for: string | null }[];
  readonly blocked: Map<string, Blocked>;
  /** Pool -> the claim that what becomes free there is kept for. */
  readonly keptFor: Map<string, Standing>;
}

function openPass(situation: Situation): Pass {
  const terms = termsOf(situation);
  const [held, later] = [openLedger(terms), openLedger(terms)];
  const holders = new Map<string, Standing>();
  for (const claim of situation.claims) {
    if (claim.state === "waiting") continue;
    held.add(claim);
    if (claim.state === "evicting") continue;
    later.add(claim);
    holders.set(claim.id, claim);
  }
  return { terms, now: situation.now, held, later, holders, admitted: [], evicted: [], blocked: new Map(), keptFor: new Map() };
}

function drain(pass: Pass, { pools }: Situation): void {
  const draining = new Set(pools.filter(({ state }) => state === "draining").map(({ id }) => id));
  for (const claim of [...pass.holders.values()]) {
    if (draining.has(claim.poolId)) evict(pass, { claim, cause: "drained" }, null);
  }
}

function evict(pass: Pass, { claim, cause }: { claim: Standing; cause: EvictionCause }, by: string | null): void {
  pass.evicted.push({ id: claim.id, cause, for: by });
  pass.later.remove(claim);
  pass.holders.delete(claim.id);
}

function queuesOf(pass: Pass, { claims, pools }: Situation): Queue[] {
  const states = new Map(pools.map(({ id, state }) => [id, state]));
  const waiting = claims.filter(({ state }) => state === "waiting");
  const open = waiting.filter(({ id, poolId }) => {
    const state = states.get(poolId) ?? "held";
    if (state !== "open") pass.blocked.set(id, { kind: state });
    return state === "open";
  });
  return [...Map.groupBy(open, ({ poolId, workspaceId }) => `${poolId} ${workspaceId}`).values()].map((queue) => ({
    claims: queue.sort(byRank),
    at: 0,
  }));
}

interface Candidate {
  readonly claim: Standing;
  readonly queue: Queue;
  readonly isWithin: boolean;
  readonly isPatient: boolean;
  readonly share: number;
}

function pickNext(pass: Pass, queues: readonly Queue[]): Candidate | undefined {
  let best: Candidate | undefined;
  for (const queue of queues) {
    const claim = queue.claims[queue.at];
    if (!claim) continue;
    const candidate = candidateOf(pass, claim, queue);
    if (!best || before(candidate, best)) best = candidate;
  }
  if (best) best.queue.at += 1;
  return best;
}

function candidateOf({ terms, later, now }: Pass, claim: Standing, queue: Queue): Candidate {
  const { nominal } = terms.guaranteeOf(claim.poolId, claim.workspaceId);
  const isWithin = fitsIn(later.usage(claim.poolId, claim.workspaceId) + claim.amount, nominal);
  const isPatient = now - claim.rankedAt >= patienceMs && fitsIn(claim.amount, roomWithoutBorrowers(terms, later, claim));
  return { claim, queue, isWithin, isPatient, share: shareWith(terms, later, claim) };
}

function before(one: Candidate, other: Candidate): boolean {
  if (one.isWithin !== other.isWithin) return one.isWithin;
  if (!one.isWithin) {
    if (one.isPatient !== other.isPatient) return one.isPatient;
    if (!one.isPatient && one.share !== other.share) return one.share < other.share;
  }
  return byRank(one.claim, other.claim) < 0;
}

function consider(pass: Pass, { claim, queue, isWithin, isPatient }: Candidate): void {
  const keeper = pass.keptFor.get(claim.poolId);
  const kept = isWithin ? undefined : keeper;
  const room = pass.later.room(claim.poolId, claim.workspaceId);
  if (fitsIn(claim.amount, smallest(room))) {
    if (kept) pass.blocked.set(claim.id, { kind: "kept", for: kept.id, available: smallest(room) });
    else place(pass, claim);
    return;
  }
  if (makeRoom(pass, claim, { isKept: kept !== undefined })) {
    place(pass, claim);
    return;
  }
  pass.blocked.set(claim.id, whyNot(claim.amount, room));
  if (isPatient || pass.terms.pools.get(claim.poolId)?.strategy === "strict-fifo") stopQueue(pass, queue, claim);
  if (isPatient && !keeper && fitsIn(claim.amount, room.ownLimit)) pass.keptFor.set(claim.poolId, claim);
}

/** Where room is kept for another, a claim may only take the place of what makes all of its room. */
function makeRoom(pass: Pass, claim: Standing, { isKept }: { isKept: boolean }): boolean {
  const victims = victimsFor(claim, { terms: pass.terms, ledger: pass.later, holders: [...pass.holders.values()] });
  const freed = victims.reduce((sum, victim) => sum + victim.claim.amount, 0);
  if (victims.length === 0 || (isKept && !fitsIn(claim.amount, freed))) return false;
  for (const victim of victims) evict(pass, victim, claim.id);
  return true;
}

/** Starts it if what it needs is free now; else it is counted, and starts once what is on its way out has gone. */
function place(pass: Pass, claim: Standing): void {
  const { poolId, workspaceId, amount } = claim;
  const { nominal } = pass.terms.guaranteeOf(poolId, workspaceId);
  const above = (usage: number) => Math.max(0, usage - nominal);
  const usage = pass.later.usage(poolId, workspaceId);
  pass.later.add(claim);
  if (fitsIn(amount, smallest(pass.held.room(poolId, workspaceId)))) {
    pass.held.add(claim);
    pass.admitted.push({ id: claim.id, borrowed: above(usage + amount) - above(usage) });
  } else pass.blocked.set(claim.id, { kind: "making-room" });
}

function stopQueue(pass: Pass, queue: Queue, head: Standing): void {
  for (const claim of queue.claims.slice(queue.at)) pass.blocked.set(claim.id, { kind: "behind", of: head.id });
  queue.at = queue.claims.length;
}

function whyNot(amount: number, room: { ownLimit: number; cohort: number; capacity: number }): Blocked {
  if (!fitsIn(amount, room.ownLimit)) return { kind: "own-limit", available: Math.max(0, room.ownLimit) };
  if (!fitsIn(amount, room.cohort)) return { kind: "cohort", available: Math.max(0, room.cohort) };
  return { kind: "capacity", available: Math.max(0, room.capacity) };
}
