import * as contract from "@plumbline/contracts/registry/model";
import { governedTagKeys, proposeChange } from "../approvals/index.ts";
import { AppError, type Ctx, command } from "../kernel/index.ts";
import { heldModel, requireModelKey } from "./held-model.ts";
import { publishChange } from "./publish-changes.ts";
import { putModelTags, removeModelTag } from "./store/models.ts";
import { modelKind, modelRef } from "./subject-refs.ts";

const applied: contract.GovernedOutcome = { isApplied: true, requestNumber: null };

export const setModelTag = command(contract.setModelTag, async (ctx, { model, key, value }) => ({
  result: (await governed(ctx, { model, key, value })) ?? (await put(ctx, { model, key, value })),
  subject: { kind: "model", id: model },
  after: { key, value },
}));

async function put(ctx: Ctx, { model, key, value }: { model: string; key: string; value: string }): Promise<contract.GovernedOutcome> {
  const { workspaceId, row } = await heldModel(ctx, model);
  await putModelTags(ctx.tx, workspaceId, { key: row.key, tags: [{ key, value }] });
  await publishChange(ctx, "registry.model-tag.set", { model, rest: { key, value } });
  return applied;
}

export const deleteModelTag = command(contract.deleteModelTag, async (ctx, { model, key }) => ({
  result: (await governed(ctx, { model, key, value: null })) ?? (await remove(ctx, { model, key })),
  subject: { kind: "model", id: model },
  before: { key },
}));

async function remove(ctx: Ctx, { model, key }: { model: string; key: string }): Promise<contract.GovernedOutcome> {
  const { workspaceId, row } = await heldModel(ctx, model);
  const value = await removeModelTag(ctx.tx, workspaceId, { modelKey: row.key, key });
  if (value === undefined) throw tagUnknown(`The model "${model}"`, key);
  await publishChange(ctx, "registry.model-tag.delete", { model, rest: { key } });
  return applied;
}

/** A tag that a policy matches on may decide which policy governs: changing it is asked for, before anything is held. */
async function governed(
  ctx: Ctx,
  { model, key, value }: { model: string; key: string; value: string | null },
): Promise<contract.GovernedOutcome | undefined> {
  if (!(await governedTagKeys(ctx)).has(key)) return undefined;
  const shown = value === null ? "" : ` to ${JSON.stringify(value.slice(0, 60))}`;
  return proposeChange(ctx, {
    kind: "attribute",
    subject: { kind: modelKind, ref: modelRef(await requireModelKey(ctx, model)) },
    title: value === null ? `Remove the tag ${key} of ${model}` : `Set the tag ${key} of ${model}${shown}`,
    payload: { key, value },
    reason: "",
  });
}

export const tagUnknown = (owner: string, key: string): AppError =>
  new AppError("not-found", `${owner} has no tag "${key}".`, { params: { noun: "tag", id: key, reason: "registry-tag-unknown", key } });
