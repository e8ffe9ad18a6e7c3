import { z } from "zod";
import { operation, reading } from "#src/operation.ts";
import { ViewType } from "./experiment.ts";
import { RunFigure } from "./group-runs.ts";
import { RunGroupRef } from "./run-group.ts";
import { ExperimentScope, RunFilter, RunOrder } from "./run-search.ts";

/** So many runs go into one file. */
export const exportedRunsMax = 500_000;
/** So many columns besides the run's id and name. */
export const exportedColumnsMax = 2000;

export const exportedAttributes = [
  "experiment",
  "status",
  "started",
  "ended",
  "duration",
  "user",
  "source",
  "commit",
  "dataset",
  "models",
] as const;

export const ExportColumn = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("attribute"), key: z.enum(exportedAttributes) }),
  z.object({ kind: z.literal("metric"), ...RunFigure.shape }),
  z.object({ kind: z.enum(["param", "tag"]), key: z.string().min(1).max(250) }),
]);
export type ExportColumn = z.output<typeof ExportColumn>;

export const ExportFormat = z.enum(["csv", "parquet"]);
export type ExportFormat = z.infer<typeof ExportFormat>;

/** Streamed. Pages of the result are read one after the other: a run that changes meanwhile stands as it was when its page was read. */
export const exportRuns = operation({
  id: "experiments.exportRuns",
  method: "POST",
  path: "/runs/export",
  summary: "Streams every run that matches a filter as CSV, or as a Parquet file with types: at most 500,000 runs and 2,000 columns.",
  body: z.object({
    experimentIds: ExperimentScope,
    filter: RunFilter,
    orderBy: RunOrder,
    view: ViewType.default("active"),
    within: RunGroupRef.optional(),
    format: ExportFormat.default("csv"),
    /** Null: all attributes, every param and tag, and the last value of every metric that the matching runs have. */
    columns: z.array(ExportColumn).max(exportedColumnsMax).nullable().default(null),
  }),
  response: z.unknown(),
  permission: "run:read",
  audit: reading,
});
