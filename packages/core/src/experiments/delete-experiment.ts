import * as contract from "@plumbline/contracts/experiments/experiment";
import { type Ctx, command, notFound, workspaceOf } from "../kernel/index.ts";
import * as store from "./store/experiments.ts";

export const deleteExperiment = command(contract.deleteExperiment, async (ctx, { experimentId }) => {
  const moved = await moveExperiment(ctx, experimentId, "deleted");
  return { ...moved, result: {} };
});

export const restoreExperiment = command(contract.restoreExperiment, (ctx, { experimentId }) =>
  moveExperiment(ctx, experimentId, "active"),
);

/** Moves an experiment with its runs. One that is there already is not found, as MLflow clients expect. */
async function moveExperiment(ctx: Ctx, experimentId: string, to: contract.LifecycleStage) {
  const workspaceId = workspaceOf(ctx).id;
  const row = await store.lockExperiment(ctx.tx, workspaceId, Number(experimentId));
  if (!row || row.lifecycle_stage === to) throw notFound("experiment", experimentId);
  const now = ctx.now.getTime();
  await store.moveExperiment(ctx.tx, workspaceId, { id: row.id, to, by: ctx.actor.id, now });
  const runs = await store.moveRuns(ctx.tx, workspaceId, { id: row.id, to, by: ctx.actor.id, now });
  const experiment = store.toExperiment({ ...row, lifecycle_stage: to, last_update_time: now });
  return {
    result: experiment,
    subject: { kind: "experiment", id: experiment.experimentId },
    before: { lifecycleStage: row.lifecycle_stage },
    after: { lifecycleStage: to, runs },
  };
}
