import { type Ctx, type Deps, insertTasks, systemActor } from "../kernel/index.ts";
import { selectWorkspaceNames } from "./store/workspaces.ts";

/** Runs what the platform does of itself in one workspace, in a transaction under that workspace's row-level security. */
export async function systemContext<R>(deps: Deps, workspaceId: number, work: (ctx: Ctx) => Promise<R>): Promise<R> {
  const scope = { role: "app", workspaceId, actorId: systemActor.id } as const;
  const { result, taskIds } = await deps.db.transaction(scope, async (tx) => {
    const workspace = { id: workspaceId, name: (await selectWorkspaceNames(tx)).get(workspaceId) ?? "" };
    const caller = { actor: systemActor, workspace, permissions: new Set<never>(), requestId: "task", address: null, userAgent: null };
    const ctx: Ctx = { ...caller, tx, deps, now: deps.now(), later: [] };
    const done = await work(ctx);
    return { result: done, taskIds: await insertTasks(tx, workspaceId, ctx.later ?? []) };
  });
  deps.onChange();
  if (taskIds.length > 0) await deps.onTasks(taskIds);
  return result;
}
