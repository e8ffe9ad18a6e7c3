import type { LifecycleStage } from "@plumbline/contracts/experiments/experiment";
import { statement, type Tx } from "@plumbline/db";
import { heatRuns } from "./hot-runs.ts";
import { type RunRow, runColumns } from "./runs.ts";

// Each run is looked up by itself, by all columns of a unique index, in the order in which ingest locks runs.
const hold = statement(
  "experiments.hold-many-runs",
  `SELECT r.* FROM unnest($2::text[]) AS wanted(run_id) CROSS JOIN LATERAL (
     SELECT ${runColumns} FROM run r WHERE r.workspace_id = $1 AND r.run_id = wanted.run_id FOR NO KEY UPDATE) AS r`,
);

/** Those of the runs that there are, held until the end of the transaction. */
export const holdManyRuns = (tx: Tx, workspaceId: number, runIds: readonly string[]): Promise<RunRow[]> =>
  tx.rows<RunRow>(hold, [workspaceId, [...new Set(runIds)].sort()]);

interface Stage {
  readonly runIds: readonly string[];
  readonly to: LifecycleStage;
  readonly by: string;
  readonly now: number;
}

const putStage = statement(
  "experiments.put-stage",
  `UPDATE run SET lifecycle_stage = $3, deleted_time = CASE WHEN $3 = 'deleted' THEN $4::bigint END, deleted_by = CASE WHEN $3 = 'deleted' THEN $5 END
   WHERE workspace_id = $1 AND run_id = ANY($2)`,
);

/** Marks held runs deleted, by whom and when, or active again. */
export async function putRunStage(tx: Tx, workspaceId: number, { runIds, to, by, now }: Stage): Promise<void> {
  await tx.execute(putStage, [workspaceId, runIds, to, now, by]);
}

const kill = statement(
  "experiments.kill-runs",
  "UPDATE run SET status = 'KILLED', end_time = GREATEST($3::bigint, start_time) WHERE workspace_id = $1 AND run_id = ANY($2)",
);

/** Marks held runs as killed now. */
export async function killRuns(tx: Tx, workspaceId: number, { runs, now }: { runs: readonly RunRow[]; now: number }): Promise<void> {
  if (runs.length === 0) return;
  await tx.execute(kill, [workspaceId, runs.map((run) => run.run_id), now]);
  heatRuns(tx, workspaceId, runs);
}

const dropTag = statement(
  "experiments.drop-tag-of-runs",
  `DELETE FROM run_tag t USING unnest($2::bigint[]) AS wanted(run_key)
   WHERE t.workspace_id = $1 AND t.run_key = wanted.run_key AND t.key = $3 RETURNING t.run_key AS "runKey"`,
);

/** Takes a tag from held runs; the keys of those that had it. */
export async function dropTagOfRuns(tx: Tx, workspaceId: number, of: { runKeys: readonly number[]; key: string }): Promise<Set<number>> {
  const rows = await tx.rows<{ runKey: number }>(dropTag, [workspaceId, of.runKeys, of.key]);
  return new Set(rows.map(({ runKey }) => runKey));
}

const selectTagged = statement(
  "experiments.select-tagged",
  `SELECT t.run_key AS "runKey" FROM unnest($2::bigint[]) AS wanted(run_key)
   JOIN run_tag t ON t.workspace_id = $1 AND t.run_key = wanted.run_key AND t.key = $3 WHERE t.value = $4`,
);

/** Keys of those runs that have the tag with this value already. */
export async function findTagged(
  tx: Tx,
  workspaceId: number,
  of: { runKeys: readonly number[]; key: string; value: string },
): Promise<Set<number>> {
  const rows = await tx.rows<{ runKey: number }>(selectTagged, [workspaceId, of.runKeys, of.key, of.value]);
  return new Set(rows.map(({ runKey }) => runKey));
}
