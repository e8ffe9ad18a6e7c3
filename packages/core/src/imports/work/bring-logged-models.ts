import type { LoggedModelStatus } from "@plumbline/contracts/experiments/logged-model";
import { type BroughtModel, bringLoggedModel, settleBroughtLoggedModel } from "../../experiments/index.ts";
import type { SourceLoggedModel, SourceMetric } from "../source/entities.ts";
import { findModelOrigins, insertModelOrigin } from "../store/origins.ts";
import { bringArtifacts } from "./bring-artifacts.ts";
import type { PlacedExperiment } from "./bring-experiments.ts";
import { asImporter, reasonOf, type Work } from "./work.ts";

/** A point of a run that belongs to a logged model too. */
export interface ModelPoint extends SourceMetric {
  readonly modelId: string;
  readonly datasetName: string;
  readonly datasetDigest: string;
}

/** What the logged models of an experiment say about its runs. */
export interface ModelsOfRuns {
  /** By the run that logged them. */
  readonly points: ReadonlyMap<string, readonly ModelPoint[]>;
  /** Models that are here and came from the source. */
  readonly known: ReadonlySet<string>;
}

/** Brings the logged models of an experiment with their files; the points are logged with their runs. */
export async function bringLoggedModels(work: Work, placed: PlacedExperiment): Promise<ModelsOfRuns> {
  const points = new Map<string, ModelPoint[]>();
  const known = new Set<string>();
  for await (const page of work.source.loggedModels(placed.source.experiment_id)) {
    work.reporter.count("loggedModels", "source", page.length);
    const modelIds = page.map(({ info }) => info.model_id);
    const origins = await asImporter(work, (ctx) => findModelOrigins(ctx.tx, work.workspaceId, { sourceKey: work.sourceKey, modelIds }));
    for (const model of page) {
      work.reporter.signal.throwIfAborted();
      const origin = origins.get(model.info.model_id);
      if (!(await bringOne(work, { model, placed, origin }))) continue;
      known.add(model.info.model_id);
      addPoints(points, model);
    }
  }
  return { points, known };
}

function addPoints(points: Map<string, ModelPoint[]>, { info, data }: SourceLoggedModel): void {
  for (const metric of data.metrics) {
    const point = { ...metric, modelId: info.model_id, datasetName: metric.dataset_name, datasetDigest: metric.dataset_digest };
    const list = points.get(metric.run_id);
    if (list) list.push(point);
    else points.set(metric.run_id, [point]);
  }
}

interface One {
  readonly model: SourceLoggedModel;
  readonly placed: PlacedExperiment;
  /** The import that brought it; undefined where it is new. */
  readonly origin: string | undefined;
}

async function bringOne(work: Work, one: One): Promise<boolean> {
  const { model, placed, origin } = one;
  const { model_id: modelId, artifact_uri: uri } = model.info;
  try {
    if (!(await place(work, one))) {
      leaveOut(work, modelId, "A logged model of this id is here already, which is not from this source.");
      return false;
    }
  } catch (error) {
    leaveOut(work, modelId, reasonOf(error));
    return false;
  }
  work.reporter.count("loggedModels", origin === undefined || origin === work.importId ? "brought" : "unchanged");
  const to = `${placed.experimentId}/models/${modelId}/artifacts`;
  await bringArtifacts(work, { root: { uri, runId: null }, to, subject: `logged model ${modelId}`, isFresh: origin === undefined });
  return true;
}

/** Whether it is here afterwards: false where its id is another's. */
function place(work: Work, { model, placed, origin }: One): Promise<boolean> {
  const { importId, sourceKey, workspaceId } = work;
  const contents = contentsOf(model, placed.experimentId);
  return asImporter(work, async (ctx) => {
    if (origin !== undefined) {
      await settleBroughtLoggedModel(ctx, contents);
      return true;
    }
    if (!(await bringLoggedModel(ctx, contents))) return false;
    await insertModelOrigin(ctx.tx, workspaceId, { sourceKey, importId, modelId: model.info.model_id });
    return true;
  });
}

function leaveOut({ reporter }: Work, modelId: string, why: string): void {
  reporter.count("loggedModels", "leftOut");
  reporter.problem("logged model", modelId, why);
}

const keyMax = 250;

function contentsOf({ info, data }: SourceLoggedModel, experimentId: number) {
  const created = info.creation_timestamp_ms ?? 0;
  const brought: BroughtModel = {
    modelId: info.model_id,
    experimentId,
    name: info.name || info.model_id,
    modelType: info.model_type || null,
    sourceRunId: info.source_run_id || null,
    status: statusOf(info.status),
    statusMessage: info.status_message || null,
    creationTime: created,
    lastUpdateTime: info.last_updated_timestamp_ms ?? created,
  };
  const isStorable = ({ key }: { key: string }) => key.length > 0 && key.length <= keyMax;
  return { model: brought, params: data.params.filter(isStorable), tags: info.tags.filter(isStorable) };
}

function statusOf(status: string | number | null | undefined): LoggedModelStatus {
  if (status === "LOGGED_MODEL_READY" || status === 2) return "READY";
  if (status === "LOGGED_MODEL_UPLOAD_FAILED" || status === 3) return "UPLOAD_FAILED";
  return "PENDING";
}
