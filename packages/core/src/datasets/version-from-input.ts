import * as contract from "@plumbline/contracts/datasets/version";
import { AppError, command, notFound, workspaceOf } from "../kernel/index.ts";
import { lockDataset } from "./store/datasets.ts";
import { findLoggedInput, findVersionByKey, findVersionBySource, insertVersion, toVersion } from "./store/versions.ts";

/** Data that a version stands for already answers that version: what the client logged is then linked to it. */
export const createVersionFromInput = command(contract.createVersionFromInput, async (ctx, { dataset, runId, name, digest }) => {
  const workspaceId = workspaceOf(ctx).id;
  const key = await lockDataset(ctx.tx, workspaceId, dataset);
  if (key === undefined) throw notFound("dataset", dataset);
  const logged = await findLoggedInput(ctx.tx, workspaceId, { runId, name, digest });
  if (!logged) {
    throw new AppError("not-found", `Run ${runId} did not log a dataset "${name}" with the digest ${digest} as its input.`, {
      params: { noun: "logged dataset", id: `${name}@${digest}` },
    });
  }
  const source = { key, name, digest };
  const known = await findVersionBySource(ctx.tx, workspaceId, source);
  const version =
    known?.version ?? (await insertVersion(ctx.tx, workspaceId, { source, content: logged, createdBy: ctx.actor.id, now: ctx.now }));
  const row = known ?? (await findVersionByKey(ctx.tx, workspaceId, { key, version }));
  if (!row) throw notFound("version of a dataset", `${dataset}/${version}`);
  const isNew = !known;
  return {
    result: { ...toVersion(row), isNew },
    subject: { kind: "dataset-version", id: `${dataset}/${version}` },
    after: { runId, name, digest, isNew },
    changes: isNew ? [{ topic: "dataset", subject: dataset, kind: "version", data: { version } }] : [],
  };
});
