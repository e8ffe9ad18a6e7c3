import * as contract from "@plumbline/contracts/registry/alias";
import { protectedAliases } from "../approvals/index.ts";
import { AppError, command, workspaceOf } from "../kernel/index.ts";
import { aliasUnknown } from "./get-version.ts";
import { heldModel, heldVersion, versionId } from "./held-model.ts";

import * as store from "./store/aliases.ts";
import { insertHistory } from "./store/history.ts";

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
  if ((await protectedAliases(ctx)).has(alias)) {
    throw new AppError(
      "precondition-failed",
      `The alias "${alias}" is protected: it moves by a promotion or a rollback, and goes when its version leaves production.`,
      { params: { reason: "alias-protected", alias, model } },
    );
  }
  const version = await store.removeAlias(ctx.tx, workspaceId, { modelKey: row.key, alias });
  if (version === undefined) throw aliasUnknown({ model, alias });
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

/** What live pages are told of aliases that moved. */
export const aliasChanges = (model: string, versions: readonly (number | undefined)[]) => [
  { topic: "model", subject: model, kind: "alias" },
  ...[...new Set(versions)].flatMap((version) =>
    version === undefined ? [] : [{ topic: "model-version", subject: versionId({ model, version }), kind: "alias" }],
  ),
];
