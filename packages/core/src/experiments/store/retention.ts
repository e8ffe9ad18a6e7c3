import { keepTag, type RetentionRules } from "@plumbline/contracts/experiments/retention";
import { statement, type Tx } from "@plumbline/db";
import { isNeededSql } from "./runs-in-use.ts";

interface RetentionRow {
  readonly keep_deleted_days: number | null;
  readonly trash_after_days: number | null;
  readonly updated_by: string;
  readonly updated_at: Date;
}

export const findRetention = (tx: Tx, workspaceId: number, experimentId: number): Promise<RetentionRow | undefined> =>
  tx.row(
    "SELECT keep_deleted_days, trash_after_days, updated_by, updated_at FROM experiment_retention WHERE workspace_id = $1 AND experiment_id = $2",
    [workspaceId, experimentId],
  );

interface NewRules extends RetentionRules {
  readonly experimentId: number;
  readonly by: string;
  readonly now: Date;
}

export async function putRetention(tx: Tx, workspaceId: number, rules: NewRules): Promise<void> {
  await tx.execute(
    `INSERT INTO experiment_retention (workspace_id, experiment_id, keep_deleted_days, trash_after_days, updated_by, updated_at)
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (workspace_id, experiment_id) DO UPDATE SET keep_deleted_days = excluded.keep_deleted_days,
       trash_after_days = excluded.trash_after_days, updated_by = excluded.updated_by, updated_at = excluded.updated_at`,
    [workspaceId, rules.experimentId, rules.keepDeletedDays, rules.trashAfterDays, rules.by, rules.now],
  );
}

/** An experiment whose runs go by themselves. */
export interface RuledExperiment {
  readonly workspace_id: number;
  readonly experiment_id: number;
  readonly keep_deleted_days: number | null;
  readonly trash_after_days: number | null;
}

/** Those of all workspaces, asked as the database role `retention`. */
export const listRuledExperiments = (tx: Tx): Promise<RuledExperiment[]> =>
  tx.rows(
    `SELECT workspace_id, experiment_id, keep_deleted_days, trash_after_days FROM experiment_retention
     WHERE keep_deleted_days IS NOT NULL OR trash_after_days IS NOT NULL ORDER BY workspace_id, experiment_id`,
  );

const oldRun = `r.workspace_id = $1 AND r.experiment_id = $2 AND r.lifecycle_stage = 'active' AND r.start_time < $3 AND r.end_time < $3
  AND r.status IN ('FINISHED', 'FAILED', 'KILLED')`;
const isTaggedSql = `EXISTS (SELECT FROM run_tag t WHERE t.run_key = r.key AND t.key = '${keepTag}')`;

interface Old {
  readonly experimentId: number;
  /** Milliseconds since 1970. */
  readonly before: number;
  readonly limit: number;
}

const selectOld = statement(
  "experiments.select-old-runs",
  `SELECT r.run_id, r.name FROM run r WHERE ${oldRun} AND NOT ${isTaggedSql} AND NOT ${isNeededSql} ORDER BY r.start_time, r.run_id LIMIT $4`,
);

/** Runs that ended before, which nothing needs and nobody wants kept; the oldest first. */
export const listOldRuns = (tx: Tx, workspaceId: number, of: Old): Promise<{ run_id: string; name: string }[]> =>
  tx.rows(selectOld, [workspaceId, of.experimentId, of.before, of.limit]);

const countStaying = statement(
  "experiments.count-staying-runs",
  `SELECT count(*) FILTER (WHERE tagged) AS tagged, count(*) FILTER (WHERE NOT tagged AND needed) AS needed
   FROM (SELECT ${isTaggedSql} AS tagged, ${isNeededSql} AS needed FROM run r WHERE ${oldRun} LIMIT $4) AS old`,
);

/** How many of the runs that ended before stay, and why. */
export async function countStayingRuns(tx: Tx, workspaceId: number, of: Old): Promise<{ tagged: number; needed: number }> {
  const row = await tx.row<{ tagged: number; needed: number }>(countStaying, [workspaceId, of.experimentId, of.before, of.limit]);
  return row ?? { tagged: 0, needed: 0 };
}

/** Acts on many runs that nobody asks for any more; as the database role `retention`. */
export const pruneActs = (tx: Tx, before: Date): Promise<number> => tx.execute("DELETE FROM bulk_act WHERE finished_at < $1", [before]);
