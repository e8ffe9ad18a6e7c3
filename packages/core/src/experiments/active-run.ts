import { type Ctx, notFound, workspaceOf } from "../kernel/index.ts";
import { runDeleted } from "./lifecycle.ts";
import { lockRun, type RunRow } from "./store/runs.ts";

/** The run, held until the end of the transaction; one that is deleted may not be written to. */
export async function activeRun(ctx: Ctx, runId: string): Promise<RunRow> {
  const row = await lockRun(ctx.tx, workspaceOf(ctx).id, runId);
  if (!row) throw notFound("run", runId);
  if (row.lifecycle_stage === "deleted") throw runDeleted(runId);
  return row;
}

/** The change row of a run whose parts changed. */
export const runUpdated = (row: RunRow) => ({
  topic: "run",
  subject: row.run_id,
  kind: "update",
  data: { experimentId: String(row.experiment_id) },
});
