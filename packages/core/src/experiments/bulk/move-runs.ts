import { updateRun } from "@plumbline/contracts/experiments/run";
import { type Ctx, notFound, workspaceOf } from "../../kernel/index.ts";
import { experimentDeleted } from "../lifecycle.ts";
import { lockExperiment } from "../store/experiments.ts";
import { putRunsInto } from "../store/moved-runs.ts";
import type { RunRow } from "../store/runs.ts";
import { activeOf, type Done, recordRuns, tellOfRuns } from "./done.ts";

/** Where runs are to go, held before the runs are, as whoever deletes an experiment does. */
export async function holdTarget(ctx: Ctx, experimentId: string): Promise<void> {
  const target = await lockExperiment(ctx.tx, workspaceOf(ctx).id, Number(experimentId));
  if (!target) throw notFound("experiment", experimentId);
  if (target.lifecycle_stage === "deleted") throw experimentDeleted(experimentId);
}

/** Moves runs into a held experiment. */
export async function moveRuns(ctx: Ctx, { experimentId }: { experimentId: string }, runs: readonly RunRow[]): Promise<Done> {
  const to = Number(experimentId);
  const { active, refusals } = activeOf(runs);
  const changed = active.filter((run) => run.experiment_id !== to);
  await putRunsInto(ctx.tx, workspaceOf(ctx).id, { runs: changed, experimentId: to });
  recordRuns(ctx, {
    as: updateRun,
    runs: changed,
    states: (run) => ({ before: { experimentId: String(run.experiment_id) }, after: { experimentId } }),
  });
  // Pages of both experiments are told.
  tellOfRuns(ctx, changed, "leave");
  tellOfRuns(
    ctx,
    changed.map((run) => ({ ...run, experiment_id: to })),
  );
  return { changed, refusals };
}
