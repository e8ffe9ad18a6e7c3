import * as contract from "@plumbline/contracts/experiments/experiment";
import { AppError, type Ctx, command, notFound, workspaceOf } from "../kernel/index.ts";
import { checkKey } from "./key-rules.ts";
import { experimentDeleted } from "./lifecycle.ts";
import * as store from "./store/experiments.ts";

export const setExperimentTag = command(contract.setExperimentTag, async (ctx, { experimentId, key, value }) => {
  checkKey(key, { field: "key" });
  const id = await activeExperiment(ctx, experimentId);
  await store.putExperimentTags(ctx.tx, workspaceOf(ctx).id, { id, tags: [{ key, value }] });
  return { result: {}, ...changedTag(id, key) };
});

export const deleteExperimentTag = command(contract.deleteExperimentTag, async (ctx, { experimentId, key }) => {
  const id = await activeExperiment(ctx, experimentId);
  if (!(await store.removeExperimentTag(ctx.tx, workspaceOf(ctx).id, { id, key }))) {
    throw new AppError("not-found", `Experiment ${experimentId} has no tag "${key}".`, {
      params: { noun: "experiment tag", id: key, reason: "experiment-tag-unknown", experimentId, key },
    });
  }
  return { result: {}, ...changedTag(id, key) };
});

async function activeExperiment(ctx: Ctx, experimentId: string): Promise<number> {
  const row = await store.lockExperiment(ctx.tx, workspaceOf(ctx).id, Number(experimentId));
  if (!row) throw notFound("experiment", experimentId);
  if (row.lifecycle_stage === "deleted") throw experimentDeleted(experimentId);
  return row.id;
}

// Values are free text: what an event says can never be erased.
const changedTag = (id: number, key: string) => ({
  subject: { kind: "experiment", id: String(id) },
  after: { key },
  changes: [{ topic: "experiment", subject: String(id), kind: "update" }],
});
