import { statement, type Tx } from "@plumbline/db";

/** What still needs a run. */
export interface RunUse {
  readonly run_id: string;
  readonly kind: "model-version" | "job" | "logged-model";
  readonly title: string;
}

const selectUses = statement(
  "experiments.select-uses-of-runs",
  `SELECT DISTINCT ON (u.run_id) u.run_id, u.kind, u.title FROM (
     SELECT run_id, kind, title FROM registry_run_in_use WHERE workspace_id = $1 AND run_id = ANY($2)
     UNION ALL SELECT run_id, kind, title FROM jobs_run_in_use WHERE workspace_id = $1 AND run_id = ANY($2)
     UNION ALL SELECT l.source_run_id, 'logged-model', r.name FROM logged_model l
       JOIN run_model m ON m.workspace_id = l.workspace_id AND m.model_id = l.model_id AND m.direction = 'input'
       JOIN run r ON r.key = m.run_key AND r.run_id <> l.source_run_id AND r.lifecycle_stage = 'active'
       WHERE l.workspace_id = $1 AND l.source_run_id = ANY($2)
   ) AS u ORDER BY u.run_id, u.kind DESC, u.title`,
);

/** One use of each of the runs that something needs: a registered version, a job that has not ended, a run that used a model of it. */
export async function findUsesOfRuns(tx: Tx, workspaceId: number, runIds: readonly string[]): Promise<Map<string, RunUse>> {
  const rows = await tx.rows<RunUse>(selectUses, [workspaceId, runIds]);
  return new Map(rows.map((row) => [row.run_id, row]));
}
