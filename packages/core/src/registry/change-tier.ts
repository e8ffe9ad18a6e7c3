import { RiskTier } from "@plumbline/contracts/approvals/stage";
import * as contract from "@plumbline/contracts/registry/model";
import { proposeChange } from "../approvals/index.ts";
import { AppError, type Ctx, command, notFound, workspaceOf } from "../kernel/index.ts";
import { heldModel } from "./held-model.ts";
import { stateOf } from "./model-view.ts";
import { findModel, reviseModel } from "./store/models.ts";
import { modelKind, modelRef } from "./subject-refs.ts";

const rank = (tier: RiskTier | null): number => (tier === null ? -1 : RiskTier.options.indexOf(tier));

/** A tier that is lower lets more through: that is asked for, before anything is held. */
export const changeTier = command(contract.changeTier, async (ctx, { model, tier, reason }) => {
  const before = await findModel(ctx.tx, workspaceOf(ctx).id, model);
  if (!before) throw notFound("model", model);
  const isLower = rank(tier) < rank(before.tier);
  const result = isLower ? await propose(ctx, { key: before.key, model, tier, reason }) : await raise(ctx, model, tier);
  return {
    result,
    subject: { kind: "model", id: model },
    before: { tier: before.tier },
    after: { tier, ...result },
    note: reason,
  };
});

const propose = (ctx: Ctx, change: { key: number; model: string; tier: RiskTier; reason: string }): Promise<contract.GovernedOutcome> =>
  proposeChange(ctx, {
    kind: "tier",
    subject: { kind: modelKind, ref: modelRef(change.key) },
    title: `Lower the tier of ${change.model} to ${change.tier}`,
    payload: { tier: change.tier },
    reason: change.reason,
  });

/** Somebody may have raised it further meanwhile: what is held decides. */
async function raise(ctx: Ctx, model: string, tier: RiskTier): Promise<contract.GovernedOutcome> {
  const { workspaceId, row, now } = await heldModel(ctx, model);
  if (rank(tier) < rank(row.tier)) {
    throw new AppError("conflict", `The tier was raised to ${row.tier} meanwhile. Look at the model again.`, {
      params: { reason: "tier-changed" },
    });
  }
  if (tier !== row.tier) await reviseModel(ctx.tx, workspaceId, { ...stateOf(row), key: row.key, tier, by: ctx.actor.id, now });
  return { isApplied: true, requestNumber: null };
}
