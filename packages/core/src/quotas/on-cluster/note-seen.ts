import type { Tx } from "@plumbline/db";
import { insertTasks, recordAct, requestTask } from "../../kernel/index.ts";
import { type ChangeRow, endChanges, findRequestNumber, selectUnsettled, settleChange } from "../store/changes.ts";
import { tellOfDecision } from "../tell-of-decision.ts";
import type { PoolQueue } from "./plan-changes.ts";
import { platformIn } from "./platform-caller.ts";
import { seenChanges } from "./seen-changes.ts";

/** Ends the changes that a reading of the cluster shows. Returns ids of tasks to be given out. */
export async function noteSeen(
  tx: Tx,
  { poolId, queues, now }: { poolId: string; queues: readonly PoolQueue[]; now: Date },
): Promise<string[]> {
  const seen = seenChanges(await selectUnsettled(tx, [poolId]), queues);
  if (seen.length === 0) return [];
  await endChanges(
    tx,
    seen.map(({ id }) => id),
    { state: "applied", at: now },
  );
  const taskIds: string[] = [];
  for (const change of seen) taskIds.push(...(await tell(tx, { ...change, state: "applied" }, now)));
  return taskIds;
}

/** What became of a write that was asked for here. */
export async function settleQueueChange(
  tx: Tx,
  { id, problem, now }: { id: string; problem: string | null; now: Date },
): Promise<string[]> {
  const change = await settleChange(tx, id, { state: problem === null ? "written" : "failed", problem });
  return change ? tell(tx, change, now) : [];
}

/** Its page, the audit log, and who asked: of what the cluster shows, and of what went wrong. */
async function tell(tx: Tx, change: ChangeRow, now: Date): Promise<string[]> {
  const number = await findRequestNumber(tx, change.request_id);
  if (number === undefined) return [];
  const { workspace_id: workspaceId, queue, resource, before, after, state, problem } = change;
  recordAct(tx, await platformIn(tx, workspaceId), {
    audit: {
      ...{ action: `quotas.request.${state}`, outcome: "done", subject: { kind: "quota-request", id: String(number) } },
      ...{ before: { queue, resource, ...before }, after: { queue, resource, ...after, ...(problem === null ? {} : { problem }) } },
    },
    changes: [{ topic: "quota-request", subject: String(number), kind: state }],
    now,
  });
  if (state === "written") return [];
  const told = { requestId: change.request_id, workspaceId, number, changeId: change.id };
  return insertTasks(tx, workspaceId, [requestTask(tellOfDecision, told)]);
}
