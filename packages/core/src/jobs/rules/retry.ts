import type { AttemptOutcome } from "@plumbline/contracts/jobs/job";
import type { JobFacts } from "./facts.ts";

/** A back-off is never longer. */
const longestMs = 600_000;

const allowanceOf = {
  "user-failure": "userFailure",
  "out-of-memory": "outOfMemory",
  infrastructure: "infrastructure",
  preempted: "preempted",
} as const satisfies Partial<Record<AttemptOutcome, keyof JobFacts["retries"]>>;

const isClass = (outcome: AttemptOutcome): outcome is keyof typeof allowanceOf => outcome in allowanceOf;

/** Whether an attempt that ended so is followed by another. It is counted in `ended` already. */
export function mayRetry({ retries, ended }: Pick<JobFacts, "retries" | "ended">, outcome: AttemptOutcome): boolean {
  if (outcome === "suspended") return true;
  return isClass(outcome) && (ended[outcome] ?? 0) <= retries[allowanceOf[outcome]];
}

/** Between such an end and the next attempt: doubled with each end of its class. What was taken from a job is not its own doing. */
export function backoffMs({ retries, ended }: Pick<JobFacts, "retries" | "ended">, outcome: AttemptOutcome): number {
  if (outcome === "preempted" || outcome === "suspended") return 0;
  const doublings = Math.min((ended[outcome] ?? 1) - 1, 20);
  return Math.min(retries.backoffSeconds * 1000 * 2 ** doublings, longestMs);
}
