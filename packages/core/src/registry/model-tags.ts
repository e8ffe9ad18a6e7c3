import * as contract from "@plumbline/contracts/registry/model";
import { AppError, command } from "../kernel/index.ts";
import { heldModel } from "./held-model.ts";
import { putModelTags, removeModelTag } from "./store/models.ts";

const applied: contract.GovernedOutcome = { isApplied: true, requestNumber: null };

export const setModelTag = command(contract.setModelTag, async (ctx, { model, key, value }) => {
  const { workspaceId, row } = await heldModel(ctx, model);
  await putModelTags(ctx.tx, workspaceId, { key: row.key, tags: [{ key, value }] });
  return { result: applied, subject: { kind: "model", id: model }, after: { key, value } };
});

export const deleteModelTag = command(contract.deleteModelTag, async (ctx, { model, key }) => {
  const { workspaceId, row } = await heldModel(ctx, model);
  const value = await removeModelTag(ctx.tx, workspaceId, { modelKey: row.key, key });
  if (value === undefined) throw tagUnknown(`The model "${model}"`, key);
  return { result: applied, subject: { kind: "model", id: model }, before: { key, value } };
});

export const tagUnknown = (owner: string, key: string): AppError =>
  new AppError("not-found", `${owner} has no tag "${key}".`, { params: { noun: "tag", id: key, reason: "registry-tag-unknown", key } });
