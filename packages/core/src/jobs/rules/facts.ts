import type { AttemptOutcome, AttemptPhase, JobState } from "@plumbline/contracts/jobs/job";
import type { JobSpec } from "@plumbline/contracts/jobs/spec";
import type { Observation, StopCause, WaitingNote } from "../executors/executor.ts";

/** What people want of a job. */
export type JobWish = "run" | "suspend" | "cancel";

/** What of a job decides its next step. */
export interface JobFacts {
  readonly wish: JobWish;
  readonly state: JobState;
  readonly executor: "local" | "kubernetes";
  readonly timeLimitSeconds: number;
  readonly graceSeconds: number;
  readonly retries: JobSpec["retries"];
  /** While it waits for its back-off. */
  readonly nextTryAt: Date | null;
  readonly isUnreachable: boolean;
  /** What was told of its waiting last. */
  readonly waiting: WaitingNote | null;
  /** How many attempts ended how. */
  readonly ended: Readonly<Partial<Record<AttemptOutcome, number>>>;
}

/** The newest attempt of a job. */
export interface AttemptFacts {
  readonly number: number;
  readonly phase: AttemptPhase;
  readonly outcome: AttemptOutcome | null;
  readonly stopCause: StopCause | null;
  readonly runningAt: Date | null;
  readonly stoppingAt: Date | null;
  readonly endedAt: Date | null;
}

export type ClaimState = "waiting" | "admitted" | "evicting" | "released";

/** What the executor answered; `unreachable` where it did not. Undefined where it was not asked, because nothing of the attempt can be there. */
export type Seen = Observation | { readonly state: "unreachable" } | undefined;
