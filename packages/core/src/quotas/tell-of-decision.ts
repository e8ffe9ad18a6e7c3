import { z } from "zod";
import { defineTask, recordAct, workspaceOf } from "../kernel/index.ts";
import { notify } from "../notifications/index.ts";
import { systemContext } from "../workspaces/index.ts";
import { amountOf } from "./rules/pool-words.ts";
import { selectEveryPool } from "./store/pools.ts";
import { findRequest } from "./store/requests.ts";

/** Tells who asked what was decided, and writes it into the workspace's own audit log. */
export const tellOfDecision = defineTask({
  name: "quotas.tell-of-decision",
  payload: z.object({ requestId: z.uuid(), workspaceId: z.int(), number: z.int() }),
  attempts: 3,
  timeoutMs: 30_000,
  handler:
    async () =>
    async ({ deps }, { requestId, workspaceId, number }) => {
      const pools = await deps.db.transaction({ role: "system" }, selectEveryPool);
      await systemContext(deps, workspaceId, async (ctx) => {
        const row = await findRequest(ctx.tx, workspaceId, number);
        const pool = pools.find(({ id }) => id === row?.pool_id);
        if (!row || !pool || row.id !== requestId) return;
        const workspace = workspaceOf(ctx);
        const tasks = await notify(ctx, workspaceId, [
          {
            recipients: [row.opened_by],
            kind: "quotas.decided",
            group: "outcomes",
            title: `QR-${number}, ${amountOf(row.amount, pool)} guaranteed: ${row.state}`,
            link: `/w/${encodeURIComponent(workspace.name)}/quotas/requests/${number}`,
            subject: { kind: "quota-request", id: String(number) },
            dedupeKey: `quota-request ${number} ${row.state}`,
          },
        ]);
        ctx.later?.push(...tasks);
        recordAct(ctx.tx, ctx, {
          audit: {
            action: "quotas.request.settle",
            outcome: "done",
            subject: { kind: "quota-request", id: String(number) },
            after: { state: row.state, pool: pool.name, amount: row.amount },
          },
          changes: [],
          now: ctx.now,
        });
      });
    },
});
