import { z } from "zod";
import { type Ctx, defineTask, recordAct, type TaskContext, workspaceOf } from "../../kernel/index.ts";
import { systemContext } from "../../workspaces/index.ts";
import { actOnRuns } from "../bulk/act-on-runs.ts";
import { actChunk } from "../bulk/carry-on.ts";
import { removePurged } from "../bulk/purge-runs.ts";
import { findExperimentInTrash } from "../store/experiments.ts";
import { listOldRuns, listRuledExperiments, pruneActs, type RuledExperiment } from "../store/retention.ts";
import { findVersionOfExperiment } from "../store/runs-in-use.ts";
import { listDeletedRuns } from "../store/trash.ts";
import { removeExperiment } from "../trash/remove-experiment.ts";
import { daysBefore } from "./days-before.ts";

const actsKeptDays = 30;

/** Deletes what is old and removes what was deleted long enough ago, by the rules of each experiment; some runs at a time. */
export const applyRetention = defineTask({
  name: "experiments.apply-retention",
  payload: z.object({}),
  attempts: 3,
  timeoutMs: 6 * 3_600_000,
  everyMs: 3_600_000,
  handler: async () => apply,
});

async function apply(context: TaskContext): Promise<void> {
  const { deps } = context;
  const ruled = await deps.db.transaction({ role: "retention" }, async (tx) => {
    await pruneActs(tx, new Date(daysBefore(deps.now(), actsKeptDays)));
    return listRuledExperiments(tx);
  });
  for (const rules of ruled) {
    const deleted = await repeat(context, () => trashSome(context, rules));
    const removed = await repeat(context, () => removeSome(context, rules));
    const isGone = await removeWhole(context, rules);
    if (deleted + removed > 0 || isGone) await tell(context, rules, { deleted, removed, isGone });
  }
}

/** As long as some were found; how many all together. */
async function repeat({ signal }: TaskContext, some: () => Promise<number>): Promise<number> {
  let all = 0;
  while (true) {
    signal.throwIfAborted();
    const done = await some();
    if (done === 0) return all;
    all += done;
  }
}

const inWorkspace = <R>({ deps }: TaskContext, { workspace_id: id }: RuledExperiment, work: (ctx: Ctx) => Promise<R>): Promise<R> =>
  systemContext(deps, id, work);

async function trashSome(context: TaskContext, rules: RuledExperiment): Promise<number> {
  const { trash_after_days: days, experiment_id: experimentId } = rules;
  if (days === null) return 0;
  return inWorkspace(context, rules, async (ctx) => {
    const old = await listOldRuns(ctx.tx, workspaceOf(ctx).id, { experimentId, before: daysBefore(ctx.now, days), limit: actChunk });
    const done = await actOnRuns(ctx, { kind: "delete" }, idsOf(old));
    return done.changed.length;
  });
}

async function removeSome(context: TaskContext, rules: RuledExperiment): Promise<number> {
  const { keep_deleted_days: days, experiment_id: experimentId, workspace_id: workspaceId } = rules;
  if (days === null) return 0;
  const runIds = await inWorkspace(context, rules, async (ctx) => {
    const of = { experimentId, before: daysBefore(ctx.now, days), isNeeded: false, limit: actChunk };
    const found = await listDeletedRuns(ctx.tx, workspaceId, of);
    return idsOf((await actOnRuns(ctx, { kind: "purge" }, idsOf(found))).changed);
  });
  if (runIds.length === 0) return 0;
  return (await removePurged(context.deps, { workspaceId, runIds })).runs;
}

/** An experiment that was deleted long enough ago goes with its last run, unless a registered version comes from it. */
async function removeWhole(context: TaskContext, rules: RuledExperiment): Promise<boolean> {
  const { keep_deleted_days: days, experiment_id: experimentId, workspace_id: workspaceId } = rules;
  if (days === null || experimentId === 0) return false;
  const isDue = await inWorkspace(context, rules, async (ctx) => {
    const deletedTime = await findExperimentInTrash(ctx.tx, workspaceId, experimentId);
    if (deletedTime === undefined || deletedTime >= daysBefore(ctx.now, days)) return false;
    return (await findVersionOfExperiment(ctx.tx, workspaceId, experimentId)) === undefined;
  });
  return isDue && removeExperiment(context.deps, { workspaceId, experimentId });
}

interface Applied {
  readonly deleted: number;
  readonly removed: number;
  readonly isGone: boolean;
}

async function tell(context: TaskContext, rules: RuledExperiment, { deleted, removed, isGone }: Applied): Promise<void> {
  await inWorkspace(context, rules, async (ctx) => {
    const id = String(rules.experiment_id);
    recordAct(ctx.tx, ctx, {
      audit: {
        action: "experiments.retention.apply",
        outcome: "done",
        subject: { kind: "experiment", id },
        after: { deletedRuns: deleted, removedRuns: removed, isExperimentRemoved: isGone },
      },
      changes: [{ topic: "experiment", subject: id, kind: "retention" }],
      now: ctx.now,
    });
  });
}

const idsOf = (rows: readonly { run_id: string }[]): string[] => rows.map((row) => row.run_id);
