import { statement, type Tx } from "@plumbline/db";
import { heatRuns } from "./hot-runs.ts";
import type { RunRow } from "./runs.ts";

const move = statement("experiments.move-runs", "UPDATE run SET experiment_id = $3 WHERE workspace_id = $1 AND run_id = ANY($2)");
// Held in the order in which writers heat runs. Whoever is ranking one of them is waited for.
const cool = statement(
  "experiments.cool-moved-runs",
  `WITH held AS (
     SELECT h.experiment_id, h.run_key FROM hot_run h JOIN unnest($2::int[], $3::bigint[]) AS t(experiment_id, run_key)
       ON h.workspace_id = $1 AND h.experiment_id = t.experiment_id AND h.run_key = t.run_key ORDER BY 1, 2 FOR UPDATE OF h
   )
   DELETE FROM hot_run h USING held WHERE h.workspace_id = $1 AND h.experiment_id = held.experiment_id AND h.run_key = held.run_key`,
);
const dropRanks = ["ranked_number", "ranked_text"].map((table) =>
  statement(
    `experiments.drop-moved-${table.replace("_", "-")}`,
    `DELETE FROM ${table} k USING unnest($2::bigint[]) AS wanted(run_key) WHERE k.workspace_id = $1 AND k.run_key = wanted.run_key`,
  ),
);
const moveModels = statement(
  "experiments.move-models-of-runs",
  "UPDATE logged_model SET experiment_id = $3 WHERE workspace_id = $1 AND source_run_id = ANY($2)",
);
// An experiment describes each dataset once; runs name it where they are.
const copyDatasets = statement(
  "experiments.copy-datasets-of-runs",
  `INSERT INTO logged_dataset (workspace_id, experiment_id, name, digest, source_type, source, schema, profile)
   SELECT DISTINCT ON (d.name, d.digest) $1::int, $3::int, d.name, d.digest, d.source_type, d.source, d.schema, d.profile
   FROM run_input i JOIN logged_dataset d ON d.id = i.dataset_id WHERE i.workspace_id = $1 AND i.run_key = ANY($2) ORDER BY d.name, d.digest
   ON CONFLICT (workspace_id, experiment_id, name, digest) DO NOTHING`,
);
const nameDatasets = statement(
  "experiments.name-datasets-of-runs",
  `UPDATE run_input i SET dataset_id = there.id FROM logged_dataset d JOIN logged_dataset there
     ON there.workspace_id = $1 AND there.experiment_id = $3 AND there.name = d.name AND there.digest = d.digest
   WHERE i.workspace_id = $1 AND i.run_key = ANY($2) AND d.id = i.dataset_id`,
);

/**
 * Puts held runs into another experiment, with the models that they logged and the datasets that they name. Their ranks go: searches look at
 * the runs themselves until they have new ones. Statements are separate, so that each sees what those before it waited for.
 */
export async function putRunsInto(
  tx: Tx,
  workspaceId: number,
  { runs, experimentId }: { runs: readonly RunRow[]; experimentId: number },
): Promise<void> {
  if (runs.length === 0) return;
  const runIds = runs.map((run) => run.run_id);
  const keys = runs.map((run) => run.key);
  await tx.execute(move, [workspaceId, runIds, experimentId]);
  await tx.execute(cool, [workspaceId, runs.map((run) => run.experiment_id), keys]);
  for (const drop of dropRanks) await tx.execute(drop, [workspaceId, keys]);
  await tx.execute(moveModels, [workspaceId, runIds, experimentId]);
  await tx.execute(copyDatasets, [workspaceId, keys, experimentId]);
  await tx.execute(nameDatasets, [workspaceId, keys, experimentId]);
  heatRuns(
    tx,
    workspaceId,
    runs.map(({ key }) => ({ key, experiment_id: experimentId })),
  );
}
