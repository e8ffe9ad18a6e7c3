import { fitsIn, type Ledger, type Room, roomWithoutBorrowers, smallest } from "./ledger.ts";
import { type Blocked, evict, openPass, type Pass, place, promisedToOthers, type Queue, renewEntitled } from "./pass.ts";
import { shareWith } from "./share.ts";
import { byRank, patienceMs, type Situation, type Standing } from "./situation.ts";
import { type EvictionCause, victimsFor } from "./victims.ts";

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
 * Nobody borrows what a waiting claim of another workspace is entitled to.
 */
export function admit(situation: Situation): Admission {
  const pass = openPass(situation);
  for (let next = pickNext(pass); next; next = pickNext(pass)) consider(pass, next);
  return { admit: pass.admitted, evict: pass.evicted, blocked: pass.blocked };
}

interface Candidate {
  readonly claim: Standing;
  readonly queue: Queue;
  readonly isWithin: boolean;
  readonly isPatient: boolean;
  readonly share: number;
}

function pickNext(pass: Pass): Candidate | undefined {
  let best: Candidate | undefined;
  for (const queue of pass.queues.values()) {
    const claim = queue.claims[queue.at];
    if (!claim) continue;
    const candidate = candidateOf(pass, claim, queue);
    if (!best || before(candidate, best)) best = candidate;
  }
  if (best) advance(best.queue);
  return best;
}

function advance(queue: Queue): void {
  queue.at += 1;
  queue.judged = null;
}

function candidateOf(pass: Pass, claim: Standing, queue: Queue): Candidate {
  const { terms, later, now } = pass;
  queue.judged ??= {
    isWithin: fitsIn(
      later.usage(claim.poolId, claim.workspaceId) + claim.amount,
      terms.guaranteeOf(claim.poolId, claim.workspaceId).nominal,
    ),
    share: shareWith(terms, later, claim),
  };
  const isPatient =
    now - claim.rankedAt >= patienceMs &&
    promisedToOthers(pass, queue, (ledger) => fitsIn(claim.amount, roomWithoutBorrowers(terms, ledger, claim)));
  return { claim, queue, ...queue.judged, isPatient };
}

function before(one: Candidate, other: Candidate): boolean {
  if (one.isWithin !== other.isWithin) return one.isWithin;
  if (!one.isWithin) {
    if (one.isPatient !== other.isPatient) return one.isPatient;
    if (!one.isPatient && one.share !== other.share) return one.share < other.share;
  }
  return byRank(one.claim, other.claim) < 0;
}

function consider(pass: Pass, candidate: Candidate): void {
  const { claim, queue, isWithin } = candidate;
  if (queue.makingRoomFor !== null && !isWithin) {
    pass.blocked.set(claim.id, { kind: "behind", of: queue.makingRoomFor });
    return;
  }
  const keeper = isWithin ? undefined : pass.keptFor.get(claim.poolId);
  const look = (ledger: Ledger): boolean => fitsIn(claim.amount, smallest(ledger.room(claim.poolId, claim.workspaceId)));
  const isFree = isWithin ? look(pass.later) : !keeper && promisedToOthers(pass, queue, look);
  if (isFree || makeRoom(pass, candidate)) place(pass, claim, queue);
  else refuse(pass, candidate, keeper);
}

/** Who borrows may take the place of claims of its own workspace, and leaves alone what is kept for others. */
function makeRoom(pass: Pass, { claim, queue, isWithin }: Candidate): boolean {
  const holders = pass.holders.get(claim.poolId) ?? new Set();
  const look = (ledger: Ledger) => victimsFor(claim, { terms: pass.terms, ledger, holders });
  const victims = isWithin ? look(pass.later) : promisedToOthers(pass, queue, look);
  const freed = victims.reduce((sum, victim) => sum + victim.claim.amount, 0);
  const isKept = !isWithin && pass.keptFor.has(claim.poolId);
  if (victims.length === 0 || (isKept && !fitsIn(claim.amount, freed))) return false;
  for (const victim of victims) evict(pass, victim, claim.id);
  return true;
}

function refuse(pass: Pass, { claim, queue, isPatient }: Candidate, keeper: Standing | undefined): void {
  const room = pass.later.room(claim.poolId, claim.workspaceId);
  const isKept = fitsIn(claim.amount, smallest(room));
  pass.blocked.set(claim.id, isKept ? { kind: "kept", for: keeper?.id ?? null, available: smallest(room) } : whyNot(claim.amount, room));
  const isStrict = pass.terms.pools.get(claim.poolId)?.strategy === "strict-fifo";
  if (isPatient && !pass.keptFor.has(claim.poolId) && fitsIn(claim.amount, room.ownLimit)) pass.keptFor.set(claim.poolId, claim);
  if (isPatient || isStrict) stopQueue(pass, queue, claim);
  else renewEntitled(pass, queue);
}

function stopQueue(pass: Pass, queue: Queue, head: Standing): void {
  for (const claim of queue.claims.slice(queue.at)) pass.blocked.set(claim.id, { kind: "behind", of: head.id });
  queue.at = queue.claims.length;
  renewEntitled(pass, queue);
}

function whyNot(amount: number, room: Room): Blocked {
  if (!fitsIn(amount, room.ownLimit)) return { kind: "own-limit", available: Math.max(0, room.ownLimit) };
  if (!fitsIn(amount, room.cohort)) return { kind: "cohort", available: Math.max(0, room.cohort) };
  return { kind: "capacity", available: Math.max(0, room.capacity) };
}
