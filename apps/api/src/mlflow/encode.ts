import type { Experiment } from "@plumbline/contracts/experiments/experiment";
import type { LoggedModel, LoggedModelStatus } from "@plumbline/contracts/experiments/logged-model";
import type { MetricNumber, MetricPoint } from "@plumbline/contracts/experiments/metric";
import type { DatasetInput, LoggedRun, ModelLink, RunInfo } from "@plumbline/contracts/experiments/run";
import { type Int64, int64ToJson } from "./json.ts";

/** Empty lists and absent values are left out, as protobuf does: JSON.stringify drops undefined. */
export const list = <T>(items: readonly T[]): readonly T[] | undefined => (items.length === 0 ? undefined : items);

/** NaN stays text; the infinities become the largest float64, as on every stock server with a database. */
export function encodeNumber(value: MetricNumber | number): number | "NaN" {
  const number = Number(value);
  if (Number.isNaN(number)) return "NaN";
  return Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, number));
}

interface Point {
  readonly value: MetricNumber | number;
  readonly timestamp: Int64;
  readonly step: Int64;
}

export const encodeMetric = (key: string, point: Point | MetricPoint) => ({
  key,
  value: encodeNumber(point.value),
  timestamp: int64ToJson(point.timestamp),
  step: int64ToJson(point.step),
});

export const encodeExperiment = (experiment: Experiment, workspace: string) => ({
  experiment_id: experiment.experimentId,
  name: experiment.name,
  artifact_location: experiment.artifactLocation,
  lifecycle_stage: experiment.lifecycleStage,
  last_update_time: experiment.lastUpdateTime,
  creation_time: experiment.creationTime,
  tags: list(experiment.tags),
  workspace,
});

export const encodeRunInfo = (info: RunInfo) => ({
  run_uuid: info.runId,
  experiment_id: info.experimentId,
  run_name: info.name,
  user_id: info.userId,
  status: info.status,
  start_time: info.startTime,
  end_time: info.endTime ?? undefined,
  artifact_uri: info.artifactUri,
  lifecycle_stage: info.lifecycleStage,
  run_id: info.runId,
});

/** A run just made; `outputs` comes with the first read. */
export const encodeNewRun = (run: LoggedRun) => ({
  info: encodeRunInfo(run),
  data: {
    metrics: list(run.metrics.map(({ key, last }) => encodeMetric(key, last))),
    params: list(run.params),
    tags: list(run.tags),
  },
  inputs: {
    dataset_inputs: list(run.inputs.map(encodeInput)),
    model_inputs: list(run.modelInputs.map(({ modelId }) => ({ model_id: modelId }))),
  },
});

export const encodeRun = (run: LoggedRun) => ({
  ...encodeNewRun(run),
  outputs: { model_outputs: list(run.modelOutputs.map(encodeOutput)) },
});

const encodeOutput = ({ modelId, step }: ModelLink) => ({ model_id: modelId, step });

const encodeInput = ({ dataset, tags }: DatasetInput) => ({
  tags: list(tags),
  dataset: {
    name: dataset.name,
    digest: dataset.digest,
    source_type: dataset.sourceType,
    source: dataset.source,
    schema: dataset.schema,
    profile: dataset.profile,
  },
});

const statusNames: Readonly<Record<LoggedModelStatus, string>> = {
  PENDING: "LOGGED_MODEL_PENDING",
  READY: "LOGGED_MODEL_READY",
  UPLOAD_FAILED: "LOGGED_MODEL_UPLOAD_FAILED",
};

export const encodeLoggedModel = (model: LoggedModel) => ({
  info: {
    model_id: model.modelId,
    experiment_id: model.experimentId,
    name: model.name,
    creation_timestamp_ms: model.creationTime,
    last_updated_timestamp_ms: model.lastUpdateTime,
    artifact_uri: model.artifactUri,
    status: statusNames[model.status],
    model_type: model.modelType ?? "",
    source_run_id: model.sourceRunId ?? "",
    status_message: model.statusMessage ?? undefined,
    tags: list(model.tags),
  },
  data: { params: list(model.params), metrics: list(model.metrics.map((metric) => encodeModelMetric(model.modelId, metric))) },
});

const encodeModelMetric = (modelId: string, metric: LoggedModel["metrics"][number]) => ({
  ...encodeMetric(metric.key, metric),
  dataset_name: metric.datasetName ?? undefined,
  dataset_digest: metric.datasetDigest ?? undefined,
  model_id: modelId,
  run_id: metric.runId,
});

/** One page of a list: its items under their name, and the token of the next page. */
export const encodePage = (name: string, items: readonly unknown[], nextCursor: string | null) => ({
  [name]: list(items),
  next_page_token: nextCursor ?? undefined,
});
