import type { Attempt, AttemptOutcome, AttemptPhase, Job, JobState } from "@plumbline/contracts/jobs/job";
import type { JobKind, JobPriority } from "@plumbline/contracts/jobs/spec";
import { formatMemory } from "@plumbline/ui/format/number";
import type { StatusShape } from "@plumbline/ui/status";

export interface Sign {
  shape: StatusShape;
  word: string;
}

export const stateSigns: Readonly<Record<JobState, Sign>> = {
  queued: { shape: "waiting", word: "Waiting" },
  starting: { shape: "running", word: "Starting" },
  running: { shape: "running", word: "Running" },
  stopping: { shape: "running", word: "Stopping" },
  suspended: { shape: "stopped", word: "Suspended" },
  waiting: { shape: "waiting", word: "Waits to retry" },
  succeeded: { shape: "good", word: "Succeeded" },
  failed: { shape: "bad", word: "Failed" },
  cancelled: { shape: "stopped", word: "Cancelled" },
};

export const outcomeSigns: Readonly<Record<AttemptOutcome, Sign>> = {
  succeeded: { shape: "good", word: "Succeeded" },
  "user-failure": { shape: "bad", word: "Failed" },
  "out-of-memory": { shape: "bad", word: "Out of memory" },
  "time-limit": { shape: "bad", word: "Time limit" },
  infrastructure: { shape: "warn", word: "Infrastructure failed" },
  preempted: { shape: "warn", word: "Preempted" },
  suspended: { shape: "stopped", word: "Suspended" },
  cancelled: { shape: "stopped", word: "Cancelled" },
};

export const phaseWords: Readonly<Record<AttemptPhase, string>> = {
  queued: "Queued",
  starting: "Starting",
  inputs: "Inputs",
  running: "Running",
  stopping: "Stopping",
  ended: "Ended",
};

const phaseShapes: Readonly<Record<AttemptPhase, StatusShape>> = {
  queued: "waiting",
  starting: "running",
  inputs: "running",
  running: "running",
  stopping: "running",
  ended: "neutral",
};

/** How an attempt stands: its outcome once it has one. */
export function attemptSign({ outcome, phase }: Pick<Attempt, "outcome" | "phase">): Sign {
  return outcome === null ? { shape: phaseShapes[phase], word: phaseWords[phase] } : outcomeSigns[outcome];
}

export const kindWords: Readonly<Record<JobKind, string>> = { training: "Training", batch: "Batch", evaluation: "Evaluation" };
export const priorityWords: Readonly<Record<JobPriority, string>> = {
  low: "low priority",
  normal: "normal priority",
  high: "high priority",
};

type Resources = Job["resources"];

/** What a job holds, in short: `4 × h100`, `2 nodes of 8 × h100`, `16 CPU, 64 GiB`. */
export function resourcesText({ nodes, cpu, memoryBytes, gpus, flavour }: Resources): string {
  const each = gpus > 0 ? `${gpus} × ${flavour ?? "GPU"}` : `${amountText(cpu)} CPU, ${formatMemory(memoryBytes)}`;
  return nodes > 1 ? `${nodes} nodes of ${each}` : each;
}

/** A number of cores or GPUs: whole where it is, else with what it needs. */
export function amountText(amount: number): string {
  return new Intl.NumberFormat("en-GB", { maximumFractionDigits: 2 }).format(amount);
}

/** Whose fault an end was not, and what that means for retries; undefined where there is nothing to say. */
export function blameText(outcome: AttemptOutcome | null): string | undefined {
  if (outcome === "infrastructure") return "not your failure: no retry of yours used";
  if (outcome === "preempted") return "it made room for others: no retry of yours used";
  return undefined;
}

/** Its place in the line: `next`, `2nd in line`. */
export function positionText(position: number): string {
  if (position === 1) return "next in line";
  return `${position}${ordinal(position)} in line`;
}

function ordinal(count: number): string {
  const lastTwo = count % 100;
  if (lastTwo >= 11 && lastTwo <= 13) return "th";
  return { 1: "st", 2: "nd", 3: "rd" }[count % 10] ?? "th";
}

/** One phrase about a job of a list: why it waits, how far it is, or how it ended. */
export function standingText({
  state,
  reason,
  queuePosition,
  progress,
}: Pick<Job, "state" | "reason" | "queuePosition" | "progress">): string {
  if (state === "queued" && queuePosition !== null) {
    const place = positionText(queuePosition);
    return reason === null ? place : `${place}: ${reason}`;
  }
  // Of what runs there is a reason only where something may end it.
  if (state === "running" && reason === null && progress?.message) return progress.message;
  return reason ?? "";
}
