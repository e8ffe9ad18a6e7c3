import type { AttemptOutcome, AttemptPhase, JobState } from "@plumbline/contracts/jobs/job";
import type { JobPriority, JobSpec } from "@plumbline/contracts/jobs/spec";
import type { Tx } from "@plumbline/db";
import type { StopCause, WaitingNote } from "../executors/executor.ts";
import type { ClaimState, JobWish } from "../rules/facts.ts";

/** What the reconciler reads of a job that has not ended, with its newest attempt. */
export interface UnfinishedRow {
  readonly id: string;
  readonly workspace_id: number;
  readonly name: string;
  readonly number: number;
  readonly revision: number;
  readonly wish: JobWish;
  readonly state: JobState;
  readonly reason: string | null;
  readonly run_id: string | null;
  readonly executor: "local" | "kubernetes";
  readonly cluster_id: string | null;
  readonly pool_id: string | null;
  readonly priority: JobPriority;
  readonly submitted_by: string;
  readonly time_limit_seconds: number;
  readonly next_try_at: Date | null;
  readonly unreachable_since: Date | null;
  readonly waiting: WaitingNote | null;
  readonly retries: JobSpec["retries"];
  readonly grace_seconds: number | null;
  readonly ended: Partial<Record<AttemptOutcome, number>> | null;
  /** Null before the first attempt. */
  readonly attempt: number | null;
  readonly phase: AttemptPhase;
  readonly outcome: AttemptOutcome | null;
  readonly stop_cause: StopCause | null;
  readonly running_at: Date | null;
  readonly stopping_at: Date | null;
  readonly attempt_ended_at: Date | null;
  /** Of the newest claim; null where the job never queued. */
  readonly claim_state: ClaimState | null;
}

/** An attempt as the name of what carries it says. */
export interface AttemptKey {
  readonly workspaceId: number;
  readonly jobId: string;
  readonly attempt: number;
}

/** Those of the attempts that are there. */
export const selectAttempts = (tx: Tx, keys: readonly AttemptKey[]): Promise<{ job_id: string; number: number; phase: AttemptPhase }[]> =>
  tx.rows(
    `SELECT a.job_id, a.number, a.phase FROM unnest($1::uuid[], $2::int[], $3::int[]) AS given(job_id, number, workspace_id)
     JOIN job_attempt a ON a.job_id = given.job_id AND a.number = given.number AND a.workspace_id = given.workspace_id`,
    [keys.map(({ jobId }) => jobId), keys.map(({ attempt }) => attempt), keys.map(({ workspaceId }) => workspaceId)],
  );

const select = `SELECT j.id, j.workspace_id, j.name, j.number, j.revision, j.wish, j.state, j.reason, j.run_id, j.executor, j.cluster_id, j.pool_id, j.priority, j.submitted_by, j.time_limit_seconds,
    j.next_try_at, j.unreachable_since, j.waiting, j.spec->'retries' AS retries, (j.spec->'checkpoint'->>'graceSeconds')::int AS grace_seconds,
    (SELECT jsonb_object_agg(e.outcome, e.count) FROM (
       SELECT a.outcome, count(*) AS count FROM job_attempt a WHERE a.job_id = j.id AND a.outcome IS NOT NULL GROUP BY a.outcome) e) AS ended,
    a.number AS attempt, a.phase, a.outcome, a.stop_cause, a.running_at, a.stopping_at, a.ended_at AS attempt_ended_at, c.state AS claim_state
  FROM job j LEFT JOIN LATERAL (SELECT * FROM job_attempt WHERE job_id = j.id ORDER BY number DESC LIMIT 1) a ON true
  LEFT JOIN LATERAL (
    SELECT state FROM quotas_claim WHERE workspace_id = j.workspace_id AND holder_kind = 'job' AND holder_id = j.id ORDER BY turn DESC LIMIT 1
  ) c ON true
  WHERE j.ended_at IS NULL`;

/** All jobs that have not ended, of all workspaces, the oldest first. */
export const selectUnfinishedIds = async (tx: Tx): Promise<string[]> =>
  (await tx.rows<{ id: string }>("SELECT id FROM job WHERE ended_at IS NULL ORDER BY submitted_at, id")).map(({ id }) => id);

/** Those of them that may have changed. */
export const selectUnfinishedOf = (tx: Tx, jobIds: readonly string[]): Promise<UnfinishedRow[]> =>
  tx.rows(`${select} AND j.id = ANY($1::uuid[]) ORDER BY j.submitted_at, j.id`, [jobIds]);

/** Of all workspaces, how many there are on one cluster. */
export const countUnfinishedOn = async (tx: Tx, clusterId: string): Promise<number> =>
  (await tx.row<{ count: number }>("SELECT count(*)::int AS count FROM job WHERE cluster_id = $1 AND ended_at IS NULL", [clusterId]))
    ?.count ?? 0;
