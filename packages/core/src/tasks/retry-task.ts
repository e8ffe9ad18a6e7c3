import * as contract from "@plumbline/contracts/tasks";
import { AppError, type Ctx, command, notFound, workspaceOf } from "../kernel/index.ts";
import { findTaskState, requeueTask } from "./store.ts";
import { taskOf } from "./task-of.ts";

export const retryTask = command(contract.retryTask, (ctx, { taskId }) => retry(ctx, taskId, workspaceOf(ctx).id));

export const retryPlatformTask = command(contract.retryPlatformTask, (ctx, { taskId }) => retry(ctx, taskId, null));

/** Whoever comes second finds it waiting already. */
async function retry(ctx: Ctx, taskId: string, workspaceId: number | null) {
  const row = await requeueTask(ctx.tx, workspaceId, taskId);
  if (!row) throw await refusal(ctx, taskId, workspaceId);
  return {
    result: taskOf(row),
    subject: { kind: "task", id: taskId },
    before: { state: "failed" },
    after: { name: row.name, state: row.state },
    // What belongs to no workspace is told to none.
    ...(workspaceId === null ? { changes: [] } : {}),
    taskIds: [taskId],
  };
}

async function refusal(ctx: Ctx, taskId: string, workspaceId: number | null): Promise<AppError> {
  const state = await findTaskState(ctx.tx, workspaceId, taskId);
  if (!state) return notFound("task", taskId);
  const now = state === "succeeded" ? "It is done" : "It waits or runs already";
  return new AppError("conflict", `${now}; only a task that failed for good is retried.`, { params: { reason: "task-not-failed" } });
}
