import * as contract from "@plumbline/contracts/registry/version";
import { AppError, command } from "../kernel/index.ts";
import { heldVersion, readVersion, versionId } from "./held-model.ts";
import { removeVersion } from "./remove-version.ts";
import * as store from "./store/versions.ts";

export const updateVersion = command(contract.updateVersion, async (ctx, { model, version, description }) => {
  const held = await heldVersion(ctx, { model, version });
  await store.updateVersion(ctx.tx, held.workspaceId, { modelKey: held.row.key, version, description, now: held.now });
  return {
    result: await readVersion(ctx, { model, version }),
    subject: { kind: "model-version", id: versionId({ model, version }) },
    before: { description: held.version.description },
    after: { description },
  };
});

export const deleteVersion = command(contract.deleteVersion, async (ctx, { model, version }) => {
  const held = await heldVersion(ctx, { model, version });
  const { stage, aliases } = held.version;
  if (stage === "production") {
    throw new AppError(
      "precondition-failed",
      `Version ${version} of the model "${model}" is in production and cannot be removed. Step down or retire it first.`,
      { params: { reason: "in-production", model, version } },
    );
  }
  await removeVersion(ctx, held);
  return {
    result: {},
    subject: { kind: "model-version", id: versionId({ model, version }) },
    before: { stage, aliases, digest: held.version.digest?.toString("hex") ?? null },
  };
});
