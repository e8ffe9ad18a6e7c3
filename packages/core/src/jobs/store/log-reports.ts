import type { AttemptPhase, JobProgress } from "@plumbline/contracts/jobs/job";
import { statement, type Tx } from "@plumbline/db";

/** Where the attempt stands that something is reported of. */
export interface ReportedRow {
  readonly token_id: string | null;
  readonly phase: AttemptPhase;
  readonly exit_code: number | null;
  readonly checkpoints: readonly CheckpointEntry[];
  readonly log_lines: number;
  readonly log_bytes: number;
  readonly is_log_full: boolean;
  readonly waiting_chunks: number;
  readonly waiting_bytes: number;
  readonly told_lines: number;
  readonly told_at: Date | null;
  readonly wish: string;
  readonly run_id: string | null;
  readonly cpu: number;
  readonly gpus: number;
  readonly progress: JobProgress | null;
  /** When the job first began to start. */
  readonly began_at: Date;
}

export interface CheckpointEntry {
  readonly at: string;
  readonly step: number | null;
  readonly path: string;
}

export interface AttemptKey {
  readonly jobId: string;
  readonly attempt: number;
}

const holdJobRow = statement("jobs.hold-job-for-report", "SELECT FROM job WHERE workspace_id = $1 AND id = $2 FOR NO KEY UPDATE");

/** For a report that changes the job: whoever holds both holds the job first. */
export const holdJob = (tx: Tx, workspaceId: number, jobId: string): Promise<number> => tx.execute(holdJobRow, [workspaceId, jobId]);

const holdRow = statement(
  "jobs.hold-reported-attempt",
  `SELECT a.token_id, a.phase, a.exit_code, a.checkpoints, a.log_lines, a.log_bytes, a.is_log_full, a.waiting_chunks, a.waiting_bytes,
     a.told_lines, a.told_at, j.wish, j.run_id, j.cpu, j.gpus, j.progress,
     COALESCE((SELECT f.starting_at FROM job_attempt f WHERE f.job_id = j.id AND f.number = 1), j.submitted_at) AS began_at
   FROM job_attempt a JOIN job j ON j.id = a.job_id
   WHERE a.workspace_id = $1 AND a.job_id = $2 AND a.number = $3 FOR NO KEY UPDATE OF a`,
);

/** Reports of one attempt are taken one after the other: their lines are numbered. */
export const holdReportedAttempt = (tx: Tx, workspaceId: number, { jobId, attempt }: AttemptKey): Promise<ReportedRow | undefined> =>
  tx.row(holdRow, [workspaceId, jobId, attempt]);

const selectNext = statement(
  "jobs.find-next-sequence",
  "SELECT next_sequence FROM job_reporter WHERE workspace_id = $1 AND job_id = $2 AND attempt = $3 AND rank = $4",
);

export async function findNextSequence(tx: Tx, workspaceId: number, of: AttemptKey & { readonly rank: number }): Promise<number> {
  const row = await tx.row<{ next_sequence: number }>(selectNext, [workspaceId, of.jobId, of.attempt, of.rank]);
  return row?.next_sequence ?? 0;
}

const putNext = statement(
  "jobs.put-next-sequence",
  `INSERT INTO job_reporter (workspace_id, job_id, attempt, rank, next_sequence) VALUES ($1, $2, $3, $4, $5)
   ON CONFLICT (job_id, attempt, rank) DO UPDATE SET next_sequence = EXCLUDED.next_sequence`,
);

/** In the round trip that commits. */
export function putNextSequence(tx: Tx, workspaceId: number, of: AttemptKey & { readonly rank: number; readonly next: number }): void {
  tx.atCommit(putNext, [workspaceId, of.jobId, of.attempt, of.rank, of.next]);
}

/** What a report adds to its attempt. */
export interface ReportedChange {
  readonly exitCode: number | null;
  readonly checkpoints: readonly CheckpointEntry[];
  readonly lines: number;
  readonly sizeBytes: number;
  readonly lostLines: number;
  readonly isFull: boolean;
  readonly ranks: number;
  readonly waitingChunks: number;
  readonly waitingBytes: number;
  readonly isTold: boolean;
  readonly now: Date;
}

const changeRow = statement(
  "jobs.change-reported-attempt",
  `UPDATE job_attempt SET exit_code = COALESCE($4, exit_code), checkpoints = $5, log_lines = log_lines + $6, log_bytes = log_bytes + $7,
     lost_lines = lost_lines + $8, is_log_full = $9, ranks = GREATEST(ranks, $10), waiting_chunks = waiting_chunks + $11,
     waiting_bytes = waiting_bytes + $12, told_lines = CASE WHEN $13 THEN log_lines + $6 ELSE told_lines END,
     told_at = CASE WHEN $13 THEN $14 ELSE told_at END, last_report_at = $14
   WHERE workspace_id = $1 AND job_id = $2 AND number = $3`,
);

/** In the round trip that commits; the attempt is held. */
export function changeReportedAttempt(tx: Tx, workspaceId: number, { jobId, attempt, ...change }: AttemptKey & ReportedChange): void {
  tx.atCommit(changeRow, [
    workspaceId,
    jobId,
    attempt,
    change.exitCode,
    JSON.stringify(change.checkpoints),
    change.lines,
    change.sizeBytes,
    change.lostLines,
    change.isFull,
    change.ranks,
    change.waitingChunks,
    change.waitingBytes,
    change.isTold,
    change.now,
  ]);
}

interface NewChunk {
  readonly firstLine: number;
  readonly lines: number;
  readonly sizeBytes: number;
  readonly content: Buffer;
  readonly now: Date;
}

const insertRow = statement(
  "jobs.insert-log-chunk",
  `INSERT INTO job_log_chunk (workspace_id, job_id, attempt, first_line, lines, size_bytes, content, received_at)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
);

/** In the round trip that commits. */
export function insertChunk(tx: Tx, workspaceId: number, { jobId, attempt, ...chunk }: AttemptKey & NewChunk): void {
  const { firstLine, lines, sizeBytes, content, now } = chunk;
  tx.atCommit(insertRow, [workspaceId, jobId, attempt, firstLine, lines, sizeBytes, content, now]);
}

/** Only the held job's. */
export function putProgress(tx: Tx, workspaceId: number, given: { readonly jobId: string; readonly progress: JobProgress }): void {
  tx.atCommit("UPDATE job SET progress = $3 WHERE workspace_id = $1 AND id = $2", [
    workspaceId,
    given.jobId,
    JSON.stringify(given.progress),
  ]);
}
