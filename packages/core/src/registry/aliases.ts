import * as contract from "@plumbline/contracts/registry/alias";
import { protectedAliases } from "../approvals/index.ts";
import { AppError, type Ctx, command, workspaceOf } from "../kernel/index.ts";
import { aliasUnknown } from "./get-version.ts";
import { heldModel, heldVersion, versionId } from "./held-model.ts";
import { publishChange } from "./publish-changes.ts";
import * as store from "./store/aliases.ts";
import { insertHistory } from "./store/history.ts";
import { findVersionByKey } from "./store/versions.ts";

export const setAlias = command(contract.setAlias, async (ctx, { model, alias, version, reason }) => {
  const { workspaceId, row, now, version: target } = await heldVersion(ctx, { model, version });
  const isProtected = (await protectedAliases(ctx)).has(alias);
  if (isProtected && target.stage !== "production") {
    const page = `/w/${workspaceOf(ctx).name}/models/${encodeURIComponent(model)}/${version}`;
    throw new AppError(
      "precondition-failed",
      `The alias "${alias}" names versions in production only; version ${version} is in ${target.stage}. Ask for its promotion at ${page}.`,
      { params: { reason: "alias-protected", alias, model, version, stage: target.stage, path: page } },
    );
  }
  const before = await store.findAlias(ctx.tx, workspaceId, { modelKey: row.key, alias });
  await store.putAlias(ctx.tx, workspaceId, { modelKey: row.key, version, alias });
  await publishChange(ctx, "registry.alias.set", { model, version, rest: { alias } });
  if (before !== version) {
    await insertHistory(ctx.tx, workspaceId, [
      {
        modelKey: row.key,
        version,
        kind: "alias",
        value: alias,
        before: before === undefined ? null : String(before),
        cause: "alias",
        reason,
        requestNumber: null,
        by: ctx.actor.id,
        at: now,
      },
    ]);
  }
  return {
    result: { alias, version },
    subject: { kind: "model", id: model },
    before: { alias, version: before ?? null },
    after: { alias, version },
    ...(reason === "" ? {} : { note: reason }),
    changes: aliasChanges(model, [version, before]),
  };
});

export const deleteAlias = command(contract.deleteAlias, async (ctx, { model, alias }) => {
  const { workspaceId, row, now } = await heldModel(ctx, model);
  await refuseWhileServing(ctx, { modelKey: row.key, model, alias });
  const version = await store.removeAlias(ctx.tx, workspaceId, { modelKey: row.key, alias });
  if (version === undefined) throw aliasUnknown({ model, alias });
  await publishChange(ctx, "registry.alias.delete", { model, rest: { alias } });
  await insertHistory(ctx.tx, workspaceId, [
    {
      modelKey: row.key,
      version: null,
      kind: "alias",
      value: alias,
      before: String(version),
      cause: "alias",
      reason: "",
      requestNumber: null,
      by: ctx.actor.id,
      at: now,
    },
  ]);
  return { result: {}, subject: { kind: "model", id: model }, before: { alias, version }, changes: aliasChanges(model, [version]) };
});

/** A protected alias stays while its version is in production. One that was there before it was protected may name another, and goes. */
async function refuseWhileServing(ctx: Ctx, { modelKey, model, alias }: { modelKey: number; model: string; alias: string }): Promise<void> {
  if (!(await protectedAliases(ctx)).has(alias)) return;
  const { id: workspaceId } = workspaceOf(ctx);
  const version = await store.findAlias(ctx.tx, workspaceId, { modelKey, alias });
  const named = version === undefined ? undefined : await findVersionByKey(ctx.tx, workspaceId, { modelKey, version });
  if (named?.stage !== "production") return;
  throw new AppError(
    "precondition-failed",
    `The alias "${alias}" is protected: it moves by a promotion or a rollback, and goes when its version leaves production.`,
    { params: { reason: "alias-protected", alias, model } },
  );
}

/** What live pages are told of aliases that moved. */
export const aliasChanges = (model: string, versions: readonly (number | undefined)[]) => [
  { topic: "model", subject: model, kind: "alias" },
  ...[...new Set(versions)].flatMap((version) =>
    version === undefined ? [] : [{ topic: "model-version", subject: versionId({ model, version }), kind: "alias" }],
  ),
];
