import * as contract from "@plumbline/contracts/registry/model";
import { AppError, type Ctx, command, workspaceOf } from "../kernel/index.ts";
import { emptyIntake, storedIntake, toModels, withGiven } from "./model-view.ts";
import { publishChange } from "./publish-changes.ts";
import * as store from "./store/models.ts";
import { byKey, lastOfEach } from "./tag-pairs.ts";

export const createModel = command(contract.createModel, async (ctx, { name, description, tags, ...given }) => {
  const { id: workspaceId } = workspaceOf(ctx);
  const intake = withGiven(emptyIntake, given);
  await checkOwner(ctx, intake.businessOwnerId);
  const pairs = lastOfEach(tags);
  const key = await store.insertModel(ctx.tx, workspaceId, {
    name,
    description,
    intake: storedIntake(intake),
    tier: intake.tier,
    kind: intake.kind,
    by: ctx.actor.id,
    now: ctx.now,
  });
  if (key === undefined) throw nameTaken(name);
  await store.putModelTags(ctx.tx, workspaceId, { key, tags: pairs });
  await publishChange(ctx, "registry.model.create", { model: name, rest: { description, tags: byKey(pairs) } });
  return {
    result: await readModel(ctx, name),
    subject: { kind: "model", id: name },
    after: { description, intake, tags: pairs },
  };
});

export const nameTaken = (name: string): AppError =>
  new AppError("conflict", `There is a model "${name}" already. Choose another name, or register a version of that one.`, {
    params: { reason: "model-name-taken", name },
    fields: [{ path: "name", message: "taken" }],
  });

export async function readModel(ctx: Ctx, name: string): Promise<contract.RegisteredModel> {
  const row = await store.findModel(ctx.tx, workspaceOf(ctx).id, name);
  const [model] = row ? await toModels(ctx, [row]) : [];
  if (!model) throw new AppError("not-found", `There is no model "${name}" in this workspace.`, { params: { noun: "model", id: name } });
  return model;
}

/** Whoever answers for a model belongs to the workspace. */
export async function checkOwner(ctx: Ctx, userId: string | null): Promise<void> {
  if (userId === null || (await store.isMember(ctx.tx, workspaceOf(ctx).id, userId))) return;
  throw new AppError("invalid", "The business owner must be a member of this workspace. Add them as a member first.", {
    params: { reason: "owner-not-member" },
    fields: [{ path: "businessOwnerId", message: "not a member of this workspace" }],
  });
}
