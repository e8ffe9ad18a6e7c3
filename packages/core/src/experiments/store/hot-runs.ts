import { statement, type Tx } from "@plumbline/db";
import type { RunRow } from "./runs.ts";

// Not DO NOTHING: a run that is just being settled is waited for, and is hot again afterwards.
const heat = statement(
  "experiments.heat-runs",
  `INSERT INTO hot_run (workspace_id, experiment_id, run_key)
   SELECT DISTINCT $1::int, experiment_id, run_key FROM unnest($2::int[], $3::bigint[]) AS t(experiment_id, run_key) ORDER BY 2, 3
   ON CONFLICT (workspace_id, experiment_id, run_key) DO UPDATE SET settling_at = NULL`,
);

/** Makes searches look at these runs themselves until they have new ranks; as the transaction commits. */
export function heatRuns(tx: Tx, workspaceId: number, runs: readonly Pick<RunRow, "key" | "experiment_id">[]): void {
  if (runs.length === 0) return;
  tx.atCommit(heat, [workspaceId, runs.map((run) => run.experiment_id), runs.map((run) => run.key)]);
}
