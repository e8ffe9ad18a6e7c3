import type { JobState } from "@plumbline/contracts/jobs/job";
import type { JobKind } from "@plumbline/contracts/jobs/spec";
import type { Tx } from "@plumbline/db";
import { type JobRow, jobColumns } from "./jobs.ts";

/** Where a page ends: the last job's end, submission and id. */
export interface JobPosition {
  readonly endedAt: string | null;
  readonly submittedAt: string;
  readonly id: string;
}

export interface JobFilter {
  readonly state: JobState | "unfinished" | "ended" | null;
  readonly submittedBy: string | null;
  readonly kind: JobKind | null;
  readonly name: string | null;
  readonly runId: string | null;
}

// The order is that of the index on workspace, end, submission and id, read backwards: those without an end come first.
const select = `SELECT ${jobColumns} FROM job j
  WHERE j.workspace_id = $1
    AND ($2::text IS NULL OR CASE $2 WHEN 'unfinished' THEN j.ended_at IS NULL WHEN 'ended' THEN j.ended_at IS NOT NULL ELSE j.state = $2 END)
    AND ($3::text IS NULL OR j.submitted_by = $3) AND ($4::text IS NULL OR j.kind = $4)
    AND ($5::text IS NULL OR strpos(j.name || '-' || j.number, lower($5)) > 0) AND ($6::text IS NULL OR j.run_id = $6)`;
const order = "ORDER BY j.ended_at DESC NULLS FIRST, j.submitted_at DESC, j.id DESC LIMIT $7";
const below = "(j.submitted_at, j.id) < ($8::timestamptz, $9::uuid)";

/** Jobs that have not ended, newest first, then the others, those that ended last first. */
export function selectJobs(
  tx: Tx,
  workspaceId: number,
  { filter, after, limit }: { filter: JobFilter; after: JobPosition | null; limit: number },
): Promise<JobRow[]> {
  const values = [workspaceId, filter.state, filter.submittedBy, filter.kind, filter.name, filter.runId, limit];
  if (!after) return tx.rows(`${select} ${order}`, values);
  const place = [after.submittedAt, after.id];
  if (after.endedAt === null) return tx.rows(`${select} AND (j.ended_at IS NOT NULL OR ${below}) ${order}`, [...values, ...place]);
  return tx.rows(`${select} AND j.ended_at <= $10 AND (j.ended_at < $10 OR ${below}) ${order}`, [...values, ...place, after.endedAt]);
}
