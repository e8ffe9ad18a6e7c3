import { z } from "zod";
import { operation, reading } from "#src/operation.ts";
import { Empty, Milliseconds, PageQuery, pageOf } from "#src/page.ts";

/** Number of an experiment within its workspace, as text: MLflow clients treat it so. "0" is Default. */
export const ExperimentId = z.string().regex(/^\d{1,9}$/, "an experiment id is a whole number");
export const ViewType = z.enum(["active", "deleted", "all"]);
export type ViewType = z.infer<typeof ViewType>;
export const LifecycleStage = z.enum(["active", "deleted"]);
export type LifecycleStage = z.infer<typeof LifecycleStage>;
/** A key and its text. */
export const KeyValue = z.object({ key: z.string(), value: z.string() });
export type KeyValue = z.infer<typeof KeyValue>;

export const Experiment = z.object({
  experimentId: z.string(),
  name: z.string(),
  artifactLocation: z.string(),
  lifecycleStage: LifecycleStage,
  createdBy: z.string(),
  creationTime: Milliseconds,
  lastUpdateTime: Milliseconds,
  tags: z.array(KeyValue),
});
export type Experiment = z.infer<typeof Experiment>;

/** An experiment with what its list shows. `bestMetric` follows the tags `mlflow.experiment.primaryMetric.*`. */
export const ExperimentSummary = Experiment.extend({
  runCount: z.int(),
  runningCount: z.int(),
  lastRunTime: Milliseconds.nullable(),
  owner: z.string(),
  bestMetric: z.object({ key: z.string(), value: z.number(), runId: z.string() }).nullable(),
  /** Points and files of its runs, as of the last measurement; null before the first. */
  storageBytes: z.int().nullable(),
});
export type ExperimentSummary = z.infer<typeof ExperimentSummary>;

const ExperimentRef = z.object({ experimentId: ExperimentId });
export const experimentNameMax = 500;
export const experimentTagValueMax = 20_000;
const ExperimentName = z.string().trim().min(1).max(experimentNameMax);
const TagKey = z.string().min(1).max(250);

export const searchExperiments = operation({
  id: "experiments.searchExperiments",
  method: "POST",
  path: "/experiments/search",
  summary: "Searches experiments by an MLflow filter, in a given order.",
  body: z.object({
    filter: z.string().max(20_000).default(""),
    orderBy: z.array(z.string().max(500)).max(20).default([]),
    view: ViewType.default("active"),
    limit: z.int().min(1).max(50_000).default(100),
    cursor: z.string().max(4000).optional(),
  }),
  response: pageOf(Experiment),
  permission: "experiment:read",
  audit: reading,
});

export const listExperiments = operation({
  id: "experiments.listExperiments",
  method: "GET",
  path: "/experiments",
  summary: "Lists experiments with their activity, most recently active first.",
  query: PageQuery.extend({ search: z.string().max(500).default(""), view: ViewType.default("active") }),
  response: pageOf(ExperimentSummary),
  permission: "experiment:read",
  audit: reading,
});

export const createExperiment = operation({
  id: "experiments.createExperiment",
  method: "POST",
  path: "/experiments",
  summary: "Makes an experiment.",
  body: z.object({
    name: ExperimentName,
    artifactLocation: z.string().max(4000).optional(),
    tags: z
      .array(z.object({ key: TagKey, value: z.string().max(experimentTagValueMax) }))
      .max(100)
      .default([]),
  }),
  response: Experiment,
  permission: "experiment:write",
  audit: "experiments.experiment.create",
  idempotent: true,
});

export const getExperiment = operation({
  id: "experiments.getExperiment",
  method: "GET",
  path: "/experiments/:experimentId",
  summary: "Returns an experiment, deleted ones too.",
  params: ExperimentRef,
  response: Experiment,
  permission: "experiment:read",
  audit: reading,
});

export const findExperimentByName = operation({
  id: "experiments.findExperimentByName",
  method: "GET",
  path: "/experiments/by-name",
  summary: "Returns the experiment of this name, deleted ones too.",
  query: z.object({ name: z.string().max(1000) }),
  response: Experiment,
  permission: "experiment:read",
  audit: reading,
});

export const renameExperiment = operation({
  id: "experiments.renameExperiment",
  method: "PATCH",
  path: "/experiments/:experimentId",
  summary: "Renames an active experiment.",
  params: ExperimentRef,
  body: z.object({ name: ExperimentName }),
  response: Experiment,
  permission: "experiment:write",
  audit: "experiments.experiment.rename",
});

export const deleteExperiment = operation({
  id: "experiments.deleteExperiment",
  method: "DELETE",
  path: "/experiments/:experimentId",
  summary: "Marks an experiment and its runs deleted; both can be restored.",
  params: ExperimentRef,
  response: Empty,
  permission: "experiment:delete",
  audit: "experiments.experiment.delete",
});

export const restoreExperiment = operation({
  id: "experiments.restoreExperiment",
  method: "POST",
  path: "/experiments/:experimentId/restore",
  summary: "Restores a deleted experiment and its runs.",
  params: ExperimentRef,
  response: Experiment,
  permission: "experiment:delete",
  audit: "experiments.experiment.restore",
});

export const setExperimentTag = operation({
  id: "experiments.setExperimentTag",
  method: "PUT",
  path: "/experiments/:experimentId/tags",
  summary: "Sets a tag of an active experiment.",
  params: ExperimentRef,
  body: z.object({ key: TagKey, value: z.string().max(experimentTagValueMax) }),
  response: Empty,
  permission: "experiment:write",
  audit: "experiments.experiment-tag.set",
});

export const deleteExperimentTag = operation({
  id: "experiments.deleteExperimentTag",
  method: "DELETE",
  path: "/experiments/:experimentId/tags",
  summary: "Removes a tag of an active experiment.",
  params: ExperimentRef,
  query: z.object({ key: TagKey }),
  response: Empty,
  permission: "experiment:write",
  audit: "experiments.experiment-tag.delete",
});

export const experimentOperations = [
  searchExperiments,
  listExperiments,
  createExperiment,
  findExperimentByName,
  getExperiment,
  renameExperiment,
  deleteExperiment,
  restoreExperiment,
  setExperimentTag,
  deleteExperimentTag,
] as const;
