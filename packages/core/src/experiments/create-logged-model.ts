import { randomUUID } from "node:crypto";
import * as contract from "@plumbline/contracts/experiments/logged-model";
import { AppError, command, notFound, workspaceOf } from "../kernel/index.ts";
import { link } from "../lineage/index.ts";
import { experimentDeleted } from "./lifecycle.ts";
import { lastOfEach, onceEach } from "./logged-model-pairs.ts";
import { randomName } from "./random-name.ts";
import { modelNode, runNode } from "./run-links.ts";
import { findExperiment } from "./store/experiments.ts";
import { insertLoggedModel, putLoggedModelParams, putLoggedModelTags } from "./store/logged-models.ts";
import { findRun } from "./store/runs.ts";

export const createLoggedModel = command(contract.createLoggedModel, async (ctx, input) => {
  const workspaceId = workspaceOf(ctx).id;
  const name = input.name ? checkName(input.name) : randomName();
  const params = onceEach(input.params);
  const tags = lastOfEach(input.tags);
  const experiment = await findExperiment(ctx.tx, workspaceId, Number(input.experimentId));
  if (!experiment) throw notFound("experiment", input.experimentId);
  if (experiment.lifecycle_stage === "deleted") throw experimentDeleted(input.experimentId);
  const modelId = `m-${randomUUID().replaceAll("-", "")}`;
  const now = ctx.now.getTime();
  const model: contract.LoggedModel = {
    modelId,
    experimentId: String(experiment.id),
    name,
    modelType: input.modelType || null,
    sourceRunId: input.sourceRunId || null,
    status: "PENDING",
    statusMessage: null,
    artifactUri: `${experiment.artifact_location}/models/${modelId}/artifacts`,
    creationTime: now,
    lastUpdateTime: now,
    params,
    tags,
    metrics: [],
  };
  await insertLoggedModel(ctx.tx, workspaceId, { ...model, experimentId: experiment.id, now });
  await putLoggedModelParams(ctx.tx, workspaceId, { modelId, pairs: params });
  await putLoggedModelTags(ctx.tx, workspaceId, { modelId, pairs: tags });
  // Clients may name a run of another server: an arrow needs both ends here.
  if (model.sourceRunId && (await findRun(ctx.tx, workspaceId, model.sourceRunId))) {
    await link(ctx.tx, workspaceId, [{ from: runNode(model.sourceRunId), relation: "output", to: modelNode(modelId) }]);
  }
  return {
    result: model,
    subject: { kind: "logged-model", id: modelId },
    after: { name, experimentId: model.experimentId, modelType: model.modelType, sourceRunId: model.sourceRunId },
  };
});

function checkName(name: string): string {
  if (!/[/:.%"']/.test(name)) return name;
  throw new AppError("invalid", `A model's name cannot hold / : . % " or '.`, {
    params: { reason: "logged-model-name", name },
    fields: [{ path: "name", message: `holds one of / : . % " '` }],
  });
}
