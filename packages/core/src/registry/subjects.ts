import { RiskTier } from "@plumbline/contracts/approvals/stage";
import { z } from "zod";
import { type AllowedChange, endAuthorisations, registerSubject, type SubjectFacts } from "../approvals/index.ts";
import { type Ctx, notFound, recordChanges, workspaceOf } from "../kernel/index.ts";
import { applyStage, causeOfMove } from "./apply-stage.ts";
import { checkStoredManifest } from "./check-manifest.ts";
import { type HeldVersion, versionId } from "./held-model.ts";
import { stateOf } from "./model-view.ts";
import { publishChange } from "./publish-changes.ts";
import { findModelByKey, findModelKey, findTags, listGuises, putModelTags, removeModelTag, reviseModel } from "./store/models.ts";
import { findVersion, findVersionByKey, listMakers, type VersionKey } from "./store/versions.ts";
import { modelKind, modelRef, versionKind, versionRef } from "./subject-refs.ts";

function readRef(ref: string): VersionKey {
  const [, modelKey, version] = /^(\d{1,15})\/(\d{1,9})$/.exec(ref) ?? [];
  if (modelKey === undefined) throw new Error(`"${ref}" names no version`);
  return { modelKey: Number(modelKey), version: Number(version) };
}

/** The version with its model, which is locked where it is to be held: whatever changes either takes that lock. */
async function findHeld(ctx: Ctx, ref: string, { hold }: { hold: boolean }) {
  const { id: workspaceId } = workspaceOf(ctx);
  const of = readRef(ref);
  const row = await findModelByKey(ctx.tx, workspaceId, { key: of.modelKey, hold });
  const version = row && (await findVersionByKey(ctx.tx, workspaceId, of));
  return row && version ? { workspaceId, row, now: ctx.deps.now(), version } : undefined;
}

export async function versionFacts(ctx: Ctx, { row, version }: Omit<HeldVersion, "now">): Promise<SubjectFacts> {
  return {
    kind: versionKind,
    ref: versionRef({ modelKey: row.key, version: version.version }),
    id: versionId({ model: row.name, version: version.version }),
    path: `/models/${encodeURIComponent(row.name)}/${version.version}`,
    model: row.name,
    version: version.version,
    digest: version.digest?.toString("hex") ?? null,
    stage: version.stage,
    tier: version.effective_tier,
    // Tags of versions are anybody's to set: policies look at those of the model, which are governed.
    tags: await findTags(ctx.tx, workspaceOf(ctx).id, row.key),
    alsoKnownAs: await listGuises(ctx.tx, workspaceOf(ctx).id, { ...row, digest: version.digest }),
    ...(await makersOf(ctx, version)),
    ownerId: row.intake.businessOwnerId,
  };
}

/** A copy leaves nobody out: who made or registered the same bytes elsewhere had a part in these too. */
async function makersOf(ctx: Ctx, version: HeldVersion["version"]): Promise<Pick<SubjectFacts, "authorIds" | "registrantIds">> {
  const { digest, author_id, registered_by } = version;
  const others = digest === null ? [] : await listMakers(ctx.tx, workspaceOf(ctx).id, digest);
  const makers = [{ author_id, registered_by }, ...others];
  return {
    authorIds: [...new Set(makers.flatMap((maker) => maker.author_id ?? []))],
    registrantIds: [...new Set(makers.map((maker) => maker.registered_by))],
  };
}

registerSubject({
  kind: versionKind,
  async resolve(ctx, { model, version }) {
    const row = version === null ? undefined : await findVersion(ctx.tx, workspaceOf(ctx).id, { model, version });
    return row && versionRef({ modelKey: row.model_key, version: row.version });
  },
  async find(ctx, ref, { hold }): Promise<SubjectFacts | undefined> {
    const held = await findHeld(ctx, ref, { hold });
    return held && versionFacts(ctx, held);
  },
  async checkIntegrity(ctx, ref) {
    const held = await findHeld(ctx, ref, { hold: false });
    if (held) await checkStoredManifest(ctx, held);
  },
  async apply(ctx, change) {
    const held = await findHeld(ctx, change.subject.ref, { hold: true });
    if (!held) throw notFound("model version", change.subject.ref);
    await applyVersionChange(ctx, held, change);
  },
});

async function applyVersionChange(ctx: Ctx, held: HeldVersion, change: AllowedChange): Promise<void> {
  const { toStage, makeChampion, reason, requestNumber, requestedBy: by } = change;
  if (toStage === null) throw new Error(`a ${change.kind} of a version names no stage`);
  const cause = change.kind === "break-glass" ? "break-glass" : causeOfMove(held.version.stage, toStage);
  if (toStage === "retired") await endAuthorisations(ctx, change.subject, { reason: "Retired" });
  await applyStage(ctx, held, { toStage, makeChampion, cause, reason, requestNumber, by });
}

registerSubject({
  kind: modelKind,
  async resolve(ctx, { model }) {
    const row = await findModelKey(ctx.tx, workspaceOf(ctx).id, model);
    return row && modelRef(row.key);
  },
  async find(ctx, ref, { hold }): Promise<SubjectFacts | undefined> {
    const row = await findModelByKey(ctx.tx, workspaceOf(ctx).id, { key: Number(ref), hold });
    if (!row) return undefined;
    return {
      kind: modelKind,
      ref,
      id: row.name,
      path: `/models/${encodeURIComponent(row.name)}`,
      model: row.name,
      version: null,
      digest: null,
      stage: null,
      tier: row.tier,
      tags: await findTags(ctx.tx, workspaceOf(ctx).id, row.key),
      alsoKnownAs: await listGuises(ctx.tx, workspaceOf(ctx).id, { ...row, digest: null }),
      authorIds: [],
      registrantIds: [row.created_by],
      ownerId: row.intake.businessOwnerId,
    };
  },
  apply: applyModelChange,
});

/** What a request about a model writes: another tier, or a tag; a value of null removes the tag. */
const ModelPayload = z.union([z.strictObject({ tier: RiskTier }), z.strictObject({ key: z.string(), value: z.string().nullable() })]);

async function applyModelChange(ctx: Ctx, change: AllowedChange): Promise<void> {
  const { id: workspaceId } = workspaceOf(ctx);
  const row = await findModelByKey(ctx.tx, workspaceId, { key: Number(change.subject.ref), hold: true });
  if (!row) throw notFound("model", change.subject.ref);
  const payload = ModelPayload.parse(change.payload);
  if ("tier" in payload) {
    const { requestNumber, requestedBy: by } = change;
    const revised = { ...stateOf(row), key: row.key, tier: payload.tier, by, now: ctx.deps.now(), requestNumber };
    await reviseModel(ctx.tx, workspaceId, revised);
  } else if (payload.value === null) {
    await removeModelTag(ctx.tx, workspaceId, { modelKey: row.key, key: payload.key });
    await publishChange(ctx, "registry.model-tag.delete", { model: row.name, rest: { key: payload.key } });
  } else {
    const { key, value } = payload;
    await putModelTags(ctx.tx, workspaceId, { key: row.key, tags: [{ key, value }] });
    await publishChange(ctx, "registry.model-tag.set", { model: row.name, rest: { key, value } });
  }
  recordChanges(ctx.tx, workspaceId, [{ topic: "model", subject: row.name, kind: "update" }]);
}
