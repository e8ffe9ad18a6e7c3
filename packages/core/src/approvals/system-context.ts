import { type Caller, type Ctx, type Deps, insertTasks, systemActor } from "../kernel/index.ts";
import { findWorkspaceName } from "./store/electorate.ts";

/** Runs what the platform does by itself in one workspace, in a transaction under that workspace's row-level security. */
export async function systemContext<R>(deps: Deps, workspaceId: number, work: (ctx: Ctx) => Promise<R>): Promise<R> {
  const scope = { role: "app", workspaceId, actorId: systemActor.id } as const;
  const { result, taskIds } = await deps.db.transaction(scope, async (tx) => {
    const caller: Caller = {
      actor: systemActor,
      workspace: { id: workspaceId, name: (await findWorkspaceName(tx, workspaceId)) ?? "" },
      permissions: new Set<never>(),
      requestId: "task",
      address: null,
      userAgent: null,
    };
    const ctx = { ...caller, tx, deps, now: deps.now(), later: [] };
    const done = await work(ctx);
    return { result: done, taskIds: await insertTasks(tx, workspaceId, ctx.later) };
  });
  deps.onChange();
  if (taskIds.length > 0) await deps.onTasks(taskIds);
  return result;
}
