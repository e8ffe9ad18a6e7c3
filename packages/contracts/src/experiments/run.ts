import { z } from "zod";
import { operation, reading } from "#src/operation.ts";
import { Empty, Milliseconds, pageOf } from "#src/page.ts";
import { ExperimentId, KeyValue, LifecycleStage, ViewType } from "./experiment.ts";
import { LastMetric, MetricKey, MetricNumber, MetricSummary } from "./metric.ts";
import { RunGroupRef } from "./run-group.ts";
import { ExperimentScope, RunFilter, RunOrder } from "./run-search.ts";

export const RunStatus = z.enum(["RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED"]);
export type RunStatus = z.infer<typeof RunStatus>;
export const RunId = z.string().regex(/^[a-zA-Z0-9][\w-]{0,255}$/, "a run id has letters, digits, _ and -, at most 256");
export const RunRef = z.object({ runId: z.string().min(1).max(256) });

/** A dataset as a client describes it. */
export const DatasetDescription = z.object({
  name: z.string().min(1).max(500),
  digest: z.string().min(1).max(36),
  sourceType: z.string().min(1),
  source: z.string().min(1).max(65_535),
  schema: z.string().max(1_048_575).optional(),
  profile: z.string().max(16_777_215).optional(),
});
export type DatasetDescription = z.infer<typeof DatasetDescription>;
export const DatasetInput = z.object({ dataset: DatasetDescription, tags: z.array(KeyValue).default([]) });
export type DatasetInput = z.output<typeof DatasetInput>;
export const ModelLink = z.object({ modelId: z.string().max(256), step: z.int().default(0) });
export type ModelLink = z.output<typeof ModelLink>;

export const RunInfo = z.object({
  runId: z.string(),
  name: z.string(),
  experimentId: z.string(),
  status: RunStatus,
  /** As the client sent it; `createdBy` is who the platform saw. */
  userId: z.string(),
  createdBy: z.string(),
  startTime: Milliseconds,
  endTime: Milliseconds.nullable(),
  lifecycleStage: LifecycleStage,
  artifactUri: z.string(),
});
export type RunInfo = z.infer<typeof RunInfo>;

export const Run = RunInfo.extend({
  /** Name of whoever `createdBy` is: a person, or a service account. */
  owner: z.string(),
  params: z.array(KeyValue),
  tags: z.array(KeyValue),
  metrics: z.array(MetricSummary),
  inputs: z.array(DatasetInput),
  modelInputs: z.array(ModelLink),
  modelOutputs: z.array(ModelLink),
});
export type Run = z.infer<typeof Run>;

/** A run as MLflow's API tells of it: of each metric the last point. */
export const LoggedRun = Run.extend({ metrics: z.array(LastMetric) });
export type LoggedRun = z.infer<typeof LoggedRun>;

/** Which columns to return; all of a kind where it is left out. */
export const RunColumns = z.object({
  metrics: z.array(z.string()).max(1000).optional(),
  params: z.array(z.string()).max(1000).optional(),
  tags: z.array(z.string()).max(1000).optional(),
});
export type RunColumns = z.infer<typeof RunColumns>;

export const searchRuns = operation({
  id: "experiments.searchRuns",
  method: "POST",
  path: "/runs/search",
  summary: "Searches runs of some experiments, or of all, by a filter and in a given order.",
  body: z.object({
    experimentIds: ExperimentScope,
    filter: RunFilter,
    orderBy: RunOrder,
    view: ViewType.default("active"),
    limit: z.int().min(1).max(50_000).default(100),
    cursor: z.string().max(8000).optional(),
    columns: RunColumns.optional(),
    /** Only the runs of one group. */
    within: RunGroupRef.optional(),
  }),
  response: pageOf(Run),
  permission: "run:read",
  audit: reading,
});

/** The same act for MLflow's API, where the other figures of metrics would be read in vain. */
export const searchLoggedRuns = operation({ ...searchRuns, response: pageOf(LoggedRun) });

/** `isCapped`: there are at least `value`. */
export const RunTotal = z.object({ value: z.int(), isCapped: z.boolean() });
export type RunTotal = z.infer<typeof RunTotal>;

export const countRuns = operation({
  id: "experiments.countRuns",
  method: "POST",
  path: "/runs/count",
  summary: "Counts the runs that match a filter, up to 10,000.",
  body: z.object({
    experimentIds: ExperimentScope,
    filter: RunFilter,
    view: ViewType.default("active"),
  }),
  response: RunTotal,
  permission: "run:read",
  audit: reading,
});

/**
 * Keys that runs have, by name. `common` are those that at least half as many runs have as the most frequent one of their kind;
 * `differingParams` are the common params in whose value runs differ.
 */
export const RunKeys = z.object({
  metrics: z.array(z.string()),
  params: z.array(z.string()),
  tags: z.array(z.string()),
  common: z.object({ metrics: z.array(z.string()), params: z.array(z.string()), differingParams: z.array(z.string()) }),
});
export type RunKeys = z.infer<typeof RunKeys>;

export const listRunColumns = operation({
  id: "experiments.listRunColumns",
  method: "GET",
  path: "/experiments/:experimentId/columns",
  summary: "Lists the metric, param and tag keys that runs of an experiment have.",
  params: z.object({ experimentId: ExperimentId }),
  response: RunKeys,
  permission: "run:read",
  audit: reading,
});

export const createRun = operation({
  id: "experiments.createRun",
  method: "POST",
  path: "/runs",
  summary: "Starts a run.",
  body: z.object({
    experimentId: ExperimentId.default("0"),
    runId: RunId.optional(),
    name: z.string().max(1000).optional(),
    userId: z.string().max(1000).default(""),
    startTime: Milliseconds.optional(),
    tags: z.array(KeyValue).max(1000).default([]),
  }),
  response: Run,
  permission: "run:write",
  audit: "experiments.run.create",
  idempotent: true,
  rateLimit: "ingest",
});

export const getRun = operation({
  id: "experiments.getRun",
  method: "GET",
  path: "/runs/:runId",
  summary: "Returns a run, deleted ones too.",
  params: RunRef,
  response: Run,
  permission: "run:read",
  audit: reading,
});

export const updateRun = operation({
  id: "experiments.updateRun",
  method: "PATCH",
  path: "/runs/:runId",
  summary: "Changes a run's status, end or name.",
  params: RunRef,
  body: z.object({ status: RunStatus.optional(), endTime: Milliseconds.optional(), name: z.string().min(1).max(1000).optional() }),
  response: RunInfo,
  permission: "run:write",
  audit: "experiments.run.update",
  rateLimit: "ingest",
});

export const deleteRun = operation({
  id: "experiments.deleteRun",
  method: "DELETE",
  path: "/runs/:runId",
  summary: "Marks a run deleted; it can be restored.",
  params: RunRef,
  response: Empty,
  permission: "run:delete",
  audit: "experiments.run.delete",
});

export const restoreRun = operation({
  id: "experiments.restoreRun",
  method: "POST",
  path: "/runs/:runId/restore",
  summary: "Restores a deleted run.",
  params: RunRef,
  response: Empty,
  permission: "run:delete",
  audit: "experiments.run.restore",
});

const ingesting = { none: "ingest of points, params and tags is recorded by its rows" } as const;

/** At most 1,000 metrics, 100 params, 100 tags and 1,000 of all together. */
export const logBatch = operation({
  id: "experiments.logBatch",
  method: "POST",
  path: "/runs/:runId/batch",
  summary: "Logs points, params and tags of a run in one transaction.",
  params: RunRef,
  body: z.object({
    metrics: z
      .array(
        z.object({
          key: MetricKey,
          value: MetricNumber,
          timestamp: Milliseconds,
          step: z.int().default(0),
          modelId: z.string().max(256).optional(),
          datasetName: z.string().max(500).optional(),
          datasetDigest: z.string().max(36).optional(),
        }),
      )
      .max(1000)
      .default([]),
    params: z.array(KeyValue).max(100).default([]),
    tags: z.array(KeyValue).max(100).default([]),
  }),
  response: Empty,
  permission: "run:write",
  audit: ingesting,
  rateLimit: "ingest",
});

export const deleteRunTag = operation({
  id: "experiments.deleteRunTag",
  method: "DELETE",
  path: "/runs/:runId/tags",
  summary: "Removes a tag of a run.",
  params: RunRef,
  query: z.object({ key: z.string().min(1).max(250) }),
  response: Empty,
  permission: "run:write",
  audit: ingesting,
  rateLimit: "ingest",
});

export const logInputs = operation({
  id: "experiments.logInputs",
  method: "POST",
  path: "/runs/:runId/inputs",
  summary: "Records datasets and logged models that a run used.",
  params: RunRef,
  body: z.object({ datasets: z.array(DatasetInput).max(1000).default([]), models: z.array(ModelLink).max(1000).default([]) }),
  response: Empty,
  permission: "run:write",
  audit: "experiments.run-input.log",
  rateLimit: "ingest",
});

export const logOutputs = operation({
  id: "experiments.logOutputs",
  method: "POST",
  path: "/runs/:runId/outputs",
  summary: "Records logged models that a run made.",
  params: RunRef,
  body: z.object({ models: z.array(ModelLink).min(1).max(1000) }),
  response: Empty,
  permission: "run:write",
  audit: "experiments.run-output.log",
  rateLimit: "ingest",
});

/** Datasets named in these experiments, at most 1,000. */
export const listDatasets = operation({
  id: "experiments.listDatasets",
  method: "POST",
  path: "/experiments/datasets",
  summary: "Lists the datasets that runs of experiments used.",
  body: z.object({ experimentIds: z.array(ExperimentId).min(1).max(20) }),
  response: z.object({
    items: z.array(z.object({ experimentId: z.string(), name: z.string(), digest: z.string(), context: z.string().nullable() })),
  }),
  permission: "run:read",
  audit: reading,
});

export const runOperations = [
  searchRuns,
  countRuns,
  listRunColumns,
  createRun,
  getRun,
  updateRun,
  deleteRun,
  restoreRun,
  logBatch,
  deleteRunTag,
  logInputs,
  logOutputs,
  listDatasets,
] as const;
