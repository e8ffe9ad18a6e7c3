import type { JobDetail, JobProgress, JobState, ResolvedSpec } from "@plumbline/contracts/jobs/job";
import type { JobKind, JobPriority, JobSpec } from "@plumbline/contracts/jobs/spec";
import { statement, type Tx } from "@plumbline/db";
import type { WaitingNote } from "../executors/executor.ts";
import type { JobCheck } from "../rules/compare-metrics.ts";
import type { JobWish } from "../rules/facts.ts";

/** A job as it was submitted. */
export interface NewJob {
  readonly id: string;
  readonly number: number;
  readonly spec: JobSpec;
  readonly resolved: ResolvedSpec;
  readonly executor: "local" | "kubernetes";
  readonly clusterId: string | null;
  readonly poolId: string | null;
  readonly memoryBytes: number;
  readonly gpus: number;
  readonly flavour: string | null;
  readonly timeLimitSeconds: number;
  readonly experimentId: number | null;
  readonly submittedBy: string;
  readonly submittedByKind: "user" | "service-account" | "system";
  readonly submittedAt: Date;
  readonly repeatsJobId: string | null;
  readonly repeatsRunId: string | null;
  readonly purpose: "submit" | "rerun" | "reproduce" | "evaluate";
  readonly check: JobCheck | null;
}

export interface JobRow {
  readonly id: string;
  readonly number: number;
  readonly name: string;
  readonly kind: JobKind;
  readonly wish: JobWish;
  readonly state: JobState;
  readonly reason: string | null;
  readonly revision: number;
  readonly executor: "local" | "kubernetes";
  readonly cluster_id: string | null;
  readonly pool_id: string | null;
  readonly nodes: number;
  readonly cpu: number;
  readonly memory_bytes: number;
  readonly gpus: number;
  readonly flavour: string | null;
  readonly priority: JobPriority;
  readonly time_limit_seconds: number;
  readonly experiment_id: number | null;
  readonly run_id: string | null;
  readonly submitted_by: string;
  readonly submitted_by_kind: NewJob["submittedByKind"];
  readonly submitted_at: Date;
  readonly started_at: Date | null;
  readonly ended_at: Date | null;
  readonly next_try_at: Date | null;
  readonly unreachable_since: Date | null;
  readonly progress: JobProgress | null;
  readonly waiting: WaitingNote | null;
  readonly repeats_job_id: string | null;
  readonly repeats_run_id: string | null;
  readonly purpose: NewJob["purpose"];
  readonly attempts: number;
}

export interface JobDetailRow extends JobRow {
  readonly spec: JobSpec;
  readonly resolved: ResolvedSpec;
  readonly check: JobCheck | null;
  readonly verdict: JobDetail["reproducibility"];
}

export const jobColumns = `j.id, j.number, j.name, j.kind, j.wish, j.state, j.reason, j.revision, j.executor, j.cluster_id, j.pool_id, j.nodes, j.cpu,
  j.memory_bytes, j.gpus, j.flavour, j.priority, j.time_limit_seconds, j.experiment_id, j.run_id, j.submitted_by, j.submitted_by_kind, j.submitted_at,
  j.started_at, j.ended_at, j.next_try_at, j.unreachable_since, j.progress, j.waiting, j.repeats_job_id, j.repeats_run_id, j.purpose,
  (SELECT count(*)::int FROM job_attempt a WHERE a.job_id = j.id) AS attempts`;

const detailColumns = `${jobColumns}, j.spec, j.resolved, j."check", j.verdict`;

/** The number of the next job of a workspace. */
export async function nextNumber(tx: Tx, workspaceId: number): Promise<number> {
  const row = await tx.row<{ number: number }>(
    `INSERT INTO job_counter (workspace_id, next_number) VALUES ($1, 2)
     ON CONFLICT (workspace_id) DO UPDATE SET next_number = job_counter.next_number + 1 RETURNING next_number - 1 AS number`,
    [workspaceId],
  );
  return row?.number ?? 1;
}

export async function insertJob(tx: Tx, workspaceId: number, job: NewJob): Promise<void> {
  const { spec } = job;
  await tx.execute(
    `INSERT INTO job (id, workspace_id, number, name, kind, executor, cluster_id, pool_id, spec, resolved, nodes, cpu, memory_bytes, gpus, flavour,
       priority, time_limit_seconds, experiment_id, submitted_by, submitted_by_kind, submitted_at, repeats_job_id, repeats_run_id, purpose, "check")
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25)`,
    [
      job.id,
      workspaceId,
      job.number,
      spec.name,
      spec.kind,
      job.executor,
      job.clusterId,
      job.poolId,
      JSON.stringify(spec),
      JSON.stringify(job.resolved),
      spec.nodes,
      spec.resources.cpu,
      job.memoryBytes,
      job.gpus,
      job.flavour,
      spec.priority,
      job.timeLimitSeconds,
      job.experimentId,
      job.submittedBy,
      job.submittedByKind,
      job.submittedAt,
      job.repeatsJobId,
      job.repeatsRunId,
      job.purpose,
      job.check === null ? null : JSON.stringify(job.check),
    ],
  );
}

const selectJob = statement("jobs.select-job", `SELECT ${detailColumns} FROM job j WHERE j.workspace_id = $1 AND j.id = $2`);

export const findJob = (tx: Tx, workspaceId: number, id: string): Promise<JobDetailRow | undefined> => tx.row(selectJob, [workspaceId, id]);

const lockStatement = statement("jobs.lock-job", "SELECT revision FROM job WHERE workspace_id = $1 AND id = $2 FOR NO KEY UPDATE");

/** The job, held until the end of the transaction. */
export async function lockJob(tx: Tx, workspaceId: number, id: string): Promise<JobDetailRow | undefined> {
  const held = await tx.row(lockStatement, [workspaceId, id]);
  // A statement of its own: one that waited for the row would still see its parts as they were before the wait.
  return held ? findJob(tx, workspaceId, id) : undefined;
}

export const findJobOfRun = (tx: Tx, workspaceId: number, runId: string): Promise<JobDetailRow | undefined> =>
  tx.row(`SELECT ${detailColumns} FROM job j WHERE j.workspace_id = $1 AND j.run_id = $2 ORDER BY j.number DESC LIMIT 1`, [
    workspaceId,
    runId,
  ]);

/** What cancelling the job of a run asks. */
interface JobOfRun extends Pick<JobRow, "id" | "number" | "name" | "wish" | "submitted_by"> {
  readonly run_id: string;
}

/** Unfinished jobs that carry these runs, held in the order of their numbers. */
export const holdJobsOfRuns = (tx: Tx, workspaceId: number, runIds: readonly string[]): Promise<JobOfRun[]> =>
  tx.rows(
    `SELECT id, number, name, wish, submitted_by, run_id FROM job WHERE workspace_id = $1 AND run_id = ANY($2) AND ended_at IS NULL
     ORDER BY number FOR NO KEY UPDATE`,
    [workspaceId, runIds],
  );

/** Sets what people want of a held job. */
export const setWish = (tx: Tx, workspaceId: number, change: { id: string; wish: JobWish }): Promise<number> =>
  tx.execute("UPDATE job SET wish = $3, revision = revision + 1 WHERE workspace_id = $1 AND id = $2", [
    workspaceId,
    change.id,
    change.wish,
  ]);

export const setPriority = (tx: Tx, workspaceId: number, change: { id: string; priority: JobPriority }): Promise<number> =>
  tx.execute("UPDATE job SET priority = $3, revision = revision + 1 WHERE workspace_id = $1 AND id = $2", [
    workspaceId,
    change.id,
    change.priority,
  ]);

/** What a transition makes of a job; what is undefined stays as it is. */
export interface JobChange {
  readonly id: string;
  /** The revision that the transition was decided on. */
  readonly revision: number;
  readonly state: JobState;
  readonly reason: string | null;
  readonly nextTryAt: Date | null;
  readonly unreachableSince: Date | null;
  readonly startedAt?: Date | undefined;
  readonly endedAt?: Date | undefined;
  readonly runId?: string | undefined;
  readonly waiting?: WaitingNote | undefined;
}

/** False where the job is not as it was when the transition was decided. */
export async function changeJob(tx: Tx, workspaceId: number, change: JobChange): Promise<boolean> {
  const changed = await tx.execute(
    `UPDATE job SET state = $4, reason = $5, next_try_at = $6, unreachable_since = $7, started_at = COALESCE(started_at, $8),
       ended_at = COALESCE(ended_at, $9), run_id = COALESCE(run_id, $10), waiting = $11, revision = revision + 1
     WHERE workspace_id = $1 AND id = $2 AND revision = $3`,
    [
      workspaceId,
      change.id,
      change.revision,
      change.state,
      change.reason,
      change.nextTryAt,
      change.unreachableSince,
      change.startedAt ?? null,
      change.endedAt ?? null,
      change.runId ?? null,
      change.waiting === undefined ? null : JSON.stringify(change.waiting),
    ],
  );
  return changed > 0;
}

/** The job that evaluates a version by a template, if there is one. */
export const findEvaluation = (
  tx: Tx,
  workspaceId: number,
  of: { readonly model: string; readonly version: number; readonly template: string },
): Promise<{ id: string } | undefined> =>
  tx.row(`SELECT id FROM job WHERE workspace_id = $1 AND purpose = 'evaluate' AND "check"->'evaluates' = $2::jsonb LIMIT 1`, [
    workspaceId,
    JSON.stringify(of),
  ]);

export const setVerdict = (tx: Tx, workspaceId: number, given: { id: string; verdict: unknown }): Promise<number> =>
  tx.execute("UPDATE job SET verdict = $3 WHERE workspace_id = $1 AND id = $2", [workspaceId, given.id, JSON.stringify(given.verdict)]);

/** Tells the reconciler which job to look at, once the transaction is committed. A hint: it looks at all of them now and then. */
export const hintJob = (tx: Tx, workspaceId: number, id: string): void =>
  tx.atCommit("SELECT pg_notify('plumbline_job', $1)", [`${workspaceId}/${id}`]);
