import * as contract from "@plumbline/contracts/registry/model";
import { AppError, command } from "../kernel/index.ts";
import { heldModel } from "./held-model.ts";
import { stateOf } from "./model-view.ts";
import { removeVersion } from "./remove-version.ts";
import { reviseModel } from "./store/models.ts";
import { listVersions } from "./store/versions.ts";

export const deleteModel = command(contract.deleteModel, async (ctx, { model }) => {
  const held = await heldModel(ctx, model);
  const { workspaceId, row, now } = held;
  const versions = await listVersions(ctx.tx, workspaceId, { modelKey: row.key, stage: undefined, before: null, limit: null });
  const live = versions.filter(({ stage }) => stage === "production").map(({ version }) => version);
  if (live.length > 0) {
    throw new AppError(
      "precondition-failed",
      `The model "${model}" cannot be removed: ${live.length === 1 ? "version" : "versions"} ${live.slice(0, 10).join(", ")} ${live.length === 1 ? "is" : "are"} in production. Step down or retire first.`,
      { params: { reason: "in-production", model, versions: live.slice(0, 10) } },
    );
  }
  for (const version of versions) await removeVersion(ctx, { ...held, version });
  await reviseModel(ctx.tx, workspaceId, { ...stateOf(row), key: row.key, by: ctx.actor.id, now, isDeleted: true });
  return { result: {}, subject: { kind: "model", id: model }, before: { versions: versions.length, description: row.description } };
});
