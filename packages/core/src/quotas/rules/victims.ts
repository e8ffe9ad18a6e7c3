import { fitsIn, type Ledger, smallest, type Terms } from "./ledger.ts";
import { dominantShare } from "./share.ts";
import { byRank, type Standing } from "./situation.ts";

export type EvictionCause = "reclaimed" | "priority" | "drained";
export interface Victim {
  readonly claim: Standing;
  readonly cause: EvictionCause;
}

interface Question {
  readonly terms: Terms;
  /** Without what is on its way out already. It is left as it was. */
  readonly ledger: Ledger;
  /** Claims that hold a part of the pool and are not on their way out. */
  readonly holders: ReadonlySet<Standing>;
}

const fits = (ledger: Ledger, { poolId, workspaceId, amount }: Standing): boolean =>
  fitsIn(amount, smallest(ledger.room(poolId, workspaceId)));

/**
 * What must end so that a claim fits; empty when nothing that may be ended is enough. A claim within its guarantee takes back from
 * workspaces that borrow: the greatest dominant share first, of a workspace the lowest priority and then the newest. Where that
 * is not enough, or the claim is above its guarantee, its own workspace's claims of lower priority make room. Nobody is asked for
 * more than is needed.
 */
export function victimsFor(claim: Standing, { terms, ledger, holders }: Question): Victim[] {
  const pool = terms.pools.get(claim.poolId);
  if (!pool) return [];
  const { nominal } = terms.guaranteeOf(claim.poolId, claim.workspaceId);
  const isWithinOf = (of: Ledger) => fitsIn(of.usage(claim.poolId, claim.workspaceId) + claim.amount, nominal);
  const own = [...holders]
    .filter((one) => one.workspaceId === claim.workspaceId && yieldsToOwn(one, { claim, policy: pool.preemption }))
    .sort(lastGoesFirst);
  if (own.length === 0 && !isWithinOf(ledger)) return [];
  const others = [...holders].filter((one) => one.workspaceId !== claim.workspaceId && yieldsToOwner(one, { claim, policy: pool.reclaim }));
  const borrowers = Map.groupBy(others.sort(lastGoesFirst), ({ workspaceId }) => workspaceId);
  const trial = ledger.copy();
  const isWithin = () => isWithinOf(trial);
  const chosen: Victim[] = [];
  while (!fits(trial, claim)) {
    const reclaimed = isWithin() ? takeFromBorrower(borrowers, { terms, trial, poolId: claim.poolId }) : undefined;
    const victim = reclaimed ?? own.pop();
    if (!victim) return [];
    chosen.push({ claim: victim, cause: reclaimed ? "reclaimed" : "priority" });
    trial.remove(victim);
  }
  return withoutNeedless(chosen, { trial, claim, isWithin });
}

/** The next claim of the workspace that is furthest above its guarantee; of those that still borrow. */
function takeFromBorrower(
  borrowers: ReadonlyMap<number, Standing[]>,
  { terms, trial, poolId }: { terms: Terms; trial: Ledger; poolId: string },
): Standing | undefined {
  const borrowing = [...borrowers].filter(
    ([id, claims]) => claims.length > 0 && !fitsIn(trial.usage(poolId, id), terms.guaranteeOf(poolId, id).nominal),
  );
  const shares = borrowing.map(([id, claims]) => ({ id, claims, share: dominantShare(terms, trial, id) }));
  const [first] = shares.sort((one, other) => compare(other.share, one.share) || one.id - other.id);
  return first?.claims.pop();
}

/** Of two infinite shares neither is greater. */
const compare = (one: number, other: number): number => (one === other ? 0 : one - other);

/** Gives back, last chosen first, whom the claim can do without. Only who stays within its guarantee may take from another workspace. */
function withoutNeedless(
  chosen: readonly Victim[],
  { trial, claim, isWithin }: { trial: Ledger; claim: Standing; isWithin: () => boolean },
): Victim[] {
  const needed = new Set(chosen);
  for (const victim of [...chosen].reverse()) {
    trial.add(victim.claim);
    needed.delete(victim);
    const isJust = isWithin() || [...needed].every(({ cause }) => cause !== "reclaimed");
    if (isJust && fits(trial, claim)) continue;
    trial.remove(victim.claim);
    needed.add(victim);
  }
  return chosen.filter((victim) => needed.has(victim));
}

/** The end of the list goes first: the lowest priority, and of those what began last. */
const lastGoesFirst = (one: Standing, other: Standing): number =>
  other.priority - one.priority || (one.admittedAt ?? 0) - (other.admittedAt ?? 0) || byRank(one, other);

function yieldsToOwn(
  one: Standing,
  { claim, policy }: { claim: Standing; policy: "never" | "lower-priority" | "lower-or-newer-equal" },
): boolean {
  if (policy === "never") return false;
  if (one.priority < claim.priority) return true;
  return policy === "lower-or-newer-equal" && one.priority === claim.priority && byRank(claim, one) < 0;
}

const yieldsToOwner = (one: Standing, { claim, policy }: { claim: Standing; policy: "never" | "lower-priority" | "any" }): boolean =>
  policy === "any" || (policy === "lower-priority" && one.priority < claim.priority);
