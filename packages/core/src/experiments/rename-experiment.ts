import * as contract from "@plumbline/contracts/experiments/experiment";
import { command, notFound, workspaceOf } from "../kernel/index.ts";
import { experimentDeleted, experimentNameTaken } from "./lifecycle.ts";
import * as store from "./store/experiments.ts";

export const renameExperiment = command(contract.renameExperiment, async (ctx, { experimentId, name }) => {
  const workspaceId = workspaceOf(ctx).id;
  const row = await store.lockExperiment(ctx.tx, workspaceId, Number(experimentId));
  if (!row) throw notFound("experiment", experimentId);
  if (row.lifecycle_stage === "deleted") throw experimentDeleted(experimentId);
  const before = store.toExperiment(row);
  const now = ctx.now.getTime();
  if (!(await store.nameExperiment(ctx.tx, workspaceId, { id: row.id, name, now }))) throw experimentNameTaken(name);
  return {
    result: { ...before, name, lastUpdateTime: now },
    subject: { kind: "experiment", id: before.experimentId },
    before: { name: before.name },
    after: { name },
    changes: [{ topic: "experiment", subject: before.experimentId, kind: "update" }],
  };
});
