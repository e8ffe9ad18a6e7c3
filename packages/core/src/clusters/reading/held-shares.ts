import type { QuotaTree } from "./quota-tree.ts";
import type { ReadWorkload } from "./workloads.ts";

/** How much of what a workload holds is within its queue's guarantee, and how much is borrowed. */
export interface HeldShare {
  readonly guaranteed: number;
  readonly borrowed: number;
}

/** Which queue uses how much of a flavour's resource. */
export function usageByQueue(workloads: readonly ReadWorkload[], of: { flavour: string; resource: string }): Map<string, number> {
  const usage = new Map<string, number>();
  for (const workload of workloads) {
    const amount = heldOf(workload, of);
    if (workload.clusterQueue !== null && amount > 0) usage.set(workload.clusterQueue, (usage.get(workload.clusterQueue) ?? 0) + amount);
  }
  return usage;
}

export const heldOf = ({ holds }: ReadWorkload, { flavour, resource }: { flavour: string; resource: string }): number =>
  holds.filter((hold) => hold.flavour === flavour && hold.resource === resource).reduce((sum, { amount }) => sum + amount, 0);

/**
 * Splits what each workload holds. A queue's guarantee goes to what was admitted first: what came last is what would have to
 * be given back first, as Kueue chooses among equals. By uid of the workload.
 */
export function heldShares(
  workloads: readonly ReadWorkload[],
  of: { flavour: string; resource: string; tree: QuotaTree },
): Map<string, HeldShare> {
  const shares = new Map<string, HeldShare>();
  const left = new Map<string, number>();
  for (const workload of [...workloads].sort(byAdmission)) {
    const amount = heldOf(workload, of);
    if (amount === 0 || workload.clusterQueue === null) continue;
    const guarantee = left.get(workload.clusterQueue) ?? of.tree.quotaOf(workload.clusterQueue)?.nominal ?? 0;
    const guaranteed = Math.min(amount, guarantee);
    left.set(workload.clusterQueue, guarantee - guaranteed);
    shares.set(workload.uid, { guaranteed, borrowed: amount - guaranteed });
  }
  return shares;
}

const admittedAt = ({ stand }: ReadWorkload): string => (stand.state === "admitted" ? (stand.since ?? "") : "~");
const byAdmission = (left: ReadWorkload, right: ReadWorkload): number =>
  right.priority - left.priority || admittedAt(left).localeCompare(admittedAt(right)) || left.uid.localeCompare(right.uid);
