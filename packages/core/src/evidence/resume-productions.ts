import { z } from "zod";
import { defineTask, type TaskContext } from "../kernel/index.ts";
import { systemContext } from "../workspaces/index.ts";
import { requestProduction } from "./produce-task.ts";
import { selectForgotten } from "./store/productions.ts";

/** A production whose task is waiting or running keeps it: the key of the task says so. */
const forgottenMs = 10 * 60_000;

/** Finds unfinished productions whose task ended without them, as where the database was gone, and gives each a task again. */
export const resumeProductions = defineTask({
  name: "evidence.resume-productions",
  payload: z.object({}),
  attempts: 3,
  timeoutMs: 5 * 60_000,
  everyMs: 10 * 60_000,
  handler: async () => resume,
});

async function resume({ deps, signal }: TaskContext): Promise<void> {
  const before = new Date(deps.now().getTime() - forgottenMs);
  const found = await deps.db.transaction({ role: "system" }, (tx) => selectForgotten(tx, before));
  for (const { workspace_id: workspaceId, id } of found) {
    signal.throwIfAborted();
    await systemContext(deps, workspaceId, async (ctx) => {
      ctx.later?.push(requestProduction(id));
    });
  }
}
