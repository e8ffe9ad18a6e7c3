import * as contract from "@plumbline/contracts/registry/version";
import { moveSubject } from "../approvals/index.ts";
import { type Ctx, command, workspaceOf } from "../kernel/index.ts";
import { readVersion, requireVersion, versionId } from "./held-model.ts";
import { listVersions } from "./store/versions.ts";
import { versionKind, versionRef } from "./subject-refs.ts";

/** Older clients archive in one go what a version replaces; no more than this at once. */
const archivedMax = 100;

// Nothing is held before the door of approvals: policies are locked first, then the request, then the version.
export const moveStage = command(contract.moveStage, async (ctx, { model, version, stage, archiveExisting, reason }) => {
  const before = await requireVersion(ctx, { model, version });
  const subject = { kind: versionKind, ref: versionRef({ modelKey: before.model_key, version }) };
  const isThere = before.stage === stage;
  const { requestNumber } = isThere ? { requestNumber: null } : await moveSubject(ctx, { subject, toStage: stage, reason });
  const archived = archiveExisting ? await archiveOthers(ctx, { modelKey: before.model_key, version, stage, reason }) : [];
  const id = versionId({ model, version });
  return {
    result: { version: await readVersion(ctx, { model, version }), requestNumber },
    subject: { kind: "model-version", id },
    before: { stage: before.stage },
    after: { stage, requestNumber, ...(archiveExisting ? { archived } : {}) },
    ...(reason === "" ? {} : { note: reason }),
    changes: [{ topic: "model-version", subject: id, kind: "move" }],
  };
});

/** Retires the other versions of a stage, each through the same door: one that may not go leaves everything as it was. */
async function archiveOthers(
  ctx: Ctx,
  moved: { readonly modelKey: number; readonly version: number; readonly stage: contract.ModelVersion["stage"]; readonly reason: string },
): Promise<number[]> {
  if (moved.stage !== "staging" && moved.stage !== "production") return [];
  const rows = await listVersions(ctx.tx, workspaceOf(ctx).id, {
    modelKey: moved.modelKey,
    stage: moved.stage,
    before: null,
    limit: archivedMax,
  });
  const others = rows.map(({ version }) => version).filter((version) => version !== moved.version);
  for (const version of others) {
    const subject = { kind: versionKind, ref: versionRef({ modelKey: moved.modelKey, version }) };
    await moveSubject(ctx, { subject, toStage: "retired", reason: moved.reason || `Replaced by version ${moved.version}` });
  }
  return others;
}
