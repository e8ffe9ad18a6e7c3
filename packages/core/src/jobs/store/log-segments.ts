import { statement, type Tx } from "@plumbline/db";
import type { AttemptKey } from "./log-reports.ts";

export interface WaitingRow {
  readonly is_ended: boolean;
  readonly waiting_chunks: number;
  readonly waiting_bytes: number;
}

/** What of an attempt waits for a segment. */
export const findWaiting = (tx: Tx, workspaceId: number, { jobId, attempt }: AttemptKey): Promise<WaitingRow | undefined> =>
  tx.row(
    `SELECT ended_at IS NOT NULL AS is_ended, waiting_chunks, waiting_bytes FROM job_attempt
     WHERE workspace_id = $1 AND job_id = $2 AND number = $3`,
    [workspaceId, jobId, attempt],
  );

export interface ChunkRow {
  readonly first_line: number;
  readonly lines: number;
  readonly size_bytes: number;
  readonly content: Buffer;
}

/** The next chunks from a line on. */
export const listChunks = (
  tx: Tx,
  workspaceId: number,
  { jobId, attempt, from, limit }: AttemptKey & { readonly from: number; readonly limit: number },
): Promise<ChunkRow[]> =>
  tx.rows(
    `SELECT first_line, lines, size_bytes, content FROM job_log_chunk
     WHERE workspace_id = $1 AND job_id = $2 AND attempt = $3 AND first_line >= $4 ORDER BY first_line LIMIT $5`,
    [workspaceId, jobId, attempt, from, limit],
  );

/** Nobody else seals the log of a held attempt, or adds to it. */
export const holdLog = (tx: Tx, workspaceId: number, { jobId, attempt }: AttemptKey): Promise<number> =>
  tx.execute("SELECT FROM job_attempt WHERE workspace_id = $1 AND job_id = $2 AND number = $3 FOR NO KEY UPDATE", [
    workspaceId,
    jobId,
    attempt,
  ]);

export interface SealedLines {
  readonly firstLine: number;
  readonly lines: number;
  readonly chunks: number;
  /** Of the chunks, compressed. */
  readonly chunkBytes: number;
  readonly sizeBytes: number;
  readonly blobId: string;
  readonly frames: readonly number[];
}

/** Removes the chunks of these lines; returns how many there were. */
export const removeChunks = (
  tx: Tx,
  workspaceId: number,
  { jobId, attempt, firstLine, lines }: AttemptKey & SealedLines,
): Promise<number> =>
  tx.execute(
    "DELETE FROM job_log_chunk WHERE workspace_id = $1 AND job_id = $2 AND attempt = $3 AND first_line >= $4 AND first_line < $5",
    [workspaceId, jobId, attempt, firstLine, firstLine + lines],
  );

export async function insertSegment(tx: Tx, workspaceId: number, { jobId, attempt, ...sealed }: AttemptKey & SealedLines): Promise<void> {
  await tx.execute(
    `INSERT INTO job_log_segment (workspace_id, job_id, attempt, first_line, lines, size_bytes, blob_id, frames)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [workspaceId, jobId, attempt, sealed.firstLine, sealed.lines, sealed.sizeBytes, sealed.blobId, sealed.frames],
  );
  await tx.execute(
    `UPDATE job_attempt SET waiting_chunks = waiting_chunks - $4, waiting_bytes = waiting_bytes - $5
     WHERE workspace_id = $1 AND job_id = $2 AND number = $3`,
    [workspaceId, jobId, attempt, sealed.chunks, sealed.chunkBytes],
  );
}

export interface LogOfAttempt {
  readonly workspace_id: number;
  readonly job_id: string;
  readonly attempt: number;
}

/** Logs of all workspaces that should be sealed: of attempts that have ended, and those of which enough waits. */
export const selectUnsealed = (
  tx: Tx,
  { chunks, bytes, limit }: { readonly chunks: number; readonly bytes: number; readonly limit: number },
): Promise<LogOfAttempt[]> =>
  tx.rows(
    `SELECT c.workspace_id, c.job_id, c.attempt FROM (SELECT DISTINCT workspace_id, job_id, attempt FROM job_log_chunk) c
     JOIN job_attempt a ON a.job_id = c.job_id AND a.number = c.attempt
     WHERE a.ended_at IS NOT NULL OR a.waiting_chunks >= $1 OR a.waiting_bytes >= $2 ORDER BY c.job_id, c.attempt LIMIT $3`,
    [chunks, bytes, limit],
  );

/** Logs of all workspaces with lines that live readers were not told of since an instant. */
export const selectUntold = (tx: Tx, { before, limit }: { readonly before: Date; readonly limit: number }): Promise<LogOfAttempt[]> =>
  tx.rows(
    `SELECT c.workspace_id, c.job_id, c.attempt FROM (SELECT DISTINCT workspace_id, job_id, attempt FROM job_log_chunk) c
     JOIN job_attempt a ON a.job_id = c.job_id AND a.number = c.attempt
     WHERE a.told_lines < a.log_lines AND (a.told_at IS NULL OR a.told_at < $1) ORDER BY c.job_id, c.attempt LIMIT $2`,
    [before, limit],
  );

const tellRow = statement(
  "jobs.tell-log-lines",
  `UPDATE job_attempt SET told_lines = log_lines, told_at = $4
   WHERE workspace_id = $1 AND job_id = $2 AND number = $3 AND told_lines < log_lines AND (told_at IS NULL OR told_at <= $5) RETURNING log_lines`,
);

/** Marks all lines as told, unless readers were told since `before`; the number of the last one, or undefined where there is nothing to tell. */
export async function tellLines(
  tx: Tx,
  workspaceId: number,
  { jobId, attempt, now, before }: AttemptKey & { readonly now: Date; readonly before: Date },
): Promise<number | undefined> {
  const row = await tx.row<{ log_lines: number }>(tellRow, [workspaceId, jobId, attempt, now, before]);
  return row?.log_lines;
}
