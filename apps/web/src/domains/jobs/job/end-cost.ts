import type { JobDetail } from "@plumbline/contracts/jobs/job";
import type { JobEnd } from "./job-end.ts";

/** What a job will have cost at its end, between two amounts; the same twice where its end is foreseen as one instant. */
export interface EndCost {
  from: number;
  to: number;
}

/** Sooner, what was spent says little of how fast it is spent. */
const leastMs = 60_000;

/** At the pace at which its attempt has cost so far; undefined where the end or the pace is not known. */
export function endCost(
  { cost, attemptList }: Pick<JobDetail, "cost" | "attemptList">,
  end: JobEnd | undefined,
  now: number,
): EndCost | undefined {
  const running = attemptList.findLast(({ startingAt, endedAt }) => startingAt !== null && endedAt === null);
  if (!(cost && end && running?.cost && running.startingAt) || end.basis === "limit") return undefined;
  const heldMs = now - Date.parse(running.startingAt);
  if (heldMs < leastMs || running.cost.amount <= 0) return undefined;
  const at = (instant: number): number => cost.spent.amount + (running.cost?.amount ?? 0) * (Math.max(0, instant - now) / heldMs);
  return { from: at(end.span?.from ?? end.to), to: at(end.span?.to ?? end.to) };
}
