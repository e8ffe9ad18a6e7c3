import { type Caller, type Ctx, type Deps, insertTasks, systemActor } from "../kernel/index.ts";
import { findWorkspaceById } from "./store.ts";

/** What the platform does of itself in a workspace: no permission is asked of it. */
export const systemCaller = (workspace: { readonly id: number; readonly name: string }): Caller => ({
  actor: systemActor,
  workspace,
  permissions: new Set<never>(),
  requestId: "task",
  address: null,
  userAgent: null,
});

/** Runs what the platform does by itself in one workspace, in a transaction under that workspace's row-level security. */
export async function systemContext<R>(deps: Deps, workspaceId: number, work: (ctx: Ctx) => Promise<R>): Promise<R> {
  const scope = { role: "app", workspaceId, actorId: systemActor.id } as const;
  const { result, taskIds } = await deps.db.transaction(scope, async (tx) => {
    const workspace = { id: workspaceId, name: (await findWorkspaceById(tx, workspaceId))?.name ?? "" };
    const ctx = { ...systemCaller(workspace), tx, deps, now: deps.now(), later: [] };
    const done = await work(ctx);
    return { result: done, taskIds: await insertTasks(tx, workspaceId, ctx.later) };
  });
  deps.onChange();
  if (taskIds.length > 0) await deps.onTasks(taskIds);
  return result;
}
