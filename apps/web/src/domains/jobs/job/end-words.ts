import type { Attempt, JobDetail } from "@plumbline/contracts/jobs/job";
import { countText } from "@plumbline/ui/format/number";
import { formatDuration } from "@plumbline/ui/format/time";
import { outcomeSigns } from "../words.ts";

export interface EndWords {
  /** What happened, in one sentence. */
  lead: string;
  /** What to do about it. */
  advice: string;
}

type Ended = Pick<JobDetail, "state" | "reason" | "spec" | "timeLimitSeconds">;

/** Why a job failed or was cancelled, and what to do, by how its last attempt ended. */
export function endWords(job: Ended, last: Attempt | undefined): EndWords {
  const lead = leadOf(job, last);
  if (job.state === "cancelled") return { lead, advice: "Clone it to change its spec, or run it again as it was." };
  return { lead, advice: adviceOf(job, last) };
}

function leadOf({ state, reason }: Ended, last: Attempt | undefined): string {
  const why = last?.reason ?? reason;
  if (state === "cancelled") return why ? `Cancelled: ${why}` : "Cancelled";
  const word = last?.outcome ? outcomeSigns[last.outcome].word : "Failed";
  return why ? `${word}: ${why}` : word;
}

function adviceOf({ spec, timeLimitSeconds }: Ended, last: Attempt | undefined): string {
  switch (last?.outcome) {
    case "out-of-memory":
      return `It asked for ${spec.resources.memory} and used more. Clone it with more memory, or with smaller batches.`;
    case "time-limit":
      return `It reached its limit of ${formatDuration(timeLimitSeconds * 1000)}, after which nothing is retried. ${afterLimit(spec)}`;
    case "infrastructure":
      return `What failed was not yours. Its ${countText(spec.retries.infrastructure, "retry", "retries")} for that are used up; run it again, elsewhere if it fails in one place.`;
    case "preempted":
      return "It made room for jobs that come before it, more often than its spec allows. Run it again with more retries, or in another pool.";
    case undefined:
    case null:
      return "It ended before its command ran: the reason says what to put right. Clone it to change its spec.";
    default:
      return userAdvice(spec);
  }
}

const afterLimit = (spec: JobDetail["spec"]): string =>
  spec.checkpoint
    ? "Clone it with a longer one; it has kept checkpoints, from which a script can go on."
    : "Clone it with a longer one, or let it write checkpoints.";

function userAdvice(spec: JobDetail["spec"]): string {
  const retries = spec.retries.userFailure;
  const tried = retries > 0 ? "Its retries are used up. " : "";
  return `${tried}The last lines below say why. Put right what they name, then clone it with the new code or spec.`;
}

/** The last lines to read first: what went to stderr, or, where that is silent, whatever came last. */
export function lastLines<Line extends { stream: string; text: string }>(lines: readonly Line[], most: number): Line[] {
  const told = lines.filter(({ text }) => text.trim() !== "");
  const errors = told.filter(({ stream }) => stream === "stderr");
  return (errors.length > 0 ? errors : told).slice(-most);
}
