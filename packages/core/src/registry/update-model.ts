import * as contract from "@plumbline/contracts/registry/model";
import { AppError, type Ctx, command } from "../kernel/index.ts";
import { checkOwner, readModel } from "./create-model.ts";
import { heldModel } from "./held-model.ts";
import { stateOf, withGiven } from "./model-view.ts";
import { reviseModel } from "./store/models.ts";

export const updateModel = command(contract.updateModel, async (ctx, { model, description, ...given }) => {
  const { workspaceId, row, now } = await heldModel(ctx, model);
  if (given.businessOwnerId !== undefined && given.businessOwnerId !== row.intake.businessOwnerId) {
    refuseTakingOver(ctx, row.intake.businessOwnerId);
    await checkOwner(ctx, given.businessOwnerId);
  }
  const before = { description: row.description, intake: row.intake };
  const after = { description: description ?? row.description, intake: withGiven(row.intake, given) };
  await reviseModel(ctx.tx, workspaceId, { ...stateOf(row), ...after, key: row.key, by: ctx.actor.id, now });
  return { result: await readModel(ctx, model), subject: { kind: "model", id: model }, before, after };
});

/** Policies ask for the owner's signature: nobody makes themselves the owner of what somebody answers for already. */
function refuseTakingOver(ctx: Ctx, ownerId: string | null): void {
  const isOwner = ctx.actor.kind === "user" && ctx.actor.id === ownerId;
  if (ownerId === null || isOwner || ctx.permissions.has("workspace:manage")) return;
  throw new AppError("forbidden", "Who answers for a model is changed by them, or by an administrator of the workspace.", {
    params: { reason: "owner-of-another" },
  });
}
