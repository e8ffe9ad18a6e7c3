import * as contract from "@plumbline/contracts/registry/version";
import { command } from "../kernel/index.ts";
import { heldVersion, versionId } from "./held-model.ts";
import { tagUnknown } from "./model-tags.ts";
import { publishChange } from "./publish-changes.ts";
import { putVersionTags, removeVersionTag } from "./store/versions.ts";

export const setVersionTag = command(contract.setVersionTag, async (ctx, { model, version, key, value }) => {
  const { workspaceId, row } = await heldVersion(ctx, { model, version });
  await putVersionTags(ctx.tx, workspaceId, { modelKey: row.key, version, tags: [{ key, value }] });
  await publishChange(ctx, "registry.version-tag.set", { model, version, rest: { key, value } });
  return { result: {}, subject: { kind: "model-version", id: versionId({ model, version }) }, after: { key, value } };
});

export const deleteVersionTag = command(contract.deleteVersionTag, async (ctx, { model, version, key }) => {
  const { workspaceId, row } = await heldVersion(ctx, { model, version });
  const value = await removeVersionTag(ctx.tx, workspaceId, { modelKey: row.key, version, key });
  if (value === undefined) throw tagUnknown(`Version ${version} of the model "${model}"`, key);
  await publishChange(ctx, "registry.version-tag.delete", { model, version, rest: { key } });
  return { result: {}, subject: { kind: "model-version", id: versionId({ model, version }) }, before: { key, value } };
});
