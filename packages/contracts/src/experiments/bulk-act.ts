import { z } from "zod";
import { operation, reading } from "#src/operation.ts";
import { Instant, PageQuery, pageOf } from "#src/page.ts";
import { Actor } from "#src/registry/model.ts";
import { ExperimentId, experimentTagValueMax, ViewType } from "./experiment.ts";
import { ExperimentScope, RunFilter } from "./run-search.ts";

/** Runs that one act takes at most. */
export const bulkRunsMax = 10_000;
/** Up to so many are done before the answer; more are done by a task, whose progress the act tells. */
export const bulkAtOnceMax = 100;
/** Reasons that are kept of runs that were refused; `refused` counts them all. */
export const bulkRefusalsMax = 200;

const Act = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("tag"), key: z.string(), value: z.string() }),
  z.object({ kind: z.literal("untag"), key: z.string() }),
  z.object({ kind: z.literal("move"), experimentId: ExperimentId }),
  z.object({ kind: z.literal("delete") }),
  z.object({ kind: z.literal("restore") }),
  z.object({ kind: z.literal("stop") }),
  z.object({ kind: z.literal("purge") }),
  /** `runs`: how many it had when this was asked for. */
  z.object({ kind: z.literal("purge-experiment"), experimentId: ExperimentId, name: z.string(), runs: z.int() }),
]);
export type BulkActKind = z.infer<typeof Act>;

export const BulkAct = z.object({
  id: z.uuid(),
  act: Act,
  /** The filter that chose the runs; null where they were named. */
  filter: z.string().nullable(),
  state: z.enum(["queued", "running", "done", "cancelled"]),
  total: z.int(),
  /** Runs that were looked at so far: changed, refused, or as they should be already. */
  done: z.int(),
  changed: z.int(),
  refused: z.int(),
  refusals: z.array(z.object({ runId: z.string(), reason: z.string() })),
  requestedBy: Actor,
  requestedAt: Instant,
  finishedAt: Instant.nullable(),
});
export type BulkAct = z.infer<typeof BulkAct>;

/** Either ids, or a filter with the number of runs that is expected to match it: where another number matches now, nothing is done. */
const Chosen = z.object({
  runIds: z.array(z.string().min(1).max(256)).min(1).max(bulkRunsMax).optional(),
  matching: z
    .object({
      experimentIds: ExperimentScope,
      filter: RunFilter,
      view: ViewType.default("active"),
      expected: z.int().min(1).max(bulkRunsMax),
    })
    .optional(),
});
export type ChosenRuns = z.output<typeof Chosen>;

export const tagRuns = operation({
  id: "experiments.tagRuns",
  method: "POST",
  path: "/bulk-acts/tag",
  summary: "Sets a tag of many runs.",
  body: Chosen.extend({ key: z.string().min(1).max(250), value: z.string().max(experimentTagValueMax) }),
  response: BulkAct,
  permission: "run:write",
  audit: "experiments.bulk-act.tag",
});

export const untagRuns = operation({
  id: "experiments.untagRuns",
  method: "POST",
  path: "/bulk-acts/untag",
  summary: "Takes a tag from many runs.",
  body: Chosen.extend({ key: z.string().min(1).max(250) }),
  response: BulkAct,
  permission: "run:write",
  audit: "experiments.bulk-act.untag",
});

export const moveRuns = operation({
  id: "experiments.moveRuns",
  method: "POST",
  path: "/bulk-acts/move",
  summary: "Moves runs to another experiment, with the models that they logged. Their files keep their addresses.",
  body: Chosen.extend({ experimentId: ExperimentId }),
  response: BulkAct,
  permission: "run:write",
  audit: "experiments.bulk-act.move",
});

export const deleteRuns = operation({
  id: "experiments.deleteRuns",
  method: "POST",
  path: "/bulk-acts/delete",
  summary: "Marks many runs deleted; they can be restored.",
  body: Chosen,
  response: BulkAct,
  permission: "run:delete",
  audit: "experiments.bulk-act.delete",
});

export const restoreRuns = operation({
  id: "experiments.restoreRuns",
  method: "POST",
  path: "/bulk-acts/restore",
  summary: "Restores many deleted runs.",
  body: Chosen,
  response: BulkAct,
  permission: "run:delete",
  audit: "experiments.bulk-act.restore",
});

export const stopRuns = operation({
  id: "experiments.stopRuns",
  method: "POST",
  path: "/bulk-acts/stop",
  summary:
    "Cancels the jobs of runs. A run that no job of the platform carries is only marked KILLED: its script runs elsewhere and goes on.",
  body: Chosen,
  response: BulkAct,
  permission: "run:write",
  audit: "experiments.bulk-act.stop",
});

export const purgeRuns = operation({
  id: "experiments.purgeRuns",
  method: "POST",
  path: "/bulk-acts/purge",
  summary: "Removes deleted runs for good, with their points and files. Runs that something still needs stay, and are told.",
  /** `count` says how many runs are meant: another number is refused. */
  body: Chosen.extend({ count: z.int().min(1).max(bulkRunsMax) }),
  response: BulkAct,
  permission: "experiment:delete",
  audit: "experiments.bulk-act.purge",
});

const ActRef = z.object({ actId: z.uuid() });

export const listBulkActs = operation({
  id: "experiments.listBulkActs",
  method: "GET",
  path: "/bulk-acts",
  summary: "Lists what was done to many runs at once in the last thirty days, newest first.",
  query: PageQuery,
  response: pageOf(BulkAct),
  permission: "run:read",
  audit: reading,
});

export const getBulkAct = operation({
  id: "experiments.getBulkAct",
  method: "GET",
  path: "/bulk-acts/:actId",
  summary: "Returns an act on many runs with its progress.",
  params: ActRef,
  response: BulkAct,
  permission: "run:read",
  audit: reading,
});

export const cancelBulkAct = operation({
  id: "experiments.cancelBulkAct",
  method: "POST",
  path: "/bulk-acts/:actId/cancel",
  summary: "Stops an act of one's own on many runs. What it did stays.",
  params: ActRef,
  response: BulkAct,
  permission: "run:write",
  audit: "experiments.bulk-act.cancel",
});

export const bulkActOperations = [
  tagRuns,
  untagRuns,
  moveRuns,
  deleteRuns,
  restoreRuns,
  stopRuns,
  purgeRuns,
  listBulkActs,
  getBulkAct,
  cancelBulkAct,
] as const;
