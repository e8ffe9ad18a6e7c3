import { isDeepStrictEqual } from "node:util";
import type { AttemptOutcome, JobState } from "@plumbline/contracts/jobs/job";
import type { StopCause, WaitingNote } from "../executors/executor.ts";
import type { AttemptFacts, ClaimState, JobFacts, Seen } from "./facts.ts";
import { backoffMs, mayRetry } from "./retry.ts";

/** How an attempt ended, and what of it people are told. */
export interface AttemptEnd {
  readonly outcome: AttemptOutcome;
  readonly reason: string;
  readonly exitCode: number | null;
  readonly nodes: readonly string[] | null;
  readonly endedAt: Date | null;
}

/** The one next step of a job. */
export type Decision =
  | { readonly step: "none" }
  /** A new attempt, which queues for capacity. */
  | { readonly step: "open" }
  /** Hand the attempt to the executor. */
  | { readonly step: "launch" }
  /** The attempt has come so far. */
  | {
      readonly step: "advance";
      readonly phase: "starting" | "inputs" | "running";
      readonly nodes: readonly string[] | null;
      readonly at: Date | null;
    }
  /** It waits for another reason than was told. */
  | { readonly step: "note"; readonly note: WaitingNote }
  /** Ask the executor to end it. */
  | { readonly step: "stop"; readonly cause: StopCause; readonly graceSeconds: number }
  /** The attempt is over. */
  | { readonly step: "end"; readonly end: AttemptEnd }
  /** Nothing runs for a while: until `until`, or until it is resumed. */
  | { readonly step: "rest"; readonly state: "waiting" | "suspended"; readonly until: Date | null }
  /** The job is over. */
  | { readonly step: "close"; readonly state: "succeeded" | "failed" | "cancelled" }
  /** The executor stopped, or began again, to answer. */
  | { readonly step: "reach"; readonly isUnreachable: boolean };

export interface Situation {
  readonly job: JobFacts;
  readonly attempt: AttemptFacts | undefined;
  readonly claim: ClaimState | undefined;
  readonly seen: Seen;
  readonly now: Date;
}

const none: Decision = { step: "none" };
const endedStates: readonly JobState[] = ["succeeded", "failed", "cancelled"];
/** So long after its time limit an attempt is ended from here, should its executor not have done it. */
const limitSlackSeconds = 60;

const outcomeOfCause = { cancel: "cancelled", suspend: "suspended", preempt: "preempted", "time-limit": "time-limit" } as const;
const wordsOfCause: Readonly<Record<StopCause, string>> = {
  cancel: "It was cancelled.",
  suspend: "It was suspended.",
  preempt: "What it held was needed elsewhere.",
  "time-limit": "It passed its time limit.",
};

/** The one next step. Pure, and level-triggered: the same situation has the same answer, and one that needs nothing answers `none`. */
export function decide(situation: Situation): Decision {
  const { job, attempt, seen } = situation;
  if (endedStates.includes(job.state)) return none;
  if (!attempt || attempt.phase === "ended") return betweenAttempts(situation);
  if (seen?.state === "unreachable") return job.isUnreachable ? none : { step: "reach", isUnreachable: true };
  if (seen && job.isUnreachable) return { step: "reach", isUnreachable: false };
  if (seen?.state === "ended") return over(job, attempt, seen);
  const cause = stopCauseOf(situation, attempt);
  return cause ? stopping(situation, attempt, cause) : going(situation, attempt);
}

/** What ran so shortly that nobody saw it run did run, and those who wait for that are told. */
function over(job: JobFacts, attempt: AttemptFacts, seen: Extract<Seen, { state: "ended" }>): Decision {
  const isUnseen = attempt.phase === "queued" || attempt.phase === "starting" || attempt.phase === "inputs";
  if (isUnseen && seen.startedAt) return { step: "advance", phase: "running", nodes: seen.nodes, at: seen.startedAt };
  return { step: "end", end: endOf(job, attempt, seen) };
}

function betweenAttempts({ job, attempt, now }: Situation): Decision {
  const outcome = attempt?.outcome ?? null;
  if (outcome === "succeeded") return { step: "close", state: "succeeded" };
  if (job.wish === "cancel" || outcome === "cancelled") return { step: "close", state: "cancelled" };
  if (outcome !== null && !mayRetry(job, outcome)) return { step: "close", state: "failed" };
  if (job.wish === "suspend") return job.state === "suspended" ? none : { step: "rest", state: "suspended", until: null };
  return job.state === "suspended" ? { step: "open" } : again(job, { outcome, endedAt: attempt?.endedAt ?? now, now });
}

/** The first attempt, or the next one once its back-off is over. */
function again(job: JobFacts, last: { outcome: AttemptOutcome | null; endedAt: Date; now: Date }): Decision {
  const pauseMs = last.outcome === null ? 0 : backoffMs(job, last.outcome);
  if (pauseMs === 0) return { step: "open" };
  if (job.nextTryAt === null) return { step: "rest", state: "waiting", until: new Date(last.endedAt.getTime() + pauseMs) };
  return job.nextTryAt <= last.now ? { step: "open" } : none;
}

/** Why the attempt should end; once it was asked to, that stays, unless the job is now cancelled. */
function stopCauseOf({ job, claim, seen, now }: Situation, attempt: AttemptFacts): StopCause | undefined {
  if (job.wish === "cancel") return "cancel";
  if (attempt.stopCause) return attempt.stopCause;
  if (job.wish === "suspend") return "suspend";
  if (claim === "evicting") return "preempt";
  const lostAdmission = seen?.state === "waiting" && !seen.isAdmitted && attempt.phase !== "queued";
  if (lostAdmission) return "preempt";
  const limitMs = (job.timeLimitSeconds + job.graceSeconds + limitSlackSeconds) * 1000;
  const isOver = attempt.runningAt !== null && now.getTime() - attempt.runningAt.getTime() > limitMs;
  return isOver ? "time-limit" : undefined;
}

function stopping({ job, seen, now }: Situation, attempt: AttemptFacts, cause: StopCause): Decision {
  const isThere = seen !== undefined && seen.state !== "absent";
  const isKnownGone = seen?.state === "absent" || (job.executor === "local" && attempt.phase === "queued");
  if (isKnownGone) return { step: "end", end: ended(outcomeOfCause[cause], wordsOfCause[cause]) };
  if (!isThere) return none;
  const since = attempt.stoppingAt ?? now;
  const leftSeconds = job.graceSeconds - Math.floor((now.getTime() - since.getTime()) / 1000);
  return { step: "stop", cause, graceSeconds: Math.max(0, leftSeconds) };
}

function going({ job, claim, seen }: Situation, attempt: AttemptFacts): Decision {
  switch (attempt.phase) {
    case "queued":
      return job.executor === "local" ? queuedHere(claim) : queuedThere(job, seen);
    case "starting":
    case "inputs":
      return placed(job, attempt, seen);
    default:
      if (seen?.state === "absent")
        return { step: "end", end: ended("infrastructure", "What carried it is gone: nothing says how it ended.") };
      if (isMadeAnew(seen, attempt))
        return { step: "end", end: ended("infrastructure", "A pod of it was taken away, and the cluster made another in its place.") };
      return seen?.state === "running" ? troubleOf(job, seen) : none;
  }
}

/** Of what runs, only what may end it is told; and once that has passed, that it has. */
function troubleOf({ waiting }: JobFacts, { trouble = null }: Extract<Seen, { state: "running" }>): Decision {
  return (waiting?.reason ?? null) === trouble ? none : { step: "note", note: { reason: trouble, scheduler: null } };
}

/** An attempt is one try: where something else runs in its place, nobody may take that for the same. */
const isMadeAnew = (seen: Seen, { runningAt }: AttemptFacts): boolean =>
  (seen?.state === "waiting" && seen.isAdmitted) || (seen?.state === "running" && runningAt !== null && seen.startedAt > runningAt);

/** Admitted, and not running yet. What is not there was never started, or its preparation was lost. */
function placed(job: JobFacts, attempt: AttemptFacts, seen: Seen): Decision {
  switch (seen?.state) {
    case "absent":
      return { step: "launch" };
    case "running":
      return running(seen);
    case "waiting":
    case "starting":
      return noteOf(job, seen);
    case "inputs":
      return attempt.phase === "starting" ? { step: "advance", phase: "inputs", nodes: null, at: null } : none;
    default:
      return none;
  }
}

const running = (seen: { readonly startedAt: Date; readonly nodes: readonly string[] }): Decision => ({
  step: "advance",
  phase: "running",
  nodes: seen.nodes,
  at: seen.startedAt,
});

/** Admission is ours: nothing is handed to the executor before it. */
function queuedHere(claim: ClaimState | undefined): Decision {
  if (claim === "admitted") return { step: "advance", phase: "starting", nodes: null, at: null };
  if (claim === "waiting") return none;
  return { step: "end", end: ended("infrastructure", "Its place in the queue was lost.") };
}

/** Admission is the cluster's: the attempt waits there. */
function queuedThere(job: JobFacts, seen: Seen): Decision {
  if (seen?.state === "absent") return { step: "launch" };
  if (seen === undefined) return none;
  if (seen.state === "waiting" && !seen.isAdmitted) return noteOf(job, seen);
  return { step: "advance", phase: "starting", nodes: null, at: null };
}

function noteOf({ waiting }: JobFacts, { reason, scheduler = null, rankedAt }: WaitingNote): Decision {
  const note = { reason, scheduler, ...(rankedAt === undefined ? {} : { rankedAt }) };
  return isDeepStrictEqual(waiting, note) ? none : { step: "note", note };
}

const ended = (outcome: AttemptOutcome, reason: string): AttemptEnd => ({ outcome, reason, exitCode: null, nodes: null, endedAt: null });

/** What the executor says counts, but for ends that follow from having been asked to. */
function endOf(job: JobFacts, attempt: AttemptFacts, seen: Extract<Seen, { state: "ended" }>): AttemptEnd {
  const facts = { exitCode: seen.exitCode, nodes: seen.nodes, endedAt: seen.endedAt };
  const cause = job.wish === "cancel" && attempt.phase === "stopping" ? "cancel" : attempt.stopCause;
  const followsStop = seen.outcome === "stopped" || (cause !== null && seen.outcome === "user-failure");
  if (followsStop && cause) return { ...facts, outcome: outcomeOfCause[cause], reason: wordsOfCause[cause] };
  return { ...facts, outcome: seen.outcome === "stopped" ? "infrastructure" : seen.outcome, reason: seen.reason };
}
