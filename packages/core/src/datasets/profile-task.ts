import { requestProfile as contract } from "@plumbline/contracts/datasets/profile";
import { z } from "zod";
import { AppError, command, defineTask, requestTask, workspaceOf } from "../kernel/index.ts";
import { readVersion } from "./get-version.ts";
import { queueProfile } from "./store/profiles.ts";
import { toVersion } from "./store/versions.ts";

/** Reads a version's file and says what it holds. */
export const profileVersion = defineTask({
  name: "datasets.profile",
  payload: z.object({ datasetKey: z.int(), version: z.int() }),
  attempts: 3,
  timeoutMs: 30 * 60_000,
  handler: async () => (await import("./profile-version.ts")).profile,
});

export const requestProfile = command(contract, async (ctx, of) => {
  const row = await readVersion(ctx, of);
  const { dataset, version, dataset_key: datasetKey } = row;
  if (row.blob_id === null || !(await queueProfile(ctx.tx, workspaceOf(ctx).id, { key: datasetKey, version, now: ctx.now }))) {
    const why =
      row.blob_id === null
        ? "the platform does not hold its file"
        : row.state === "ready"
          ? "its file was read already"
          : "it is being read";
    throw new AppError("conflict", `Version ${version} of "${dataset}" cannot be read again: ${why}.`, {
      params: { reason: "profile-state" },
    });
  }
  return {
    result: toVersion(await readVersion(ctx, of)),
    subject: { kind: "dataset-version", id: `${dataset}/${version}` },
    changes: [{ topic: "dataset", subject: dataset, kind: "profile", data: { version } }],
    tasks: [requestTask(profileVersion, { datasetKey, version })],
  };
});
