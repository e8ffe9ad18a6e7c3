import { requestLimits } from "@plumbline/contracts/quotas/request";
import { z } from "zod";
import { type Deps, defineTask, insertTasks, recordAct, requestTask, systemActor, type TaskRequest } from "../kernel/index.ts";
import { dropUnapplied, returnOnCluster } from "./on-cluster/apply-on-cluster.ts";
import { platformIn } from "./on-cluster/platform-caller.ts";
import type { Writing } from "./on-cluster/queue-writer.ts";
import { selectChangesOf } from "./store/changes.ts";
import { lockPools } from "./store/pools.ts";
import * as store from "./store/requests.ts";
import { tellOfDecision } from "./tell-of-decision.ts";

/** Ends what was approved until a day, and what nobody decided. What counts does not wait for it: a grant counts until its day. */
export const watchQuotaRequests = defineTask({
  name: "quotas.watch-requests",
  payload: z.object({}),
  attempts: 3,
  timeoutMs: 60_000,
  everyMs: 60_000,
  handler:
    async () =>
    async ({ deps, signal }) => {
      const now = deps.now();
      const openedBefore = new Date(now.getTime() - requestLimits.openDays * 24 * 3_600_000);
      const over = await deps.db.transaction({ role: "system" }, (tx) => store.selectOver(tx, { now, openedBefore }));
      for (const row of over) {
        signal.throwIfAborted();
        await end(deps, row);
      }
    },
});

async function end(deps: Deps, seen: store.RequestRow): Promise<void> {
  const taskIds = await deps.db.transaction({ role: "system" }, async (tx) => {
    const row = await store.lockRequestById(tx, seen.id);
    const now = deps.now();
    const later: TaskRequest[] = [];
    const state = row && (await close({ tx, now, actor: systemActor, later }, row));
    if (!row || !state) return [];
    const caller = await platformIn(tx, row.workspace_id);
    recordAct(tx, caller, {
      audit: {
        action: state === "ended" ? "quotas.request.end" : "quotas.request.expire",
        outcome: "done",
        subject: { kind: "quota-request", id: String(row.number) },
        before: { state: row.state },
        after: { state },
      },
      changes: [
        { topic: "quota-request", subject: String(row.number), kind: state },
        { topic: "pool", subject: row.pool_id, kind: "update" },
      ],
      now,
    });
    const told = { requestId: row.id, workspaceId: row.workspace_id, number: row.number };
    const written = await insertTasks(tx, null, later);
    return [...written, ...(await insertTasks(tx, row.workspace_id, [requestTask(tellOfDecision, told)]))];
  });
  deps.onChange();
  if (taskIds.length > 0) await deps.onTasks(taskIds);
}

/** How it ended; nothing when somebody was faster. */
async function close(ctx: Writing, row: store.RequestRow): Promise<"ended" | "expired" | undefined> {
  const { tx, now } = ctx;
  if (row.state === "open") return (await store.closeRequest(tx, row.id, { state: "expired", at: now })) ? "expired" : undefined;
  const changes = await selectChangesOf(tx, [row.id]);
  const isOver = row.until !== null && row.until <= now;
  const state = isOver ? "ended" : "expired";
  if (!(await store.endApproved(tx, row.id, { state, at: now }))) return undefined;
  await store.endGrants(tx, row.id, now);
  const [pool] = changes.length > 0 && isOver ? await lockPools(tx, [row.pool_id]) : [];
  if (pool) await returnOnCluster(ctx, pool, row);
  else await dropUnapplied(ctx, changes);
  return state;
}
