import { statement, type Tx } from "@plumbline/db";

/** What still needs a run. */
export interface RunUse {
  readonly run_id: string;
  readonly kind: "model-version" | "job" | "logged-model";
  readonly title: string;
}

const usersOfModels = `logged_model l JOIN run_model m ON m.workspace_id = l.workspace_id AND m.model_id = l.model_id AND m.direction = 'input'
  JOIN run u ON u.key = m.run_key AND u.run_id <> l.source_run_id AND u.lifecycle_stage = 'active'`;

const selectUses = statement(
  "experiments.select-uses-of-runs",
  `SELECT DISTINCT ON (used.run_id) used.run_id, used.kind, used.title FROM (
     SELECT run_id, kind, title FROM registry_run_in_use WHERE workspace_id = $1 AND run_id = ANY($2)
     UNION ALL SELECT run_id, kind, title FROM jobs_run_in_use WHERE workspace_id = $1 AND run_id = ANY($2)
     UNION ALL SELECT l.source_run_id, 'logged-model', u.name FROM ${usersOfModels} WHERE l.workspace_id = $1 AND l.source_run_id = ANY($2)
   ) AS used ORDER BY used.run_id, used.kind DESC, used.title`,
);

/** One use of each of the runs that something needs: a registered version, a job that has not ended, a run that used a model of it. */
export async function findUsesOfRuns(tx: Tx, workspaceId: number, runIds: readonly string[]): Promise<Map<string, RunUse>> {
  const rows = await tx.rows<RunUse>(selectUses, [workspaceId, runIds]);
  return new Map(rows.map((row) => [row.run_id, row]));
}

/** Whether something needs the run `r`, as a condition. */
export const isNeededSql = `(EXISTS (SELECT FROM registry_run_in_use g WHERE g.workspace_id = r.workspace_id AND g.run_id = r.run_id)
  OR EXISTS (SELECT FROM jobs_run_in_use j WHERE j.workspace_id = r.workspace_id AND j.run_id = r.run_id)
  OR EXISTS (SELECT FROM ${usersOfModels} WHERE l.workspace_id = r.workspace_id AND l.source_run_id = r.run_id))`;

const selectModelInUse = statement(
  "experiments.select-model-in-use",
  `SELECT v.model || ' ' || v.version AS title FROM logged_model l
   JOIN registry_version v ON v.workspace_id = l.workspace_id AND v.logged_model_id = l.model_id
   WHERE l.workspace_id = $1 AND l.experiment_id = $2 ORDER BY 1 LIMIT 1`,
);

/** A version that was registered from a logged model of the experiment, if there is one. */
export async function findVersionOfExperiment(tx: Tx, workspaceId: number, experimentId: number): Promise<string | undefined> {
  return (await tx.row<{ title: string }>(selectModelInUse, [workspaceId, experimentId]))?.title;
}
