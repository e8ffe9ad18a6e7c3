import type { LifecycleStage } from "@plumbline/contracts/experiments/experiment";
import * as contract from "@plumbline/contracts/experiments/run";
import { type Ctx, command, notFound, workspaceOf } from "../kernel/index.ts";
import { putRunStage } from "./store/bulk-writes.ts";
import { lockRun } from "./store/runs.ts";

export const deleteRun = command(contract.deleteRun, (ctx, { runId }) => moveRun(ctx, runId, "deleted"));

export const restoreRun = command(contract.restoreRun, (ctx, { runId }) => moveRun(ctx, runId, "active"));

/** A run that is there already stays as it is. */
async function moveRun(ctx: Ctx, runId: string, to: LifecycleStage) {
  const workspaceId = workspaceOf(ctx).id;
  const row = await lockRun(ctx.tx, workspaceId, runId);
  if (!row) throw notFound("run", runId);
  const isMoved = row.lifecycle_stage !== to;
  if (isMoved) await putRunStage(ctx.tx, workspaceId, { runIds: [runId], to, by: ctx.actor.id, now: ctx.now.getTime() });
  const data = { experimentId: String(row.experiment_id) };
  return {
    result: {},
    subject: { kind: "run", id: runId },
    before: { lifecycleStage: row.lifecycle_stage },
    after: { lifecycleStage: to },
    changes: isMoved ? [{ topic: "run", subject: runId, kind: to === "deleted" ? "delete" : "restore", data }] : [],
  };
}
