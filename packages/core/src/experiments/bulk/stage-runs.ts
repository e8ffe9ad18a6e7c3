import type { LifecycleStage } from "@plumbline/contracts/experiments/experiment";
import * as contract from "@plumbline/contracts/experiments/run";
import { type Ctx, workspaceOf } from "../../kernel/index.ts";
import { putRunStage } from "../store/bulk-writes.ts";
import { listDeletedExperiments } from "../store/experiments.ts";
import type { RunRow } from "../store/runs.ts";
import { type Done, recordRuns, refuse, tellOfRuns } from "./done.ts";

export const deleteRuns = (ctx: Ctx, runs: readonly RunRow[]): Promise<Done> =>
  stage(
    ctx,
    "deleted",
    runs.filter((run) => run.lifecycle_stage === "active"),
  );

/** A run whose experiment is deleted would be found nowhere: it is refused. */
export async function restoreRuns(ctx: Ctx, runs: readonly RunRow[]): Promise<Done> {
  const deleted = runs.filter((run) => run.lifecycle_stage === "deleted");
  const experimentIds = [...new Set(deleted.map((run) => run.experiment_id))];
  const gone = await listDeletedExperiments(ctx.tx, workspaceOf(ctx).id, experimentIds);
  const done = await stage(
    ctx,
    "active",
    deleted.filter((run) => !gone.has(run.experiment_id)),
  );
  const refused = deleted.filter((run) => gone.has(run.experiment_id));
  return { ...done, refusals: refused.map((run) => refuse(run, "Its experiment is deleted. Restore that: its runs come back with it.")) };
}

async function stage(ctx: Ctx, to: LifecycleStage, runs: readonly RunRow[]): Promise<Done> {
  const runIds = runs.map((run) => run.run_id);
  if (runs.length > 0) await putRunStage(ctx.tx, workspaceOf(ctx).id, { runIds, to, by: ctx.actor.id, now: ctx.now.getTime() });
  recordRuns(ctx, {
    as: to === "deleted" ? contract.deleteRun : contract.restoreRun,
    runs,
    states: (run) => ({ before: { lifecycleStage: run.lifecycle_stage }, after: { lifecycleStage: to } }),
  });
  tellOfRuns(ctx, runs, to === "deleted" ? "delete" : "restore");
  return { changed: runs, refusals: [] };
}
