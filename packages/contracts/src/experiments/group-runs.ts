import { z } from "zod";
import { operation, reading } from "#src/operation.ts";
import { Milliseconds, pageOf } from "#src/page.ts";
import { ViewType } from "./experiment.ts";
import { MetricNumber } from "./metric.ts";
import { RunGrouping } from "./run-group.ts";
import { ExperimentScope, RunFilter } from "./run-search.ts";

/** Groups are made of the newest so many matching runs. */
export const groupedRunsMax = 100_000;
/** So many groups are listed, in the order asked for. */
export const runGroupsMax = 10_000;

/** Which figure of each run's metric a group sums up. */
export const RunFigure = z.object({
  key: z.string().min(1).max(250),
  figure: z.enum(["last", "min", "max", "mean", "first", "count"]).default("last"),
});
export type RunFigure = z.output<typeof RunFigure>;

export const GroupOrder = z.discriminatedUnion("by", [
  z.object({ by: z.enum(["runs", "value", "latest"]) }),
  z.object({ by: z.literal("figure"), ...RunFigure.shape, of: z.enum(["mean", "min", "max"]).default("mean") }),
]);
export type GroupOrder = z.output<typeof GroupOrder>;

/** What the runs of a group have of a figure; those without it, or with NaN alone, count in `runs` of the group only. */
export const GroupFigure = RunFigure.extend({
  figure: z.enum(["last", "min", "max", "mean", "first", "count"]),
  /** How many runs of the group have the figure. */
  runs: z.int(),
  mean: MetricNumber.nullable(),
  min: MetricNumber.nullable(),
  max: MetricNumber.nullable(),
  /** The runs whose figures are the least and the greatest; the newest of several. */
  minRunId: z.string().nullable(),
  maxRunId: z.string().nullable(),
});
export type GroupFigure = z.infer<typeof GroupFigure>;

export const RunGroup = z.object({
  /** The param's or tag's value, the dataset's name, the parent's run id, the status or the user; null for the runs without. */
  value: z.string().nullable(),
  /** Of a dataset. */
  digest: z.string().nullable(),
  /** Of a parent: its name, where the run is still there. */
  title: z.string().nullable(),
  runs: z.int(),
  latestStart: Milliseconds,
  figures: z.array(GroupFigure),
});
export type RunGroup = z.infer<typeof RunGroup>;

export const groupRuns = operation({
  id: "experiments.groupRuns",
  method: "POST",
  path: "/runs/groups",
  summary: "Puts the runs that match a filter into groups: by a param, a tag, their dataset, parent, status or user.",
  body: z.object({
    experimentIds: ExperimentScope,
    filter: RunFilter,
    view: ViewType.default("active"),
    grouping: RunGrouping,
    figures: z.array(RunFigure).max(50).default([]),
    order: GroupOrder.default({ by: "runs" }),
    isDescending: z.boolean().default(true),
    limit: z.int().min(1).max(500).default(50),
    cursor: z.string().max(8000).optional(),
  }),
  /** `isPartial`: more runs match than are grouped. `isCapped`: there are more groups than are listed. A run of several datasets is in several groups. */
  response: pageOf(RunGroup).extend({ groupCount: z.int(), isCapped: z.boolean(), isPartial: z.boolean() }),
  permission: "run:read",
  audit: reading,
});
