import { requestLimits } from "@plumbline/contracts/quotas/request";
import type { Tx } from "@plumbline/db";
import { z } from "zod";
import { type Caller, type Deps, defineTask, insertTasks, recordAct, requestTask, systemActor } from "../kernel/index.ts";
import * as store from "./store/requests.ts";
import { selectWorkspaceNames } from "./store/workspaces.ts";
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
    const state = row?.state === "approved" ? ("ended" as const) : ("expired" as const);
    if (!row || !(await close(tx, row, deps.now()))) return [];
    const caller = await systemCaller(tx, row.workspace_id);
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
      now: deps.now(),
    });
    const told = { requestId: row.id, workspaceId: row.workspace_id, number: row.number };
    return insertTasks(tx, row.workspace_id, [requestTask(tellOfDecision, told)]);
  });
  deps.onChange();
  if (taskIds.length > 0) await deps.onTasks(taskIds);
}

/** False when somebody was faster. */
async function close(tx: Tx, row: store.RequestRow, now: Date): Promise<boolean> {
  if (row.state === "open") return store.closeRequest(tx, row.id, { state: "expired", at: now });
  if (!(await store.endApproved(tx, row.id, now))) return false;
  await store.endGrants(tx, row.id, now);
  return true;
}

async function systemCaller(tx: Tx, workspaceId: number): Promise<Caller> {
  const name = (await selectWorkspaceNames(tx)).get(workspaceId) ?? "";
  return {
    ...{ actor: systemActor, workspace: { id: workspaceId, name }, permissions: new Set<never>() },
    ...{ requestId: "task", address: null, userAgent: null },
  };
}
