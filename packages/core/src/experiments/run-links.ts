import * as contract from "@plumbline/contracts/experiments/run";
import type { LineageNode } from "@plumbline/contracts/lineage";
import { AppError, type Ctx, command, notFound, workspaceOf } from "../kernel/index.ts";
import { link } from "../lineage/index.ts";
import { activeRun, runUpdated } from "./active-run.ts";
import { putDatasets, putRunInputs } from "./store/datasets.ts";
import { findModelIds } from "./store/logged-models.ts";
import { putRunModels, type RunRow } from "./store/runs.ts";

const inputTagKeyMax = 255;
const inputTagValueMax = 500;

/** A dataset is what its digest says, in whichever experiment it was used. */
const datasetNode = ({ name, digest }: { name: string; digest: string }): LineageNode => ({ kind: "dataset", id: `${name}@${digest}` });
export const runNode = (runId: string): LineageNode => ({ kind: "run", id: runId });
export const modelNode = (modelId: string): LineageNode => ({ kind: "logged-model", id: modelId });

export const logInputs = command(contract.logInputs, async (ctx, { runId, datasets, models }) => {
  const row = await activeRun(ctx, runId);
  const inputs = await linkInputs(ctx, { row, datasets, models });
  return {
    result: {},
    subject: { kind: "run", id: runId },
    after: { datasets: inputs.map(({ dataset }) => datasetNode(dataset).id), models: models.map(({ modelId }) => modelId) },
    changes: [runUpdated(row)],
  };
});

export const logOutputs = command(contract.logOutputs, async (ctx, { runId, models }) => {
  const row = await activeRun(ctx, runId);
  await linkOutputs(ctx, { row, models });
  return {
    result: {},
    subject: { kind: "run", id: runId },
    after: { models: models.map(({ modelId }) => modelId) },
    changes: [runUpdated(row)],
  };
});

interface Inputs {
  readonly row: RunRow;
  readonly datasets: readonly contract.DatasetInput[];
  readonly models: readonly contract.ModelLink[];
}

/** Says what a run used, in the caller's transaction. Returns the datasets, each once. */
export async function linkInputs(ctx: Ctx, { row, datasets, models }: Inputs): Promise<contract.DatasetInput[]> {
  for (const [index, { tags }] of datasets.entries()) checkInputTags(tags, `datasets[${index}].tags`);
  const workspaceId = workspaceOf(ctx).id;
  const inputs = firstOfEach(datasets);
  if (inputs.length > 0) {
    await putDatasets(ctx.tx, workspaceId, { experimentId: row.experiment_id, datasets: inputs.map(({ dataset }) => dataset) });
    await putRunInputs(ctx.tx, workspaceId, { run: row, inputs });
  }
  await linkModels(ctx, { row, models, direction: "input" });
  await link(ctx.tx, workspaceId, [
    ...inputs.map(({ dataset }) => ({ from: datasetNode(dataset), relation: "input", to: runNode(row.run_id) })),
    ...models.map(({ modelId }) => ({ from: modelNode(modelId), relation: "input", to: runNode(row.run_id) })),
  ]);
  return inputs;
}

/** Says which models a run made, in the caller's transaction. */
export async function linkOutputs(ctx: Ctx, { row, models }: Omit<Inputs, "datasets">): Promise<void> {
  await linkModels(ctx, { row, models, direction: "output" });
  const edges = models.map(({ modelId }) => ({ from: runNode(row.run_id), relation: "output", to: modelNode(modelId) }));
  await link(ctx.tx, workspaceOf(ctx).id, edges);
}

interface ModelLinks {
  readonly row: RunRow;
  readonly models: readonly contract.ModelLink[];
  readonly direction: "input" | "output";
}

/** An arrow has two ends: a model that this workspace does not know is refused. */
async function linkModels(ctx: Ctx, { row, models, direction }: ModelLinks): Promise<void> {
  if (models.length === 0) return;
  const workspaceId = workspaceOf(ctx).id;
  const known = await findModelIds(
    ctx.tx,
    workspaceId,
    models.map(({ modelId }) => modelId),
  );
  const unknown = models.find(({ modelId }) => !known.has(modelId));
  if (unknown) throw notFound("logged model", unknown.modelId);
  await putRunModels(ctx.tx, workspaceId, { runKey: row.key, models, direction });
}

function checkInputTags(tags: readonly { key: string; value: string }[], place: string): void {
  for (const [index, { key, value }] of tags.entries()) {
    const tooLong = key.length > inputTagKeyMax ? { part: "key", max: inputTagKeyMax } : { part: "value", max: inputTagValueMax };
    if (key.length <= inputTagKeyMax && value.length <= inputTagValueMax) continue;
    throw new AppError("invalid", `The ${tooLong.part} of an input's tag may have ${tooLong.max} characters.`, {
      params: { reason: "input-tag-length", ...tooLong },
      fields: [{ path: `${place}[${index}].${tooLong.part}`, message: `longer than ${tooLong.max} characters` }],
    });
  }
}

/** A dataset that is given twice counts as it was given first. */
function firstOfEach(datasets: readonly contract.DatasetInput[]): contract.DatasetInput[] {
  const byId = new Map<string, contract.DatasetInput>();
  for (const input of datasets) {
    const { id } = datasetNode(input.dataset);
    if (!byId.has(id)) byId.set(id, input);
  }
  return [...byId.entries()].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, input]) => input);
}
