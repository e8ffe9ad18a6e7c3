import { z } from "zod";
import { operation, reading } from "#src/operation.ts";
import { pageOf } from "#src/page.ts";
import { ViewType } from "./experiment.ts";
import { ExperimentScope, RunFilter } from "./run-search.ts";

/** Keys are looked for in the newest so many matching runs. */
export const keyedRunsMax = 2000;
/** So many values of each kind are looked at, the newest runs' first. */
export const keyValuesMax = 500_000;

export const RunKeyKind = z.enum(["metric", "param", "tag"]);
export type RunKeyKind = z.infer<typeof RunKeyKind>;

export const RunKey = z.object({
  kind: RunKeyKind,
  key: z.string(),
  /** How many of the runs looked at have it. */
  runs: z.int(),
  /** Whether those runs differ in it: in its value, or in having it. Of a metric, its last value counts. */
  isDiffering: z.boolean(),
});
export type RunKey = z.infer<typeof RunKey>;

export const searchRunKeys = operation({
  id: "experiments.searchRunKeys",
  method: "POST",
  path: "/runs/keys",
  summary:
    "Searches the metric, param and tag keys of the newest runs that match a filter: those that begin with the text first, then by how many runs have them.",
  body: z.object({
    experimentIds: ExperimentScope,
    filter: RunFilter,
    view: ViewType.default("active"),
    kinds: z.array(RunKeyKind).min(1).max(3).default(["metric", "param", "tag"]),
    /** A part of the key, whatever its case; all keys where it is empty. */
    search: z.string().max(250).default(""),
    /** Only keys in which the runs differ. */
    onlyDiffering: z.boolean().default(false),
    limit: z.int().min(1).max(1000).default(100),
    cursor: z.string().max(8000).optional(),
  }),
  /** `examined`: how many runs were looked at; `isPartial`: more match than that, or their values were too many. */
  response: pageOf(RunKey).extend({ examined: z.int(), isPartial: z.boolean() }),
  permission: "run:read",
  audit: reading,
});
