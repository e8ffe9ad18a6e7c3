import { statement, type Tx } from "@plumbline/db";

interface RunColumnNames {
  readonly metrics: string[];
  readonly params: string[];
  readonly tags: string[];
}

// The newest runs by the index, then the keys of each by primary key: the cost does not grow with the experiment or its neighbours.
const select = statement(
  "experiments.select-run-columns",
  `WITH runs AS MATERIALIZED (
     SELECT r.key FROM run r WHERE r.workspace_id = $1 AND r.experiment_id = $2 AND r.lifecycle_stage = $3
     ORDER BY r.start_time DESC, r.run_id LIMIT $4
   )
   SELECT
     ARRAY(SELECT n.name FROM metric_key n WHERE n.workspace_id = $1 AND n.id IN (
       SELECT m.key_id FROM runs, LATERAL (SELECT s.key_id FROM metric_summary s WHERE s.workspace_id = $1 AND s.run_key = runs.key OFFSET 0) AS m
     ) ORDER BY n.name) AS metrics,
     ARRAY(SELECT DISTINCT p.key FROM runs, LATERAL (SELECT k.key FROM run_param k WHERE k.workspace_id = $1 AND k.run_key = runs.key OFFSET 0) AS p ORDER BY p.key) AS params,
     ARRAY(SELECT DISTINCT t.key FROM runs, LATERAL (SELECT k.key FROM run_tag k WHERE k.workspace_id = $1 AND k.run_key = runs.key OFFSET 0) AS t ORDER BY t.key) AS tags`,
);

/** Keys of metrics, params and tags that the newest runs of an experiment have. */
export async function findRunColumns(
  tx: Tx,
  workspaceId: number,
  of: { experimentId: number; lifecycleStage: string; newestRuns: number },
): Promise<RunColumnNames> {
  const row = await tx.row<RunColumnNames>(select, [workspaceId, of.experimentId, of.lifecycleStage, of.newestRuns]);
  return row ?? { metrics: [], params: [], tags: [] };
}
