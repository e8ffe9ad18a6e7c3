import { randomUUID } from "node:crypto";
import type { KeyValue } from "@plumbline/contracts/experiments/experiment";
import * as contract from "@plumbline/contracts/experiments/run";
import { AppError, command, notFound, workspaceOf } from "../kernel/index.ts";
import { checkRunTags } from "./key-rules.ts";
import { experimentDeleted } from "./lifecycle.ts";
import { randomName } from "./random-name.ts";
import { insertRun } from "./store/runs.ts";

/** The tag that always says the same as the run's name. */
const runNameTag = "mlflow.runName";

export const createRun = command(contract.createRun, async (ctx, input) => {
  const runId = input.runId ?? randomUUID().replaceAll("-", "");
  const { name, tags } = nameAndTags(input.name, checkRunTags(input.tags));
  const startTime = input.startTime ?? ctx.now.getTime();
  const { experimentId, userId } = input;
  const createdBy = ctx.actor.id;
  const made = await insertRun(ctx.tx, workspaceOf(ctx).id, {
    runId,
    experimentId: Number(experimentId),
    name,
    userId,
    createdBy,
    startTime,
    tags,
  });
  if (!made) throw notFound("experiment", experimentId);
  if (made.lifecycle_stage === "deleted") throw experimentDeleted(experimentId);
  if (made.artifact_uri === null) {
    throw new AppError("conflict", `A run with the id "${runId}" exists already.`, { params: { reason: "run-id-taken", runId } });
  }
  const run: contract.Run = {
    runId,
    name,
    experimentId: String(Number(experimentId)),
    status: "RUNNING",
    userId,
    createdBy,
    startTime,
    endTime: null,
    lifecycleStage: "active",
    artifactUri: made.artifact_uri,
    params: [],
    tags,
    metrics: [],
    inputs: [],
    modelInputs: [],
    modelOutputs: [],
  };
  return {
    result: run,
    subject: { kind: "run", id: runId },
    after: { experimentId: run.experimentId, name, userId },
    changes: [{ topic: "run", subject: runId, kind: "create", data: { experimentId: run.experimentId } }],
  };
});

/** Name and tag of the name agree; where neither is given, the run gets a random name. */
function nameAndTags(given: string | undefined, tags: KeyValue[]): { name: string; tags: KeyValue[] } {
  const tagged = tags.find(({ key }) => key === runNameTag)?.value;
  if (given && tagged && given !== tagged) {
    throw new AppError("invalid", `The name "${given}" and the tag ${runNameTag} "${tagged}" differ. Give one, or both alike.`, {
      params: { reason: "run-name-differs", name: given, tag: tagged },
      fields: [{ path: "name", message: `differs from the tag ${runNameTag}` }],
    });
  }
  const name = given || tagged || randomName();
  const others = tags.filter(({ key }) => key !== runNameTag);
  return { name, tags: [...others, { key: runNameTag, value: name }].sort((left, right) => (left.key < right.key ? -1 : 1)) };
}
