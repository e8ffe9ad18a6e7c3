import * as contract from "@plumbline/contracts/experiments/experiment";
import { AppError, command, workspaceOf } from "../kernel/index.ts";
import { checkKey } from "./key-rules.ts";
import { experimentNameTaken } from "./lifecycle.ts";
import { insertExperiment, putExperimentTags } from "./store/experiments.ts";

export const createExperiment = command(contract.createExperiment, async (ctx, input) => {
  const workspaceId = workspaceOf(ctx).id;
  checkExperimentTags(input.tags);
  const now = ctx.now.getTime();
  const { name } = input;
  const created = await insertExperiment(ctx.tx, workspaceId, {
    name,
    artifactLocation: input.artifactLocation ? checkLocation(input.artifactLocation) : undefined,
    createdBy: ctx.actor.id,
    now,
  });
  if (!created) throw experimentNameTaken(name);
  await putExperimentTags(ctx.tx, workspaceId, { id: created.id, tags: input.tags });
  const experiment: contract.Experiment = {
    experimentId: String(created.id),
    name,
    artifactLocation: created.artifact_location,
    lifecycleStage: "active",
    createdBy: ctx.actor.id,
    creationTime: now,
    lastUpdateTime: now,
    tags: [...input.tags].sort((left, right) => (left.key < right.key ? -1 : 1)),
  };
  // Values of tags are free text: what an event says can never be erased.
  const after = { name, artifactLocation: experiment.artifactLocation, tags: experiment.tags.map(({ key }) => key) };
  return { result: experiment, subject: { kind: "experiment", id: experiment.experimentId }, after };
});

function checkExperimentTags(tags: readonly contract.KeyValue[]): void {
  const seen = new Set<string>();
  for (const [index, { key }] of tags.entries()) {
    checkKey(key, { field: `tags[${index}].key` });
    if (seen.has(key)) throw new AppError("invalid", `The tag "${key}" is given twice.`, { params: { reason: "tag-duplicate", key } });
    seen.add(key);
  }
}

/** Paths of runs and models are appended, so the location must be a plain one, and stay inside the platform's own root. */
function checkLocation(location: string): string {
  const refuse = (message: string) =>
    new AppError("invalid", `The artifact location ${message}.`, {
      params: { reason: "artifact-location" },
      fields: [{ path: "artifactLocation", message }],
    });
  if (/[?#;]/.test(location)) throw refuse("cannot include fragments or params");
  if (/^mlflow-artifacts:/i.test(location) && /(^|[/\\])\.\.?([/\\]|$)|%|\\/.test(location)) throw refuse("must be a plain path");
  return location.replace(/(?<!\/)\/+$/, "");
}
