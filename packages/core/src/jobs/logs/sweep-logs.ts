import { z } from "zod";
import { defineTask, insertTasks, type TaskContext } from "../../kernel/index.ts";
import { type LogOfAttempt, selectUnsealed, selectUntold } from "../store/log-segments.ts";
import { waitingMax } from "./seal-limits.ts";
import { requestSealing } from "./seal-logs.ts";
import { tellEveryMs, tellNow } from "./tell-readers.ts";

const atOnce = 1000;

/** Finds logs that nobody asked to seal, and lines that nobody told of: their process died. */
export const sweepLogs = defineTask({
  name: "jobs.sweep-logs",
  payload: z.object({}),
  attempts: 3,
  timeoutMs: 60_000,
  everyMs: 60_000,
  handler: async () => sweep,
});

async function sweep({ deps, signal }: TaskContext): Promise<void> {
  const ids = await deps.db.transaction({ role: "system" }, async (tx) => {
    const found = await selectUnsealed(tx, { ...waitingMax, limit: atOnce });
    const inserted: string[] = [];
    for (const log of found) inserted.push(...(await insertTasks(tx, log.workspace_id, [requestSealing(keyOf(log))])));
    return inserted;
  });
  if (ids.length > 0) await deps.onTasks(ids);
  // Whoever waits for its own second to pass is left in peace.
  const before = new Date(deps.now().getTime() - 2 * tellEveryMs);
  for (const log of await deps.db.transaction({ role: "system" }, (tx) => selectUntold(tx, { before, limit: atOnce }))) {
    signal.throwIfAborted();
    await tellNow(deps, { workspaceId: log.workspace_id, ...keyOf(log) });
  }
}

const keyOf = (log: LogOfAttempt) => ({ jobId: log.job_id, attempt: log.attempt });
