import { z } from "zod";
import { type Deps, defineTask } from "../kernel/index.ts";
import { systemContext } from "../workspaces/index.ts";
import { remind } from "./messages.ts";
import { isUndecided } from "./request-view.ts";
import { settle } from "./settle.ts";
import { lockPolicies } from "./store/policies.ts";
import { lockRequest, selectUndecided, selectWorkspacesWithRequests } from "./store/requests.ts";

/** Looks at every undecided request: evidence grows old, requests expire, voters are reminded the day before. */
export const watchRequests = defineTask({
  name: "approvals.watch-requests",
  payload: z.object({}),
  attempts: 3,
  timeoutMs: 5 * 60_000,
  everyMs: 5 * 60_000,
  handler:
    async () =>
    async ({ deps, signal }) => {
      const workspaces = await deps.db.transaction({ role: "system" }, selectWorkspacesWithRequests);
      for (const { workspace_id: workspaceId } of workspaces) {
        signal.throwIfAborted();
        await watchWorkspace(deps, workspaceId, signal);
      }
    },
});

/** One transaction to a request, so that a long list holds nobody up. */
async function watchWorkspace(deps: Deps, workspaceId: number, signal: AbortSignal): Promise<void> {
  const undecided = await systemContext(deps, workspaceId, (ctx) => selectUndecided(ctx.tx, workspaceId, { hold: false }));
  for (const { number, kind } of undecided) {
    signal.throwIfAborted();
    await systemContext(deps, workspaceId, async (ctx) => {
      await lockPolicies(ctx.tx, workspaceId, kind === "policy" ? "exclusive" : "shared");
      const row = await lockRequest(ctx.tx, workspaceId, number);
      if (!(row && isUndecided(row))) return;
      await settle(ctx, row, { isBeside: true });
      await remind(ctx, row);
    });
  }
}
