import * as contract from "@plumbline/contracts/datasets/dataset";
import { releaseBlobs } from "../artifacts/index.ts";
import { AppError, command, notFound, workspaceOf } from "../kernel/index.ts";
import { lockDataset, deleteDataset as removeDataset } from "./store/datasets.ts";
import { findHold, versionNumbers } from "./store/versions.ts";
import { versionHolder } from "./version-holder.ts";

/** Numbers of a deleted dataset's versions begin anew when its name is used again; what lineage and the record say of it stays. */
export const deleteDataset = command(contract.deleteDataset, async (ctx, { dataset, deleteVersions }) => {
  const workspaceId = workspaceOf(ctx).id;
  const key = await lockDataset(ctx.tx, workspaceId, dataset);
  if (key === undefined) throw notFound("dataset", dataset);
  const versions = await versionNumbers(ctx.tx, workspaceId, key);
  if (versions.length > 0 && !deleteVersions) {
    throw new AppError(
      "conflict",
      `"${dataset}" has ${versions.length} versions. Ask for deleteVersions to delete them and their files too.`,
      {
        params: { reason: "dataset-has-versions" },
      },
    );
  }
  const held = await findHold(ctx.tx, workspaceId, key);
  if (held) {
    throw new AppError(
      "conflict",
      `Version ${held.version} of "${dataset}" cannot be deleted: ${held.holder} rests on it. The dataset stays.`,
      {
        params: { reason: "dataset-held", version: held.version },
      },
    );
  }
  for (const version of versions) await releaseBlobs(ctx.tx, workspaceId, versionHolder(key, version));
  await removeDataset(ctx.tx, workspaceId, key);
  return { result: {}, subject: { kind: "dataset", id: dataset }, before: { versions: versions.length } };
});
