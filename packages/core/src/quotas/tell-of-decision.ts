import { z } from "zod";
import { type Ctx, defineTask, recordAct, workspaceOf } from "../kernel/index.ts";
import { notify } from "../notifications/index.ts";
import { systemContext } from "../workspaces/index.ts";
import { amountOf } from "./rules/pool-words.ts";
import { type ChangeRow, selectChangesOf } from "./store/changes.ts";
import { selectEveryPool } from "./store/pools.ts";
import { findRequest, type RequestRow } from "./store/requests.ts";

/** Tells who asked what was decided, and writes it into the workspace's own audit log. */
export const tellOfDecision = defineTask({
  name: "quotas.tell-of-decision",
  payload: z.object({ requestId: z.uuid(), workspaceId: z.int(), number: z.int(), changeId: z.uuid().optional() }),
  attempts: 3,
  timeoutMs: 30_000,
  handler:
    async () =>
    async ({ deps }, { requestId, workspaceId, number, changeId }) => {
      const pools = await deps.db.transaction({ role: "system" }, selectEveryPool);
      await systemContext(deps, workspaceId, async (ctx) => {
        const row = await findRequest(ctx.tx, workspaceId, number);
        const pool = pools.find(({ id }) => id === row?.pool_id);
        if (!row || !pool || row.id !== requestId) return;
        const workspace = workspaceOf(ctx);
        const news = await newsOf(ctx, row, changeId);
        if (news === undefined) return;
        const tasks = await notify(ctx, workspaceId, [
          {
            recipients: [row.opened_by],
            kind: "quotas.decided",
            group: "outcomes",
            title: `QR-${number}, ${amountOf(row.amount, pool)} guaranteed: ${news.text}`,
            link: `/w/${encodeURIComponent(workspace.name)}/quotas/requests/${number}`,
            subject: { kind: "quota-request", id: String(number) },
            dedupeKey: `quota-request ${number} ${news.key}`,
          },
        ]);
        ctx.later?.push(...tasks);
        // What happens on the cluster is in the log as it happens.
        if (changeId === undefined) recordSettled(ctx, row, pool.name);
      });
    },
});

interface News {
  readonly text: string;
  readonly key: string;
}

const newsOf = async (ctx: Ctx, { id, state }: RequestRow, changeId: string | undefined): Promise<News | undefined> =>
  changeId === undefined ? { text: state, key: state } : newsOfChange(await selectChangesOf(ctx.tx, [id]), changeId);

const recordSettled = (ctx: Ctx, { number, state, amount }: RequestRow, pool: string): void =>
  recordAct(ctx.tx, ctx, {
    audit: {
      action: "quotas.request.settle",
      outcome: "done",
      subject: { kind: "quota-request", id: String(number) },
      after: { state, pool, amount },
    },
    changes: [],
    now: ctx.now,
  });

/** Nothing, until all changes that belong together are there. */
function newsOfChange(changes: readonly ChangeRow[], changeId: string): News | undefined {
  const change = changes.find(({ id }) => id === changeId);
  if (change?.state === "failed") return { text: "could not be written to the cluster", key: `failed ${changeId} ${change.at.getTime()}` };
  const isThere = changes.filter(({ is_return }) => is_return === change?.is_return).every(({ state }) => state === "applied");
  if (!change || !isThere) return undefined;
  return change.is_return ? { text: "taken back on the cluster", key: "returned" } : { text: "applied on the cluster", key: "applied" };
}
