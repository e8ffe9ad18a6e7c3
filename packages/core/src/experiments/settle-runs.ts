import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { defineTask, type TaskContext } from "../kernel/index.ts";
import * as store from "./store/settling.ts";

/** A run that has ended is given its ranks when nobody has written to it for so long; one that runs, later. */
const quietMs = { ended: 5000, running: 60_000 };
/** Runs of one transaction: while it lasts, whoever writes to one of them waits. */
const batchRuns = 500;
const retention = { role: "retention", byIndex: true } as const;
const pollMs = 20;

/**
 * Gives runs that are no longer written to their ranks, by which searches find and sort them without looking at each. Writers hold
 * nothing for it: a run is marked first, and whoever writes to it afterwards takes the mark away. When all that were writing
 * at the time have ended, a run that is still marked has been written to by nobody since.
 */
export const settleRuns = defineTask({
  name: "experiments.settle-runs",
  payload: z.object({}),
  attempts: 3,
  timeoutMs: 10 * 60_000,
  everyMs: 15_000,
  handler: async () => settle,
});

/** One at a time: that a run was marked before the others were listed is only known of one's own marks. */
async function settle(context: TaskContext): Promise<void> {
  const lock = await context.deps.db.takeLock("experiments.settle-runs");
  if (!lock) return;
  try {
    await settleMarked(context);
  } finally {
    await lock.release();
  }
}

async function settleMarked({ deps, signal }: TaskContext): Promise<void> {
  const now = deps.now().getTime();
  const quiet = { endedBefore: new Date(now - quietMs.ended), runningBefore: new Date(now - quietMs.running), limit: batchRuns };
  await awaitWriters({ deps, signal });
  let last: store.HotRun | undefined;
  do {
    if (signal.aborted) return;
    const after = last;
    last = await deps.db.transaction(retention, async (tx) => {
      const runs = await store.holdSettled(tx, quiet, after);
      if (runs.length > 0)
        await store.rankRuns(
          tx,
          runs.map(({ key }) => key),
        );
      return runs.at(-1);
    });
  } while (last);
  await deps.db.transaction(retention, (tx) => store.markSettling(tx, new Date(now)));
}

/** Returns when every transaction that may have seen a run before it was marked has ended. */
async function awaitWriters({ deps, signal }: Pick<TaskContext, "deps" | "signal">): Promise<void> {
  const list = () => deps.db.transaction(retention, store.listOpenTransactions);
  const open = await list();
  while (open.size > 0 && !signal.aborted) {
    await delay(pollMs);
    const still = await list();
    for (const id of open) if (!still.has(id)) open.delete(id);
  }
}
