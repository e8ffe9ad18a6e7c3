import * as contract from "@plumbline/contracts/experiments/run";
import { notFound, query, workspaceOf } from "../kernel/index.ts";
import { findExperiment } from "./store/experiments.ts";
import { findRunColumns } from "./store/run-columns.ts";

/** A key that only older runs have is not offered; it can still be searched by. */
const newestRuns = 2000;

export const listRunColumns = query(contract.listRunColumns, async (ctx, { experimentId }) => {
  const workspaceId = workspaceOf(ctx).id;
  const experiment = await findExperiment(ctx.tx, workspaceId, Number(experimentId));
  if (!experiment) throw notFound("experiment", experimentId);
  return findRunColumns(ctx.tx, workspaceId, { experimentId: experiment.id, lifecycleStage: experiment.lifecycle_stage, newestRuns });
});
