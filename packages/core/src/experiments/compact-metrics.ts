import { z } from "zod";
import { defineTask, type TaskContext } from "../kernel/index.ts";
import { compactRuns } from "./compaction/compact-runs.ts";
import * as store from "./store/compaction.ts";

/**
 * A request that is repeated within this time finds its own arrival and writes nothing. The last try of MLflow's client,
 * as it comes, begins some 18 minutes after the first: seven tries of two minutes each, and the waits between them.
 */
const settledMs = 30 * 60_000;
/** A run with so much that is not merged is merged at once, since reading one of its curves looks through all of it. */
const busy = { arrivals: 4096, points: 4_000_000 } as const;
/** Runs that are listed at once. */
const listed = 50_000;
/** What one transaction takes on, unless a single run has more. */
const batchLimits = { runs: 500, arrivals: 8192, points: 65_536 } as const;
/** Empty arrivals that are removed at once. */
const removedAtOnce = 50_000;
const retention = { role: "retention" } as const;

/**
 * Merges what requests brought into bundles and blocks of thousands of points, half an hour after it arrived, or sooner where a run
 * logs much, and counts points once that two requests brought. What is left at the time limit waits for the next run.
 */
export const compactMetrics = defineTask({
  name: "experiments.compact-metrics",
  payload: z.object({}),
  attempts: 3,
  // Shorter than the interval: the next run would take the work over.
  timeoutMs: 50_000,
  everyMs: 60_000,
  handler: async () => compact,
});

async function compact({ deps, signal }: TaskContext): Promise<void> {
  const { db, logger } = deps;
  const writtenBefore = new Date(deps.now().getTime() - settledMs);
  const generation = await db.transaction(retention, store.takeTurn);
  const due = await db.transaction(retention, (tx) => store.findDue(tx, { writtenBefore, ...busy, limit: listed }));
  const oneRound = (runs: readonly store.DueRun[]): Promise<readonly store.DueRun[] | undefined> =>
    db.transaction(retention, async (tx) => {
      if (!(await store.holdTurn(tx, generation))) return;
      return compactRuns(tx, runs, { writtenBefore, logger });
    });
  for (const batch of inBatches(due)) {
    let left: readonly store.DueRun[] = batch;
    while (left.length > 0) {
      const more: readonly store.DueRun[] | undefined = signal.aborted ? undefined : await oneRound(left);
      if (!more) return;
      left = more;
    }
  }
  while (!signal.aborted) {
    const removed = await db.transaction(retention, (tx) => store.removeEmptied(tx, { writtenBefore, limit: removedAtOnce }));
    if (removed < removedAtOnce) return;
  }
}

function inBatches(due: readonly store.DueRun[]): store.DueRun[][] {
  const batches: store.DueRun[][] = [];
  let batch: store.DueRun[] = [];
  let weight = { arrivals: 0, points: 0 };
  for (const one of due) {
    const [arrivals, points] = [weight.arrivals + one.arrivals, weight.points + one.points];
    const isFull = batch.length >= batchLimits.runs || arrivals > batchLimits.arrivals || points > batchLimits.points;
    if (isFull && batch.length > 0) {
      batches.push(batch);
      batch = [];
      weight = { arrivals: 0, points: 0 };
    }
    batch.push(one);
    weight = { arrivals: weight.arrivals + one.arrivals, points: weight.points + one.points };
  }
  if (batch.length > 0) batches.push(batch);
  return batches;
}
