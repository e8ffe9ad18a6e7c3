import * as contract from "@plumbline/contracts/experiments/bulk-act";
import { AppError, type Ctx, command, notFound, requestTask, uuidv7, workspaceOf } from "../../kernel/index.ts";
import { checkRunTags } from "../key-rules.ts";
import { type ActCaller, holdUnfinishedAct, insertAct } from "../store/bulk-acts.ts";
import { carryOn } from "./carry-on.ts";
import { carryOutBulkAct } from "./carry-out-act.ts";
import { chooseRuns } from "./choose-runs.ts";
import { holdTarget } from "./move-runs.ts";
import { readAct } from "./read-acts.ts";

export const tagRuns = command(contract.tagRuns, (ctx, input) => {
  refuseKeptTag(input.key);
  const [tag = input] = checkRunTags([{ key: input.key, value: input.value }]);
  return start(ctx, input, { kind: "tag", key: tag.key, value: tag.value });
});

export const untagRuns = command(contract.untagRuns, (ctx, input) => {
  refuseKeptTag(input.key);
  return start(ctx, input, { kind: "untag", key: input.key });
});

export const moveRuns = command(contract.moveRuns, async (ctx, input) => {
  await holdTarget(ctx, input.experimentId);
  return start(ctx, input, { kind: "move", experimentId: input.experimentId });
});

export const deleteRuns = command(contract.deleteRuns, (ctx, input) => start(ctx, input, { kind: "delete" }));
export const restoreRuns = command(contract.restoreRuns, (ctx, input) => start(ctx, input, { kind: "restore" }));
export const stopRuns = command(contract.stopRuns, (ctx, input) => start(ctx, input, { kind: "stop" }));
export const purgeRuns = command(contract.purgeRuns, (ctx, input) => start(ctx, input, { kind: "purge" }));

/** Tags that clients and the platform keep would say something else than what is so. */
function refuseKeptTag(key: string): void {
  if (!key.startsWith("mlflow.")) return;
  throw new AppError("invalid", `Tags that begin with "mlflow." are kept by clients. They are changed run by run.`, {
    params: { reason: "kept-tag", key },
    fields: [{ path: "key", message: "may not begin with mlflow." }],
  });
}

/** Where a number is given, so many runs must be meant. */
type Meant = contract.ChosenRuns & { readonly count?: number };

/** Fixes the runs; few are done at once, many by a task. Only a task may remove. */
async function start(ctx: Ctx, chosen: Meant, act: contract.BulkActKind) {
  const { id: workspaceId } = workspaceOf(ctx);
  const { runIds, filter } = await chooseRuns(ctx, chosen);
  const { count } = chosen;
  if (count !== undefined && count !== runIds.length)
    throw new AppError("conflict", `${runIds.length} runs are meant, not ${count}. Nothing was done.`, {
      params: { reason: "other-count", count, found: runIds.length },
    });
  const id = uuidv7(ctx.now.getTime());
  await insertAct(ctx.tx, workspaceId, { id, act, filter, runIds, caller: callerOfAct(ctx), now: ctx.now });
  const isSmall = runIds.length <= contract.bulkAtOnceMax && act.kind !== "purge";
  if (isSmall) {
    const held = await holdUnfinishedAct(ctx.tx, workspaceId, { id, runs: runIds.length });
    if (!held) throw notFound("bulk act", id);
    await carryOn(ctx, held);
  }
  return {
    result: await readAct(ctx, id),
    subject: { kind: "bulk-act", id },
    after: { act, filter, runs: runIds.length, ...(filter === null && isSmall ? { runIds } : {}) },
    tasks: isSmall ? [] : [requestTask(carryOutBulkAct, { actId: id }, `bulk-act:${id}`)],
  };
}

/** In whose name the task works: with the rights that its acts ask for. */
export const callerOfAct = ({ actor, permissions, requestId }: Ctx): ActCaller => ({
  actor,
  permissions: permissions.has("job:manage") ? ["job:manage"] : [],
  requestId,
});
