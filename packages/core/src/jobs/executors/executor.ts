import type { ResolvedSpec } from "@plumbline/contracts/jobs/job";
import type { JobSpec } from "@plumbline/contracts/jobs/spec";
import type { Pending } from "@plumbline/contracts/quotas/pending";

/** Deterministic name of what carries an attempt: `pl-<workspace>-<job>-<attempt>`. */
export type AttemptName = string;

/** What an attempt reads before its command runs. `urlPath` is below the internal address; the attempt's token opens it. */
export interface LaunchInput {
  readonly kind: ResolvedSpec["inputs"][number]["kind"];
  /** As the resolved spec has it. */
  readonly name: string;
  readonly urlPath: string;
  /** Below the working directory. */
  readonly path: string;
  readonly sha256: string;
  readonly sizeBytes: number;
}

/** Checkpoints of earlier attempts, kept as artifacts of the run. */
export interface LaunchCheckpoint {
  readonly attempt: number;
  readonly step: number | null;
  readonly files: readonly LaunchInput[];
}

/** Everything that an executor is given to carry one attempt. Holds secrets: it is never logged or stored. */
export interface Launch {
  readonly name: AttemptName;
  readonly workspaceId: number;
  readonly workspace: string;
  readonly jobId: string;
  /** `<name>-<number>` of the job. */
  readonly title: string;
  readonly attempt: number;
  readonly clusterId: string | null;
  /** Of the pool that it was placed in; null for jobs without GPUs. */
  readonly flavour: string | null;
  readonly spec: JobSpec;
  readonly resolved: ResolvedSpec;
  /** Of the training runtime; empty where the spec names an image or nothing. */
  readonly packages: readonly string[];
  readonly token: string;
  readonly runId: string;
  /** Complete but for the secrets. */
  readonly env: Readonly<Record<string, string>>;
  /** Environment variable -> value. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly inputs: readonly LaunchInput[];
  readonly resumeFrom: LaunchCheckpoint | null;
}

/** Why something is not running yet, as its executor tells people. Told again whenever it is another. */
export interface WaitingNote {
  readonly reason: string | null;
  /** What a cluster's own scheduler says. */
  readonly scheduler?: Pending["scheduler"];
  /** Decides the order in a queue of the cluster, among those of one priority: an instant. */
  readonly rankedAt?: string;
}

/** How what carried an attempt ended, as the executor sees it. `stopped`: because it was asked to, by us or by somebody else. */
export type EndedOutcome = "succeeded" | "user-failure" | "out-of-memory" | "time-limit" | "infrastructure" | "preempted" | "stopped";

/** What an executor sees of an attempt now. */
export type Observation =
  /** Nothing carries it: never started, or removed. */
  | { readonly state: "absent" }
  /** It is there and waits: for admission by the cluster, or admitted and not placed yet. */
  | ({ readonly state: "waiting"; readonly isAdmitted: boolean } & WaitingNote)
  | ({ readonly state: "starting" } & WaitingNote)
  | { readonly state: "inputs" }
  | {
      readonly state: "running";
      readonly startedAt: Date;
      readonly nodes: readonly string[];
      /** What may end it soon, in words; null or left out while all is well. */
      readonly trouble?: string | null;
    }
  | {
      readonly state: "ended";
      readonly outcome: EndedOutcome;
      readonly exitCode: number | null;
      /** One sentence for people. */
      readonly reason: string;
      readonly nodes: readonly string[];
      /** When its command began; left out where it never did, or where nobody knows. */
      readonly startedAt?: Date | undefined;
      readonly endedAt: Date;
    };

/** Why an attempt is asked to end. */
export type StopCause = "cancel" | "suspend" | "preempt" | "time-limit";

export interface Stop {
  /** Between the request and the end by force. */
  readonly graceSeconds: number;
  readonly cause: StopCause;
}

/** The executor does not answer. Nothing is known, and nothing is changed. */
export class ExecutorUnreachable extends Error {
  override readonly name = "ExecutorUnreachable";
}

/** The executor will never carry this attempt as it is: an image that cannot be named so, a source that cannot be unpacked. */
export class LaunchRefused extends Error {
  override readonly name = "LaunchRefused";
}

/**
 * What carries attempts. Every call may be repeated and may come after a crash of the caller: `start` and `remove` do nothing
 * where what they want is so already. Whatever cannot be asked or done now throws ExecutorUnreachable.
 */
export interface Executor {
  readonly kind: "local" | "kubernetes";
  /** Begins to carry an attempt. It is called only for one that `observe` called absent; parts left of an earlier try are replaced. */
  start(launch: Launch): Promise<void>;
  observe(name: AttemptName): Promise<Observation>;
  /** Asks it to end. Asked again, the grace can only become shorter. */
  stop(name: AttemptName, stop: Stop): Promise<void>;
  /** Frees everything of an attempt, also of one that runs. */
  remove(name: AttemptName): Promise<void>;
  /** All that are there: for finding what nobody wants. */
  list(): Promise<readonly AttemptName[]>;
  /** Hands over what the attempt said since the last call; to its end where it has ended. */
  drain?(name: AttemptName): Promise<void>;
  /** Tells of attempts that may have changed. Hints: they may be lost, late or too many. */
  watch?(onChange: (name: AttemptName) => void, signal: AbortSignal): void;
}

/** Name of what carries an attempt; a Kubernetes object may have it. */
export const attemptName = (of: { readonly workspaceId: number; readonly jobId: string; readonly attempt: number }): AttemptName =>
  `pl-${of.workspaceId}-${of.jobId.replaceAll("-", "")}-${of.attempt}`;

/** The attempt that a name belongs to; undefined for names that are not ours. */
export function attemptOfName(name: AttemptName): { workspaceId: number; jobId: string; attempt: number } | undefined {
  const [, workspaceId, hex, attempt] = /^pl-(\d{1,10})-([0-9a-f]{32})-(\d{1,7})$/.exec(name) ?? [];
  if (workspaceId === undefined || hex === undefined || attempt === undefined) return undefined;
  const jobId = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  return { workspaceId: Number(workspaceId), jobId, attempt: Number(attempt) };
}
