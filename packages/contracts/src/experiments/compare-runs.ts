import { z } from "zod";
import { operation, reading } from "#src/operation.ts";
import { ViewType } from "./experiment.ts";
import { MetricNumber } from "./metric.ts";
import { RunColumns, RunInfo } from "./run.ts";
import { ExperimentScope, RunFilter, RunOrder } from "./run-search.ts";

/** Runs that one comparison holds. */
export const comparedRunsMax = 1000;
/** Params, tags and metrics of all of them together. */
export const comparedValuesMax = 500_000;

export const ComparedRun = RunInfo.extend({
  /** Name of whoever `createdBy` is. */
  owner: z.string(),
});
export type ComparedRun = z.infer<typeof ComparedRun>;

/** A param, a tag or a role of data across the runs: a value for each, null where a run has none; a single one where all have the same. */
export const ComparedText = z.object({ key: z.string(), isDiffering: z.boolean(), values: z.array(z.string().nullable()) });
export type ComparedText = z.infer<typeof ComparedText>;

const Figures = z.array(MetricNumber.nullable());

/** A metric across the runs, its last, least and greatest value: each as of a text. It differs where any of the three does. */
export const ComparedMetric = z.object({ key: z.string(), isDiffering: z.boolean(), last: Figures, min: Figures, max: Figures });
export type ComparedMetric = z.infer<typeof ComparedMetric>;

/** In what runs differ; the runs in the order in which they were asked for, and values in that of the runs. */
export const RunComparison = z.object({
  runs: z.array(ComparedRun),
  /** Of the ids asked for, those of no run. */
  missing: z.array(z.string()),
  /** More runs match the filter than were compared. */
  isCut: z.boolean(),
  params: z.array(ComparedText),
  tags: z.array(ComparedText),
  /** Datasets by their context, or by `data`: each value is name and digest of those that the run used. */
  inputs: z.array(ComparedText),
  metrics: z.array(ComparedMetric),
});
export type RunComparison = z.infer<typeof RunComparison>;

export const compareRuns = operation({
  id: "experiments.compareRuns",
  method: "POST",
  path: "/runs/compare",
  summary: "Says in what runs differ: named ones, or the first that match a filter.",
  body: z.object({
    /** In this order; where they are named, filter and order do not count. Deleted runs are compared too. */
    runIds: z.array(z.string().min(1).max(256)).min(1).max(comparedRunsMax).optional(),
    experimentIds: ExperimentScope,
    filter: RunFilter,
    orderBy: RunOrder,
    view: ViewType.default("active"),
    limit: z.int().min(1).max(comparedRunsMax).default(200),
    /** Which keys to compare; all of a kind where it is left out. */
    columns: RunColumns.optional(),
  }),
  response: RunComparison,
  permission: "run:read",
  audit: reading,
});
