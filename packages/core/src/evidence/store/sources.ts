import type { Tx } from "@plumbline/db";

export interface LoggedMetric {
  readonly key: string;
  readonly value: number;
}

export const selectRunMetrics = (tx: Tx, workspaceId: number, of: { runId: string; limit: number }): Promise<LoggedMetric[]> =>
  tx.rows("SELECT key, value FROM experiments_run_metric WHERE workspace_id = $1 AND run_id = $2 ORDER BY key LIMIT $3", [
    workspaceId,
    of.runId,
    of.limit,
  ]);

/** The newest value of each metric of a logged model, of those computed on a dataset where one is named. */
export const selectModelMetrics = (
  tx: Tx,
  workspaceId: number,
  of: { modelId: string; dataset: string | null; limit: number },
): Promise<LoggedMetric[]> =>
  tx.rows(
    `SELECT DISTINCT ON (key) key, value FROM experiments_logged_model_metric
     WHERE workspace_id = $1 AND model_id = $2 AND ($3::text IS NULL OR dataset_name = $3) ORDER BY key, step DESC, "timestamp" DESC, value DESC LIMIT $4`,
    [workspaceId, of.modelId, of.dataset, of.limit],
  );

/** Digests of a dataset that a logged model's metrics were computed on. */
export async function selectModelDigests(tx: Tx, workspaceId: number, of: { modelId: string; dataset: string }): Promise<string[]> {
  const rows = await tx.rows<{ digest: string }>(
    `SELECT DISTINCT dataset_digest AS digest FROM experiments_logged_model_metric
     WHERE workspace_id = $1 AND model_id = $2 AND dataset_name = $3 AND dataset_digest IS NOT NULL ORDER BY 1 LIMIT 100`,
    [workspaceId, of.modelId, of.dataset],
  );
  return rows.map(({ digest }) => digest);
}

export const selectRunDatasets = (tx: Tx, workspaceId: number, runId: string): Promise<{ name: string; digest: string }[]> =>
  tx.rows(
    "SELECT DISTINCT name, digest FROM experiments_run_dataset WHERE workspace_id = $1 AND run_id = $2 ORDER BY name, digest LIMIT 100",
    [workspaceId, runId],
  );

/** Logged models of a run that have metrics on a dataset. */
export async function selectModelsOfRun(tx: Tx, workspaceId: number, of: { runId: string; dataset: string }): Promise<string[]> {
  const rows = await tx.rows<{ model_id: string }>(
    `SELECT model_id FROM experiments_logged_model m WHERE workspace_id = $1 AND source_run_id = $2 AND lifecycle_stage = 'active' AND EXISTS (
       SELECT FROM experiments_logged_model_metric k WHERE k.workspace_id = m.workspace_id AND k.model_id = m.model_id AND k.dataset_name = $3)
     ORDER BY model_id LIMIT 2`,
    [workspaceId, of.runId, of.dataset],
  );
  return rows.map(({ model_id }) => model_id);
}
