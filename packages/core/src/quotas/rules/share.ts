import type { Ledger, Terms } from "./ledger.ts";

/**
 * The dominant resource share of a workspace: over the pools of the cohort, the greatest of what it uses above its guarantee,
 * divided by what all of the cohort may lend there, divided by its weight. 0 for whoever borrows nothing.
 */
export function dominantShare(terms: Terms, ledger: Ledger, workspaceId: number): number {
  let share = 0;
  for (const poolId of terms.pools.keys()) {
    const { nominal, weight } = terms.guaranteeOf(poolId, workspaceId);
    const above = ledger.usage(poolId, workspaceId) - nominal;
    if (above <= 1e-9) continue;
    const lendable = terms.lendable(poolId);
    share = Math.max(share, lendable > 0 && weight > 0 ? above / lendable / weight : Number.POSITIVE_INFINITY);
  }
  return share;
}

/** What it would be with `amount` more of a pool. */
export function shareWith(terms: Terms, ledger: Ledger, claim: { poolId: string; workspaceId: number; amount: number }): number {
  ledger.add(claim);
  const share = dominantShare(terms, ledger, claim.workspaceId);
  ledger.remove(claim);
  return share;
}
