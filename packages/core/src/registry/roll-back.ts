import * as contract from "@plumbline/contracts/registry/alias";
import { restoreAuthorisation } from "../approvals/index.ts";
import { AppError, type Ctx, command, notFound } from "../kernel/index.ts";
import { applyStage } from "./apply-stage.ts";
import { champion } from "./champion.ts";
import { checkStoredManifest } from "./check-manifest.ts";
import { type HeldModel, type HeldVersion, heldModel, versionId, versionUnknown } from "./held-model.ts";
import { findAlias } from "./store/aliases.ts";
import { championsOf } from "./store/history.ts";
import { findVersionByKey } from "./store/versions.ts";
import { versionFacts } from "./subjects.ts";

/**
 * Makes an earlier champion the champion again. No gate stands before it, since these bytes passed theirs; one that has left
 * production gets back its stage and what it was last allowed there. A retired version comes back by a request only.
 */
export const rollBack = command(contract.rollBack, async (ctx, { model, version, reason }) => {
  const held = await heldModel(ctx, model);
  const from = (await findAlias(ctx.tx, held.workspaceId, { modelKey: held.row.key, alias: champion })) ?? null;
  const target = await findTarget(ctx, held, { version, from });
  const { stage } = target.version;
  await checkStoredManifest(ctx, target);
  if (stage !== "production" && !(await restoreAuthorisation(ctx, await versionFacts(ctx, target)))) {
    throw new AppError(
      "precondition-failed",
      `Version ${versionId({ model, version: target.version.version })} has left production, and no decision allowed these bytes there in full. Ask for its promotion.`,
      { params: { reason: "never-authorised", model, version: target.version.version } },
    );
  }
  const change = { toStage: "production", makeChampion: true, cause: "rollback", requestNumber: null } as const;
  await applyStage(ctx, target, { ...change, reason, by: ctx.actor.id });
  return {
    result: { from, to: target.version.version },
    subject: { kind: "model", id: model },
    before: { champion: from, stage },
    after: { champion: target.version.version, stage: "production" },
    note: reason,
  };
});

interface Wish {
  readonly version: number | undefined;
  readonly from: number | null;
}

/** The version that is named, or the last one that was champion before the present one and can be it again. */
async function findTarget(ctx: Ctx, held: HeldModel, { version, from }: Wish): Promise<HeldVersion> {
  const modelKey = held.row.key;
  const earlier = await championsOf(ctx.tx, held.workspaceId, modelKey);
  const candidates = version === undefined ? earlier.filter((champion) => champion !== from) : [version];
  for (const number of candidates) {
    const row = await findVersionByKey(ctx.tx, held.workspaceId, { modelKey, version: number });
    if (version !== undefined) refuse(held.row.name, { version, from, stage: row?.stage, wasChampion: earlier.includes(version) });
    if (row && row.stage !== "retired") return { ...held, version: row };
  }
  throw notFound("earlier champion of the model", held.row.name);
}

function refuse(model: string, target: { version: number; from: number | null; stage: string | undefined; wasChampion: boolean }): void {
  const { version, from, stage, wasChampion } = target;
  if (stage === undefined) throw versionUnknown({ model, version });
  const id = versionId({ model, version });
  if (version === from)
    throw new AppError("conflict", `Version ${id} is the champion already.`, { params: { reason: "champion-already" } });
  const why = wasChampion
    ? stage === "retired" && "is retired: bring it back by a request first"
    : "was never the champion: ask for its promotion";
  if (why) throw new AppError("precondition-failed", `Version ${id} ${why}.`, { params: { reason: "no-rollback", model, version } });
}
