import { z } from "zod";
import { operation, reading } from "#src/operation.ts";
import { Instant, PageQuery, pageOf } from "#src/page.ts";
import { EndForecast, Pending, SubmitForecast } from "#src/quotas/pending.ts";
import { Actor } from "#src/registry/model.ts";
import { JobKind, JobPriority, JobSpec } from "./spec.ts";

export const JobState = z.enum(["queued", "starting", "running", "stopping", "suspended", "waiting", "succeeded", "failed", "cancelled"]);
export type JobState = z.infer<typeof JobState>;
/** States that nothing follows. */
export const endedStates: readonly JobState[] = ["succeeded", "failed", "cancelled"];

export const AttemptPhase = z.enum(["queued", "starting", "inputs", "running", "stopping", "ended"]);
export type AttemptPhase = z.infer<typeof AttemptPhase>;
export const AttemptOutcome = z.enum([
  "succeeded",
  "user-failure",
  "out-of-memory",
  "time-limit",
  "infrastructure",
  "preempted",
  "suspended",
  "cancelled",
]);
export type AttemptOutcome = z.infer<typeof AttemptOutcome>;

/** What a job says of itself through its status file. */
export const JobProgress = z.object({
  /** 0 to 1. */
  fraction: z.number().min(0).max(1).nullable(),
  message: z.string().max(300).nullable(),
  remainingSeconds: z.number().min(0).nullable(),
  at: Instant,
});
export type JobProgress = z.infer<typeof JobProgress>;

/** One try of a job. */
export const Attempt = z.object({
  number: z.int(),
  phase: AttemptPhase,
  outcome: AttemptOutcome.nullable(),
  /** Why it ended, in words: "exit code 3", "node h100-05 was lost". */
  reason: z.string().nullable(),
  exitCode: z.int().nullable(),
  /** Names of the nodes that it ran on. */
  nodes: z.array(z.string()),
  /** When each phase began; null where it was not reached. */
  queuedAt: Instant,
  startingAt: Instant.nullable(),
  inputsAt: Instant.nullable(),
  runningAt: Instant.nullable(),
  stoppingAt: Instant.nullable(),
  endedAt: Instant.nullable(),
  checkpoints: z.array(z.object({ at: Instant, step: z.int().nullable(), path: z.string() })),
  /** The attempt's checkpoint that it began with. */
  resumedFrom: z.object({ attempt: z.int(), step: z.int().nullable() }).nullable(),
  log: z.object({ lines: z.int(), sizeBytes: z.int(), lostLines: z.int(), ranks: z.int() }),
  cost: z.object({ amount: z.number(), currency: z.string() }).nullable(),
});
export type Attempt = z.infer<typeof Attempt>;

const Money = z.object({ amount: z.number(), currency: z.string() });

/** Work of data scientists on an executor. */
export const Job = z.object({
  id: z.uuid(),
  /** Counts up in the workspace; the name people say is `<name>-<number>`. */
  number: z.int(),
  name: z.string(),
  kind: JobKind,
  state: JobState,
  /** What the state means now, in one sentence. */
  reason: z.string().nullable(),
  executor: z.enum(["local", "kubernetes"]),
  /** Name of the cluster; null on the local executor. */
  cluster: z.string().nullable(),
  /** Since when the executor does not answer. */
  unreachableSince: Instant.nullable(),
  resources: z.object({
    nodes: z.int(),
    cpu: z.number(),
    memoryBytes: z.int(),
    gpus: z.int(),
    flavour: z.string().nullable(),
    pool: z.string().nullable(),
  }),
  priority: JobPriority,
  timeLimitSeconds: z.int(),
  submittedBy: Actor,
  submittedAt: Instant,
  startedAt: Instant.nullable(),
  endedAt: Instant.nullable(),
  /** While it waits: 1 is next. */
  queuePosition: z.int().nullable(),
  progress: JobProgress.nullable(),
  runId: z.string().nullable(),
  runName: z.string().nullable(),
  experiment: z.object({ id: z.string(), name: z.string() }).nullable(),
  attempts: z.int(),
  cost: z.object({ spent: Money, reserved: Money.nullable() }).nullable(),
  /** Of which it is the repetition. */
  repeats: z.object({ jobId: z.uuid().nullable(), runId: z.string().nullable(), purpose: z.enum(["rerun", "reproduce"]) }).nullable(),
});
export type Job = z.infer<typeof Job>;

/** What the names of a spec meant when it was submitted. */
export const ResolvedSpec = z.object({
  runtime: z.object({ name: z.string(), version: z.int(), image: z.string().nullable() }).nullable(),
  image: z.string().nullable(),
  source: z.object({ kind: z.enum(["archive", "git", "none"]), digest: z.string().nullable(), sizeBytes: z.int().nullable() }),
  inputs: z.array(
    z.object({
      kind: z.enum(["dataset", "artifact", "model"]),
      name: z.string(),
      path: z.string(),
      sha256: z.string(),
      sizeBytes: z.int(),
    }),
  ),
});
export type ResolvedSpec = z.infer<typeof ResolvedSpec>;

export const JobDetail = Job.extend({
  spec: JobSpec,
  resolved: ResolvedSpec,
  attemptList: z.array(Attempt),
  /** Of the attempt that holds capacity now; null where none does. */
  expectedEnd: EndForecast.nullable(),
  reproducibility: z
    .object({
      verdict: z.enum(["pass", "fail", "inconclusive"]),
      metrics: z.array(
        z.object({ name: z.string(), original: z.number(), repeated: z.number().nullable(), tolerance: z.number(), isWithin: z.boolean() }),
      ),
      evidenceId: z.uuid().nullable(),
    })
    .nullable(),
});
export type JobDetail = z.infer<typeof JobDetail>;

export const JobRef = z.object({ job: z.uuid() });

export const listJobs = operation({
  id: "jobs.listJobs",
  method: "GET",
  path: "/jobs",
  summary: "Lists jobs, those that have not ended first, then newest first.",
  query: PageQuery.extend({
    state: z.enum(["unfinished", "ended", ...JobState.options]).optional(),
    mine: z.stringbool().default(false),
    kind: JobKind.optional(),
    /** Part of the name. */
    name: z.string().max(100).optional(),
    runId: z.string().max(256).optional(),
  }),
  response: pageOf(Job),
  permission: "job:read",
  audit: reading,
});

export const getJob = operation({
  id: "jobs.getJob",
  method: "GET",
  path: "/jobs/:job",
  summary: "Returns a job with its spec and attempts.",
  params: JobRef,
  response: JobDetail,
  permission: "job:read",
  audit: reading,
});

export const submitJob = operation({
  id: "jobs.submitJob",
  method: "POST",
  path: "/jobs",
  summary: "Submits a job. Names in the spec are resolved to versions and digests now.",
  body: z.object({ spec: JobSpec }),
  response: JobDetail,
  permission: "job:submit",
  audit: "jobs.job.submit",
  idempotent: true,
});

export const previewJob = operation({
  id: "jobs.previewJob",
  method: "POST",
  path: "/jobs/preview",
  summary: "Says what submitting a spec would do: where it would run, what it would take of quota and budget, and when it would start.",
  body: z.object({ spec: JobSpec }),
  response: z.object({ resolved: ResolvedSpec, forecast: SubmitForecast }),
  permission: "job:submit",
  audit: reading,
});

export const cancelJob = operation({
  id: "jobs.cancelJob",
  method: "POST",
  path: "/jobs/:job/cancel",
  summary: "Ends a job for good. What runs gets its checkpoint grace.",
  params: JobRef,
  response: Job,
  permission: "job:submit",
  audit: "jobs.job.cancel",
});

export const suspendJob = operation({
  id: "jobs.suspendJob",
  method: "POST",
  path: "/jobs/:job/suspend",
  summary: "Frees what a job holds, after its checkpoint grace, until it is resumed.",
  params: JobRef,
  response: Job,
  permission: "job:submit",
  audit: "jobs.job.suspend",
});

export const resumeJob = operation({
  id: "jobs.resumeJob",
  method: "POST",
  path: "/jobs/:job/resume",
  summary: "Queues a suspended job again, from its last checkpoint.",
  params: JobRef,
  response: Job,
  permission: "job:submit",
  audit: "jobs.job.resume",
});

export const setJobPriority = operation({
  id: "jobs.setJobPriority",
  method: "PUT",
  path: "/jobs/:job/priority",
  summary: "Changes the priority of a job that waits.",
  params: JobRef,
  body: z.object({ priority: JobPriority }),
  response: Job,
  permission: "job:submit",
  audit: "jobs.job.set-priority",
});

export const rerunJob = operation({
  id: "jobs.rerunJob",
  method: "POST",
  path: "/jobs/:job/rerun",
  summary: "Submits the same spec again, with what its names were resolved to then.",
  params: JobRef,
  response: JobDetail,
  permission: "job:submit",
  audit: "jobs.job.rerun",
  idempotent: true,
});

/** Why a job waits. Not found once it does not. */
export const getPending = operation({
  id: "jobs.getPending",
  method: "GET",
  path: "/jobs/:job/pending",
  summary: "Says why a job waits, who holds what it needs, and when it will start.",
  params: JobRef,
  response: Pending,
  permission: "job:read",
  audit: reading,
});

export const notifyOnStart = operation({
  id: "jobs.notifyOnStart",
  method: "PUT",
  path: "/jobs/:job/notify",
  summary: "Asks for a message in the inbox when a job starts.",
  params: JobRef,
  body: z.object({ onStart: z.boolean() }),
  response: z.object({ onStart: z.boolean() }),
  permission: "job:read",
  audit: { none: "concerns the inbox of the caller alone" },
});

export const jobOperations = [
  listJobs,
  getJob,
  submitJob,
  previewJob,
  cancelJob,
  suspendJob,
  resumeJob,
  setJobPriority,
  rerunJob,
  getPending,
  notifyOnStart,
] as const;

/** How people and Kubernetes say a job. */
export const jobTitle = (job: { readonly name: string; readonly number: number }): string => `${job.name}-${job.number}`;
