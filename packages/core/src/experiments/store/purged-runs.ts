import { statement, type Tx } from "@plumbline/db";
import { clearBlocks } from "./ranked-blocks.ts";

const countPoints = statement(
  "experiments.count-points-of-runs",
  `SELECT m.run_key AS "runKey", sum(m.count)::bigint AS points FROM metric_summary m
   WHERE m.workspace_id = $1 AND m.run_key = ANY($2) GROUP BY m.run_key`,
);

/** Points of runs, by the run's key. */
export async function countPointsOfRuns(tx: Tx, workspaceId: number, runKeys: readonly number[]): Promise<Map<number, number>> {
  const rows = await tx.rows<{ runKey: number; points: number }>(countPoints, [workspaceId, runKeys]);
  return new Map(rows.map(({ runKey, points }) => [runKey, points]));
}

// What follows is asked as the database role `retention`, which alone may remove points.

const removeRunRows = statement(
  "experiments.remove-runs",
  `DELETE FROM run WHERE workspace_id = $1 AND run_id = ANY($2) AND lifecycle_stage = 'deleted' RETURNING key, run_id, artifact_uri`,
);
/** Their rows name a run without a foreign key, because a check for each would cost as much as the row, and points' and ranks' more. */
const ofRuns = [
  "run_param",
  "run_tag",
  "metric_arrival",
  "metric_bundle",
  "metric_block",
  "metric_summary",
  "hot_run",
  "ranked_number",
  "ranked_text",
];
const removeOfRuns = ofRuns.map((table) =>
  statement(
    `experiments.remove-${table.replaceAll("_", "-")}-of-runs`,
    `DELETE FROM ${table} p USING unnest($2::bigint[]) AS gone(run_key) WHERE p.workspace_id = $1 AND p.run_key = gone.run_key`,
  ),
);
const removeModels = statement(
  "experiments.remove-models-of-runs",
  "DELETE FROM logged_model WHERE workspace_id = $1 AND source_run_id = ANY($2) RETURNING model_id, artifact_uri",
);

/** What was removed: its lineage and files lie in other slices. */
interface Removed {
  readonly runs: readonly { readonly key: number; readonly run_id: string; readonly artifact_uri: string }[];
  readonly models: readonly { readonly model_id: string; readonly artifact_uri: string }[];
}

/** Removes runs that are still deleted, with their points, ranks and logged models. */
export async function removeRuns(tx: Tx, workspaceId: number, runIds: readonly string[]): Promise<Removed> {
  const runs = await tx.rows<Removed["runs"][number]>(removeRunRows, [workspaceId, runIds]);
  if (runs.length === 0) return { runs, models: [] };
  const keys = runs.map(({ key }) => key);
  for (const remove of removeOfRuns) await tx.execute(remove, [workspaceId, keys]);
  await clearBlocks(tx, workspaceId, keys);
  const models = await tx.rows<Removed["models"][number]>(removeModels, [workspaceId, runs.map(({ run_id }) => run_id)]);
  return { runs, models };
}
