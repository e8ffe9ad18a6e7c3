import type { Attempt, AttemptOutcome, AttemptPhase } from "@plumbline/contracts/jobs/job";
import type { Tx } from "@plumbline/db";
import type { StopCause } from "../executors/executor.ts";

export interface AttemptRow {
  readonly job_id: string;
  readonly number: number;
  readonly phase: AttemptPhase;
  readonly outcome: AttemptOutcome | null;
  readonly reason: string | null;
  readonly exit_code: number | null;
  readonly nodes: string[];
  readonly token_id: string | null;
  readonly queued_at: Date;
  readonly starting_at: Date | null;
  readonly inputs_at: Date | null;
  readonly running_at: Date | null;
  readonly stopping_at: Date | null;
  readonly ended_at: Date | null;
  readonly stop_cause: StopCause | null;
  readonly checkpoints: Attempt["checkpoints"];
  readonly resumed_from: Attempt["resumedFrom"];
  readonly log_lines: number;
  readonly log_bytes: number;
  readonly lost_lines: number;
  readonly ranks: number;
}

const columns = `job_id, number, phase, outcome, reason, exit_code, nodes, token_id, queued_at, starting_at, inputs_at, running_at, stopping_at,
  ended_at, stop_cause, checkpoints, resumed_from, log_lines, log_bytes, lost_lines, ranks`;

export const listAttempts = (tx: Tx, workspaceId: number, jobId: string): Promise<AttemptRow[]> =>
  tx.rows(`SELECT ${columns} FROM job_attempt WHERE workspace_id = $1 AND job_id = $2 ORDER BY number`, [workspaceId, jobId]);

export const findAttempt = (tx: Tx, workspaceId: number, of: { jobId: string; number: number }): Promise<AttemptRow | undefined> =>
  tx.row(`SELECT ${columns} FROM job_attempt WHERE workspace_id = $1 AND job_id = $2 AND number = $3`, [workspaceId, of.jobId, of.number]);

interface NewAttempt {
  readonly jobId: string;
  readonly number: number;
  readonly queuedAt: Date;
  readonly resumedFrom: Attempt["resumedFrom"];
}

export const insertAttempt = (tx: Tx, workspaceId: number, attempt: NewAttempt): Promise<number> =>
  tx.execute(`INSERT INTO job_attempt (workspace_id, job_id, number, nodes, queued_at, resumed_from) VALUES ($1, $2, $3, '{}', $4, $5)`, [
    workspaceId,
    attempt.jobId,
    attempt.number,
    attempt.queuedAt,
    attempt.resumedFrom === null ? null : JSON.stringify(attempt.resumedFrom),
  ]);

interface PhaseChange {
  readonly jobId: string;
  readonly number: number;
  readonly phase: AttemptPhase;
  readonly at: Date;
  readonly nodes: readonly string[] | null;
}

/** A phase that was passed unseen began when the one after it did. */
export const setPhase = (tx: Tx, workspaceId: number, change: PhaseChange): Promise<number> =>
  tx.execute(
    `UPDATE job_attempt SET phase = $4, nodes = COALESCE($6, nodes), starting_at = COALESCE(starting_at, $5),
       inputs_at = CASE WHEN $4 = 'inputs' THEN COALESCE(inputs_at, $5) ELSE inputs_at END,
       running_at = CASE WHEN $4 = 'running' THEN COALESCE(running_at, $5) ELSE running_at END
     WHERE workspace_id = $1 AND job_id = $2 AND number = $3`,
    [workspaceId, change.jobId, change.number, change.phase, change.at, change.nodes],
  );

export const setStopping = (
  tx: Tx,
  workspaceId: number,
  change: { jobId: string; number: number; cause: StopCause; at: Date },
): Promise<number> =>
  tx.execute(
    `UPDATE job_attempt SET phase = 'stopping', stop_cause = $4, stopping_at = COALESCE(stopping_at, $5)
     WHERE workspace_id = $1 AND job_id = $2 AND number = $3`,
    [workspaceId, change.jobId, change.number, change.cause, change.at],
  );

interface End {
  readonly jobId: string;
  readonly number: number;
  readonly outcome: AttemptOutcome;
  readonly reason: string;
  readonly exitCode: number | null;
  readonly nodes: readonly string[] | null;
  readonly endedAt: Date;
}

export const endAttempt = (tx: Tx, workspaceId: number, end: End): Promise<number> =>
  tx.execute(
    `UPDATE job_attempt SET phase = 'ended', outcome = $4, reason = $5, exit_code = $6, nodes = COALESCE($7, nodes), ended_at = $8
     WHERE workspace_id = $1 AND job_id = $2 AND number = $3`,
    [workspaceId, end.jobId, end.number, end.outcome, end.reason, end.exitCode, end.nodes, end.endedAt],
  );

interface Launched {
  readonly jobId: string;
  readonly number: number;
  readonly tokenId: string;
  readonly resumedFrom: Attempt["resumedFrom"];
}

/** Which token the attempt works with, and what it begins with. */
export const setLaunched = (tx: Tx, workspaceId: number, { jobId, number, tokenId, resumedFrom }: Launched): Promise<number> =>
  tx.execute("UPDATE job_attempt SET token_id = $4, resumed_from = $5 WHERE workspace_id = $1 AND job_id = $2 AND number = $3", [
    workspaceId,
    jobId,
    number,
    tokenId,
    resumedFrom === null ? null : JSON.stringify(resumedFrom),
  ]);
