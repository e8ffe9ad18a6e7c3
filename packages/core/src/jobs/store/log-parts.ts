import { statement, type Tx } from "@plumbline/db";
import type { AttemptKey } from "./log-reports.ts";

/** Lines that follow each other: a sealed segment, or a chunk that waits for one. */
export interface PartRow {
  readonly first_line: number;
  readonly lines: number;
  /** Of a segment: offset and lines of each frame of the blob. */
  readonly blob_id: string | null;
  readonly frames: number[] | null;
  /** Of a chunk. */
  readonly content: Buffer | null;
}

const key = "workspace_id = $1 AND job_id = $2 AND attempt = $3";
const segment = `SELECT first_line, lines, blob_id, frames, NULL::bytea AS content FROM job_log_segment WHERE ${key}`;
const chunk = `SELECT first_line, lines, NULL::uuid AS blob_id, NULL::int[] AS frames, content FROM job_log_chunk WHERE ${key}`;

// One statement sees one moment: what is sealed meanwhile is either still a chunk or already a segment.
const forward = statement(
  "jobs.list-log-parts",
  `SELECT * FROM (
     (${segment} AND first_line <= $4 ORDER BY first_line DESC LIMIT 1) UNION ALL
     (${segment} AND first_line > $4 ORDER BY first_line LIMIT $5) UNION ALL
     (${chunk} AND first_line <= $4 ORDER BY first_line DESC LIMIT 1) UNION ALL
     (${chunk} AND first_line > $4 ORDER BY first_line LIMIT $5)
   ) part WHERE first_line + lines > $4 ORDER BY first_line LIMIT $5`,
);

/** Parts from the one that holds a line on, in their order. */
export const listParts = (
  tx: Tx,
  workspaceId: number,
  { jobId, attempt, from, limit }: AttemptKey & { readonly from: number; readonly limit: number },
): Promise<PartRow[]> => tx.rows(forward, [workspaceId, jobId, attempt, from, limit]);

const backward = statement(
  "jobs.list-last-log-parts",
  `SELECT * FROM (
     (${segment} AND first_line < $4 ORDER BY first_line DESC LIMIT $5) UNION ALL
     (${chunk} AND first_line < $4 ORDER BY first_line DESC LIMIT $5)
   ) part ORDER BY first_line DESC LIMIT $5`,
);

/** Parts that begin before a line, the last one first. */
export const listPartsBefore = (
  tx: Tx,
  workspaceId: number,
  { jobId, attempt, before, limit }: AttemptKey & { readonly before: number; readonly limit: number },
): Promise<PartRow[]> => tx.rows(backward, [workspaceId, jobId, attempt, before, limit]);

export interface LogRow {
  readonly name: string;
  readonly number: number;
  readonly log_lines: number;
  readonly lost_lines: number;
  readonly ranks: number;
  readonly is_ended: boolean;
}

/** What is known of an attempt's log without reading it. */
export const findLog = (tx: Tx, workspaceId: number, { jobId, attempt }: AttemptKey): Promise<LogRow | undefined> =>
  tx.row(
    `SELECT j.name, j.number, a.log_lines, a.lost_lines, a.ranks, a.ended_at IS NOT NULL AS is_ended
     FROM job_attempt a JOIN job j ON j.id = a.job_id WHERE a.workspace_id = $1 AND a.job_id = $2 AND a.number = $3`,
    [workspaceId, jobId, attempt],
  );
