import { z } from "zod";
import { operation, reading } from "#src/operation.ts";
import { Instant, PageQuery, pageOf } from "#src/page.ts";
import { Actor } from "#src/registry/model.ts";
import { BulkAct } from "./bulk-act.ts";
import { ExperimentId, experimentNameMax } from "./experiment.ts";

/** `deletedBy` is null for what was deleted before the platform kept it. `goesAt`: when it is removed for good; null for never. */
const Deleted = z.object({ deletedAt: Instant, deletedBy: Actor.nullable(), goesAt: Instant.nullable() });

export const TrashedRun = Deleted.extend({
  runId: z.string(),
  name: z.string(),
  experimentId: z.string(),
  experimentName: z.string(),
});
export type TrashedRun = z.infer<typeof TrashedRun>;

export const TrashedExperiment = Deleted.extend({ experimentId: z.string(), name: z.string(), runs: z.int() });
export type TrashedExperiment = z.infer<typeof TrashedExperiment>;

const TrashQuery = PageQuery.extend({ search: z.string().max(500).default("") });

export const listTrashedRuns = operation({
  id: "experiments.listTrashedRuns",
  method: "GET",
  path: "/trash/runs",
  summary: "Lists deleted runs of experiments that are not deleted themselves, the last deleted first.",
  query: TrashQuery,
  response: pageOf(TrashedRun),
  permission: "run:read",
  audit: reading,
});

export const listTrashedExperiments = operation({
  id: "experiments.listTrashedExperiments",
  method: "GET",
  path: "/trash/experiments",
  summary: "Lists deleted experiments, the last deleted first.",
  query: TrashQuery,
  response: pageOf(TrashedExperiment),
  permission: "experiment:read",
  audit: reading,
});

export const purgeExperiment = operation({
  id: "experiments.purgeExperiment",
  method: "POST",
  path: "/experiments/:experimentId/purge",
  summary: "Removes a deleted experiment for good, with its runs. Runs that something still needs stay, and the experiment with them.",
  params: z.object({ experimentId: ExperimentId }),
  /** The experiment's name, to show that this one is meant. */
  body: z.object({ name: z.string().max(experimentNameMax) }),
  response: BulkAct,
  permission: "experiment:delete",
  audit: "experiments.experiment.purge",
});

export const trashOperations = [listTrashedRuns, listTrashedExperiments, purgeExperiment] as const;
