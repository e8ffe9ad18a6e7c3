import * as contract from "@plumbline/contracts/experiments/experiment";
import { AppError, notFound, query, workspaceOf } from "../kernel/index.ts";
import * as store from "./store/experiments.ts";

export const getExperiment = query(contract.getExperiment, async (ctx, { experimentId }) => {
  const row = await store.findExperiment(ctx.tx, workspaceOf(ctx).id, Number(experimentId));
  if (!row) throw notFound("experiment", experimentId);
  return store.toExperiment(row);
});

export const findExperimentByName = query(contract.findExperimentByName, async (ctx, { name }) => {
  // Names are stored without blanks around them.
  const row = await store.findExperimentByName(ctx.tx, workspaceOf(ctx).id, name.trim());
  if (row) return store.toExperiment(row);
  throw new AppError("not-found", `There is no experiment named "${name}" in this workspace.`, {
    params: { noun: "experiment", reason: "experiment-name-unknown", name },
  });
});
