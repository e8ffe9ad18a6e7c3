import { statement, type Tx } from "@plumbline/db";
import { type Int64, toInt64 } from "../metric-point.ts";

/** Packed points of one run and key. */
export interface StoredBlock {
  readonly run_id: string;
  readonly name: string;
  readonly points: Buffer;
  readonly count: number;
}

/** Steps `start` to `end`, both included; a missing end is open. */
export interface StepRange {
  readonly startStep: number | undefined;
  readonly endStep: number | undefined;
}

const selectBlocks = statement(
  "experiments.select-blocks",
  `SELECT r.run_id, k.name, b.points, b.count
   FROM run r JOIN metric_key k ON k.workspace_id = $1 AND k.name = ANY($3)
   JOIN metric_block b ON b.run_key = r.key AND b.key_id = k.id
   WHERE r.workspace_id = $1 AND r.run_id = ANY($2)
     AND ($4::bigint IS NULL OR b.hi_step >= $4) AND ($5::bigint IS NULL OR b.lo_step <= $5)`,
);

/** Blocks of runs and keys that may hold points of the range, in no order. */
export const findBlocks = (
  tx: Tx,
  workspaceId: number,
  wanted: { runIds: readonly string[]; keys: readonly string[]; range: StepRange },
): Promise<StoredBlock[]> =>
  tx.rows<StoredBlock>(selectBlocks, [
    workspaceId,
    wanted.runIds,
    wanted.keys,
    wanted.range.startStep ?? null,
    wanted.range.endStep ?? null,
  ]);

/** Where a page of a history begins, and how many points it must find. */
export interface PageReach {
  readonly runId: string;
  readonly key: string;
  /** Points before this time are of no interest. */
  readonly fromTime: Int64;
  /** Null: all points. */
  readonly points: number | null;
}

// Merged blocks say from when to when their points are. Those that begin first are taken until they hold enough points;
// blocks as they arrived may hold points of any time, and are taken always.
const selectPageBlocks = statement(
  "experiments.select-page-blocks",
  `WITH series AS MATERIALIZED (
     SELECT r.key AS run_key, k.id AS key_id FROM run r JOIN metric_key k ON k.workspace_id = $1 AND k.name = $3
     WHERE r.workspace_id = $1 AND r.run_id = $2
   ), page AS MATERIALIZED (
     SELECT min(lo_time) AS until_time FROM (
       SELECT b.lo_time, sum(b.count) FILTER (WHERE b.lo_time > $4)
         OVER (ORDER BY b.lo_time ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS points_before
       FROM series s JOIN metric_block b ON b.run_key = s.run_key AND b.key_id = s.key_id WHERE b.hi_time >= $4
     ) AS merged WHERE points_before >= $5
   )
   SELECT b.points, page.until_time::text AS "untilTime"
   FROM page LEFT JOIN (series s JOIN metric_block b ON b.run_key = s.run_key AND b.key_id = s.key_id)
     ON b.lo_time IS NULL OR (b.hi_time >= $4 AND (page.until_time IS NULL OR b.lo_time < page.until_time))
   ORDER BY b.lo_time, b.lo_step`,
);

/**
 * Blocks of a run and key that hold every point from a time on and before `untilTime`; undefined: all that follow. One
 * statement, so that blocks that are merged meanwhile are seen once.
 */
export async function findPageBlocks(
  tx: Tx,
  workspaceId: number,
  reach: PageReach,
): Promise<{ blocks: Buffer[]; untilTime: Int64 | undefined }> {
  const { runId, key, fromTime, points } = reach;
  const rows = await tx.rows<{ points: Buffer | null; untilTime: string | null }>(selectPageBlocks, [
    workspaceId,
    runId,
    key,
    fromTime,
    points,
  ]);
  const untilTime = rows[0]?.untilTime ?? undefined;
  return { blocks: rows.flatMap((row) => row.points ?? []), untilTime: untilTime === undefined ? undefined : toInt64(untilTime) };
}

/** Those of the runs that exist. */
export async function findRunIds(tx: Tx, workspaceId: number, runIds: readonly string[]): Promise<Set<string>> {
  const rows = await tx.rows<{ run_id: string }>("SELECT run_id FROM run WHERE workspace_id = $1 AND run_id = ANY($2)", [
    workspaceId,
    runIds,
  ]);
  return new Set(rows.map((row) => row.run_id));
}
