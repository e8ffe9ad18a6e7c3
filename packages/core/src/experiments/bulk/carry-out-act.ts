import { z } from "zod";
import { type Ctx, defineTask, type TaskContext } from "../../kernel/index.ts";
import { systemContext } from "../../workspaces/index.ts";
import { type HeldAct, holdUnfinishedAct } from "../store/bulk-acts.ts";
import { actOnRuns } from "./act-on-runs.ts";
import { actChunk, advance, carryOn } from "./carry-on.ts";
import { type InAct, purgeExperimentRuns } from "./purge-experiment-runs.ts";
import { removePurged } from "./purge-runs.ts";

/** Carries out an act on many runs, some at a time. Run again, it goes on where it was. */
export const carryOutBulkAct = defineTask({
  name: "experiments.carry-out-bulk-act",
  payload: z.object({ actId: z.uuid() }),
  attempts: 10,
  timeoutMs: 6 * 3_600_000,
  handler:
    async () =>
    async (context, { actId }) => {
      while (await takeStep(context, actId)) context.signal.throwIfAborted();
    },
});

/** Does it to the next runs; false where nothing is left. */
async function takeStep(context: TaskContext, actId: string): Promise<boolean> {
  const inThis: InAct = (work) => inAct(context, actId, work);
  const found = await inThis(async (_ctx, { act }) => act.kind);
  if (!found) return false;
  if (found.value === "purge") return purgeSome(context, inThis);
  if (found.value === "purge-experiment") return purgeExperimentRuns(context, inThis);
  return (await inThis(carryOn)) !== undefined;
}

/** Decided and recorded, then removed by the role that may, then told: broken off in between, it is done again. */
async function purgeSome({ deps, workspaceId }: TaskContext, inThis: InAct): Promise<boolean> {
  const decided = await inThis((ctx, { act, next }) => actOnRuns(ctx, act, next));
  if (!decided) return false;
  const runIds = decided.value.changed.map((run) => run.run_id);
  await removePurged(deps, { workspaceId: workspaceId ?? 0, runIds });
  return (await inThis((ctx, act) => advance(ctx, act, decided.value))) !== undefined;
}

/** Works in the name of whoever asked for an act; undefined where it has ended. */
function inAct<R>(
  { deps, workspaceId }: TaskContext,
  actId: string,
  work: (ctx: Ctx, act: HeldAct) => Promise<R>,
): Promise<{ readonly value: R } | undefined> {
  return systemContext(deps, workspaceId ?? 0, async (ctx) => {
    const act = await holdUnfinishedAct(ctx.tx, workspaceId ?? 0, { id: actId, runs: actChunk });
    if (!act) return;
    const { actor, permissions, requestId } = act.caller;
    return { value: await work({ ...ctx, actor: { ...actor, via: "internal" }, permissions: new Set(permissions), requestId }, act) };
  });
}
