import * as contract from "@plumbline/contracts/experiments/logged-model";
import { AppError, type Ctx, command, notFound, query, recordChanges, workspaceOf } from "../kernel/index.ts";
import { lastOfEach, onceEach, paramChanged } from "./logged-model-pairs.ts";
import * as store from "./store/logged-models.ts";

export const getLoggedModel = query(contract.getLoggedModel, async (ctx, { modelId }) => {
  const row = await store.findLoggedModel(ctx.tx, workspaceOf(ctx).id, { modelId });
  if (!row) throw notFound("logged model", modelId);
  return store.toLoggedModel(row);
});

export const finalizeLoggedModel = command(contract.finalizeLoggedModel, async (ctx, { modelId, status }) => {
  const workspaceId = await heldModel(ctx, modelId);
  const before = await readModel(ctx, modelId);
  await store.updateLoggedModel(ctx.tx, workspaceId, { modelId, status, now: ctx.now.getTime() });
  return {
    result: await readModel(ctx, modelId),
    subject: { kind: "logged-model", id: modelId },
    before: { status: before.status },
    after: { status },
    changes: [changed(modelId)],
  };
});

/** Deleting a deleted model changes nothing that matters and succeeds. */
export const deleteLoggedModel = command(contract.deleteLoggedModel, async (ctx, { modelId }) => {
  const workspaceId = await heldModel(ctx, modelId);
  await store.updateLoggedModel(ctx.tx, workspaceId, { modelId, isDeleted: true, now: ctx.now.getTime() });
  return { result: {}, subject: { kind: "logged-model", id: modelId } };
});

export const setLoggedModelTags = command(contract.setLoggedModelTags, async (ctx, { modelId, tags }) => {
  const pairs = lastOfEach(tags);
  const workspaceId = await heldModel(ctx, modelId);
  await store.putLoggedModelTags(ctx.tx, workspaceId, { modelId, pairs });
  recordChanges(ctx.tx, workspaceId, [changed(modelId)]);
  return { result: await readModel(ctx, modelId), subject: { kind: "logged-model", id: modelId } };
});

export const deleteLoggedModelTag = command(contract.deleteLoggedModelTag, async (ctx, { modelId, key }) => {
  const workspaceId = await heldModel(ctx, modelId);
  if (!(await store.removeLoggedModelTag(ctx.tx, workspaceId, { modelId, key }))) {
    throw new AppError("not-found", `Logged model ${modelId} has no tag "${key}".`, {
      params: { noun: "logged model tag", id: key, reason: "logged-model-tag-unknown", modelId, key },
    });
  }
  recordChanges(ctx.tx, workspaceId, [changed(modelId)]);
  return { result: {}, subject: { kind: "logged-model", id: modelId } };
});

export const logLoggedModelParams = command(contract.logLoggedModelParams, async (ctx, { modelId, params }) => {
  const pairs = onceEach(params);
  const workspaceId = await heldModel(ctx, modelId);
  const [change] = await store.putLoggedModelParams(ctx.tx, workspaceId, { modelId, pairs });
  if (change) throw paramChanged({ ...change, modelId });
  recordChanges(ctx.tx, workspaceId, [changed(modelId)]);
  return { result: {}, subject: { kind: "logged-model", id: modelId } };
});

/** Holds the model until the end of the transaction, deleted or not, and returns its workspace. */
async function heldModel(ctx: Ctx, modelId: string): Promise<number> {
  const workspaceId = workspaceOf(ctx).id;
  if (!(await store.lockLoggedModel(ctx.tx, workspaceId, modelId))) throw notFound("logged model", modelId);
  return workspaceId;
}

async function readModel(ctx: Ctx, modelId: string): Promise<contract.LoggedModel> {
  const row = await store.findLoggedModel(ctx.tx, workspaceOf(ctx).id, { modelId, withDeleted: true });
  if (!row) throw notFound("logged model", modelId);
  return store.toLoggedModel(row);
}

const changed = (modelId: string) => ({ topic: "logged-model", subject: modelId, kind: "update" });
