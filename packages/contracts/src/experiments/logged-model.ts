import { z } from "zod";
import { operation, reading } from "#src/operation.ts";
import { Empty, Milliseconds, pageOf } from "#src/page.ts";
import { ExperimentId, KeyValue } from "./experiment.ts";
import { Int64Number, MetricNumber } from "./metric.ts";

export const LoggedModelStatus = z.enum(["PENDING", "READY", "UPLOAD_FAILED"]);
export type LoggedModelStatus = z.infer<typeof LoggedModelStatus>;

export const LoggedModelMetric = z.object({
  key: z.string(),
  value: MetricNumber,
  timestamp: Int64Number,
  step: Int64Number,
  runId: z.string(),
  datasetName: z.string().nullable(),
  datasetDigest: z.string().nullable(),
});
export type LoggedModelMetric = z.infer<typeof LoggedModelMetric>;

export const LoggedModel = z.object({
  modelId: z.string(),
  experimentId: z.string(),
  name: z.string(),
  modelType: z.string().nullable(),
  sourceRunId: z.string().nullable(),
  status: LoggedModelStatus,
  statusMessage: z.string().nullable(),
  artifactUri: z.string(),
  creationTime: Milliseconds,
  lastUpdateTime: Milliseconds,
  params: z.array(KeyValue),
  tags: z.array(KeyValue),
  metrics: z.array(LoggedModelMetric),
});
export type LoggedModel = z.infer<typeof LoggedModel>;

const ModelRef = z.object({ modelId: z.string().min(1).max(256) });

export const searchLoggedModels = operation({
  id: "experiments.searchLoggedModels",
  method: "POST",
  path: "/logged-models/search",
  summary: "Searches logged models of experiments by an MLflow filter, in a given order.",
  body: z.object({
    experimentIds: z.array(ExperimentId).min(1).max(1000),
    filter: z.string().max(20_000).default(""),
    datasets: z
      .array(z.object({ name: z.string(), digest: z.string().optional() }))
      .max(100)
      .default([]),
    orderBy: z
      .array(
        z.object({
          field: z.string().max(500),
          isAscending: z.boolean().default(true),
          datasetName: z.string().optional(),
          datasetDigest: z.string().optional(),
        }),
      )
      .max(20)
      .default([]),
    limit: z.int().min(1).max(1000).default(50),
    cursor: z.string().max(8000).optional(),
  }),
  response: pageOf(LoggedModel),
  permission: "run:read",
  audit: reading,
});

export const createLoggedModel = operation({
  id: "experiments.createLoggedModel",
  method: "POST",
  path: "/logged-models",
  summary: "Begins a logged model; its files follow, then its status becomes READY.",
  body: z.object({
    experimentId: ExperimentId,
    name: z.string().max(500).optional(),
    modelType: z.string().max(500).optional(),
    sourceRunId: z.string().max(256).optional(),
    params: z.array(KeyValue).max(1000).default([]),
    tags: z.array(KeyValue).max(1000).default([]),
  }),
  response: LoggedModel,
  permission: "run:write",
  audit: "experiments.logged-model.create",
  rateLimit: "ingest",
});

export const getLoggedModel = operation({
  id: "experiments.getLoggedModel",
  method: "GET",
  path: "/logged-models/:modelId",
  summary: "Returns a logged model.",
  params: ModelRef,
  response: LoggedModel,
  permission: "run:read",
  audit: reading,
});

export const finalizeLoggedModel = operation({
  id: "experiments.finalizeLoggedModel",
  method: "PATCH",
  path: "/logged-models/:modelId",
  summary: "Sets a logged model's status once its files are there, or could not be.",
  params: ModelRef,
  body: z.object({ status: LoggedModelStatus }),
  response: LoggedModel,
  permission: "run:write",
  audit: "experiments.logged-model.finalize",
  rateLimit: "ingest",
});

export const deleteLoggedModel = operation({
  id: "experiments.deleteLoggedModel",
  method: "DELETE",
  path: "/logged-models/:modelId",
  summary: "Marks a logged model deleted.",
  params: ModelRef,
  response: Empty,
  permission: "run:delete",
  audit: "experiments.logged-model.delete",
});

const recordedByRows = { none: "params and tags are recorded by their rows" } as const;

export const setLoggedModelTags = operation({
  id: "experiments.setLoggedModelTags",
  method: "PATCH",
  path: "/logged-models/:modelId/tags",
  summary: "Sets tags of a logged model.",
  params: ModelRef,
  body: z.object({ tags: z.array(KeyValue).max(1000) }),
  response: LoggedModel,
  permission: "run:write",
  audit: recordedByRows,
  rateLimit: "ingest",
});

export const deleteLoggedModelTag = operation({
  id: "experiments.deleteLoggedModelTag",
  method: "DELETE",
  path: "/logged-models/:modelId/tags",
  summary: "Removes a tag of a logged model.",
  params: ModelRef,
  query: z.object({ key: z.string().min(1).max(250) }),
  response: Empty,
  permission: "run:write",
  audit: recordedByRows,
  rateLimit: "ingest",
});

export const logLoggedModelParams = operation({
  id: "experiments.logLoggedModelParams",
  method: "POST",
  path: "/logged-models/:modelId/params",
  summary: "Adds params of a logged model.",
  params: ModelRef,
  body: z.object({ params: z.array(KeyValue).max(1000) }),
  response: Empty,
  permission: "run:write",
  audit: recordedByRows,
  rateLimit: "ingest",
});

export const loggedModelOperations = [
  searchLoggedModels,
  createLoggedModel,
  getLoggedModel,
  finalizeLoggedModel,
  deleteLoggedModel,
  setLoggedModelTags,
  deleteLoggedModelTag,
  logLoggedModelParams,
] as const;
