import { statement, type Tx } from "@plumbline/db";

/** A key, how many runs have it, and whether a param's values differ. */
export type KeyCount = readonly [key: string, runs: number, isDiffering: boolean];

export interface KeyCounts {
  readonly metrics: readonly KeyCount[];
  readonly params: readonly KeyCount[];
  readonly tags: readonly KeyCount[];
}

const pairs = (rows: string): string =>
  `(SELECT COALESCE(json_agg(json_build_array(key, runs, is_differing) ORDER BY key), '[]') FROM (${rows}) AS counted)`;
const differing = 'min(k.value COLLATE "C") <> max(k.value COLLATE "C")';
const ofRuns = (table: string, columns: string): string =>
  `SELECT p.* FROM runs, LATERAL (SELECT ${columns} FROM ${table} WHERE workspace_id = $1 AND run_key = runs.key OFFSET 0) AS p LIMIT $5`;
const keysIn = (table: string, columns: string, isDiffering: string): string =>
  `SELECT k.key, count(*) AS runs, ${isDiffering} AS is_differing
   FROM (${ofRuns(table, columns)}) AS k GROUP BY k.key`;

// The newest runs by the index, then the keys of each by primary key, the newest run's first, up to a number of them: the cost grows
// neither with the experiment or its neighbours, nor with the keys of a run.
const select = statement(
  "experiments.select-run-columns",
  `WITH runs AS MATERIALIZED (
     SELECT r.key FROM run r WHERE r.workspace_id = $1 AND r.experiment_id = $2 AND r.lifecycle_stage = $3
     ORDER BY r.start_time DESC, r.run_id LIMIT $4
   ), measured AS MATERIALIZED (
     SELECT m.key_id, count(*) AS runs
     FROM (${ofRuns("metric_summary", "key_id")}) AS m GROUP BY m.key_id
   )
   SELECT
     ${pairs("SELECT n.name AS key, measured.runs, false AS is_differing FROM measured JOIN metric_key n ON n.workspace_id = $1 AND n.id = measured.key_id")} AS metrics,
     ${pairs(keysIn("run_param", "key, value", differing))} AS params,
     ${pairs(keysIn("run_tag", "key", "false"))} AS tags`,
);

/** Keys of metrics, params and tags that the newest runs of an experiment have, by name. */
export async function countRunKeys(
  tx: Tx,
  workspaceId: number,
  of: { experimentId: number; lifecycleStage: string; newestRuns: number; mostKeys: number },
): Promise<KeyCounts> {
  const row = await tx.row<KeyCounts>(select, [workspaceId, of.experimentId, of.lifecycleStage, of.newestRuns, of.mostKeys]);
  return row ?? { metrics: [], params: [], tags: [] };
}
