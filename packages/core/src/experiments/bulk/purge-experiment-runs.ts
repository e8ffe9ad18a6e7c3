import { bulkRefusalsMax } from "@plumbline/contracts/experiments/bulk-act";
import { type Ctx, recordChanges, type TaskContext, workspaceOf } from "../../kernel/index.ts";
import { cancelAct, endPurge, type HeldAct, type Refusal, tellPurged } from "../store/bulk-acts.ts";
import { holdManyRuns } from "../store/bulk-writes.ts";
import { lockExperiment } from "../store/experiments.ts";
import { listDeletedRuns } from "../store/trash.ts";
import { removeExperiment } from "../trash/remove-experiment.ts";
import { actOnRuns } from "./act-on-runs.ts";
import { actChange, actChunk } from "./carry-on.ts";
import { removePurged, whyNeeded } from "./purge-runs.ts";

/** Works in the name of whoever asked for an act; undefined where it has ended. */
export type InAct = <R>(work: (ctx: Ctx, act: HeldAct) => Promise<R>) => Promise<{ readonly value: R } | undefined>;

/** Removes the next runs of an experiment that nothing needs, and with the last one the experiment; false where nothing is left to do. */
export async function purgeExperimentRuns({ deps, workspaceId: of }: TaskContext, inAct: InAct): Promise<boolean> {
  const workspaceId = of ?? 0;
  const decided = (await inAct(decide))?.value;
  if (!decided) return false;
  const { experimentId, runIds, needed } = decided;
  if (runIds.length > 0) {
    await removePurged(deps, { workspaceId, runIds });
    return (
      (await inAct((ctx, { id }) => tell(ctx, id, (by) => tellPurged(ctx.tx, workspaceId, { ...by, removed: runIds.length })))) !==
      undefined
    );
  }
  if (needed.length === 0) await removeExperiment(deps, { workspaceId, experimentId });
  await inAct((ctx, { id }) => tell(ctx, id, (by) => endPurge(ctx.tx, workspaceId, { ...by, refusals: needed, now: ctx.now })));
  return false;
}

interface Decided {
  readonly experimentId: number;
  readonly runIds: readonly string[];
  /** Why the last ones stay. */
  readonly needed: readonly Refusal[];
}

/** Of an experiment that was restored meanwhile nothing more goes. */
async function decide(ctx: Ctx, { id, act }: HeldAct): Promise<Decided | undefined> {
  const { id: workspaceId } = workspaceOf(ctx);
  const experimentId = act.kind === "purge-experiment" ? Number(act.experimentId) : 0;
  const row = await lockExperiment(ctx.tx, workspaceId, experimentId);
  if (row?.lifecycle_stage === "active") {
    await tell(ctx, id, () => cancelAct(ctx.tx, workspaceId, { id, now: ctx.now }));
    return undefined;
  }
  const list = (isNeeded: boolean, limit: number) => listDeletedRuns(ctx.tx, workspaceId, { experimentId, before: null, isNeeded, limit });
  const next = await list(false, actChunk);
  if (next.length > 0) {
    const done = await actOnRuns(
      ctx,
      { kind: "purge" },
      next.map((run) => run.run_id),
    );
    return { experimentId, runIds: done.changed.map((run) => run.run_id), needed: [] };
  }
  const stay = await list(true, bulkRefusalsMax);
  const held = await holdManyRuns(
    ctx.tx,
    workspaceId,
    stay.map((run) => run.run_id),
  );
  return { experimentId, runIds: [], needed: await whyNeeded(ctx, held) };
}

async function tell(ctx: Ctx, id: string, write: (by: { id: string }) => Promise<unknown>): Promise<void> {
  await write({ id });
  recordChanges(ctx.tx, workspaceOf(ctx).id, [actChange(id, "progress")]);
}
