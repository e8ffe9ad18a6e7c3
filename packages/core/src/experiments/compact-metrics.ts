import type { Database } from "@plumbline/db";
import { z } from "zod";
import { defineTask, type TaskContext } from "../kernel/index.ts";
import { compactSeries } from "./compaction/compact-series.ts";
import * as store from "./store/compaction.ts";

/**
 * A request that is repeated within this time finds its own block and writes nothing. The last try of MLflow's client,
 * as it comes, begins some 18 minutes after the first: seven tries of two minutes each, and the waits between them.
 */
const settledMs = 30 * 60_000;
/** Blocks written in so long are looked through together; longer where nothing was written. */
const windowMs = 15 * 60_000;
/** Blocks whose runs and keys are listed at once. */
const listed = 500_000;
/** What one transaction takes on, unless a single run and key has more. */
const batchLimits = { series: 500, blocks: 8192, points: 65_536 };
const retention = { role: "retention" } as const;

/**
 * Merges blocks as requests brought them into blocks of thousands of points per run and key, half an hour after they
 * were written, and counts points once that two requests brought. What is left at the time limit waits for the next run.
 */
export const compactMetrics = defineTask({
  name: "experiments.compact-metrics",
  payload: z.object({}),
  attempts: 3,
  // Shorter than the interval: the next run would take the work over.
  timeoutMs: 4 * 60_000,
  everyMs: 5 * 60_000,
  handler: async () => compact,
});

async function compact(context: TaskContext): Promise<void> {
  const { deps, signal } = context;
  const settled = deps.now().getTime() - settledMs;
  const taken = await deps.db.transaction(retention, store.takeTurn);
  let turn: store.Turn | undefined = taken;
  let lengthMs = windowMs;
  while (turn && turn.consideredUntil.getTime() < settled && !signal.aborted) {
    const until: Date = turn.windowUntil ?? new Date(Math.min(turn.consideredUntil.getTime() + lengthMs, settled));
    const done = await compactWindow(context, { ...turn, windowUntil: until });
    lengthMs = done?.isEmpty ? lengthMs * 2 : windowMs;
    turn = done?.turn;
  }
}

interface Window extends store.Turn {
  readonly windowUntil: Date;
}

/** Goes through the runs and keys of a window; undefined where it had to stop. */
async function compactWindow(context: TaskContext, window: Window): Promise<{ turn: store.Turn; isEmpty: boolean } | undefined> {
  const { db } = context.deps;
  let at = window;
  let touched: store.TouchedSeries[];
  do {
    const { consideredUntil: after, windowUntil: until } = at;
    touched = await db.transaction(retention, (tx) => store.findTouched(tx, { after, until, beyond: at, blocks: listed }));
    for (const batch of inBatches(touched)) {
      const last = batch.at(-1);
      if (!last || !(await compactBatch(context, at, batch))) return undefined;
      at = { ...at, runKey: last.runKey, keyId: last.keyId };
      await save(db, at);
    }
  } while (touched.reduce((sum, one) => sum + one.blocks, 0) === listed);
  const turn = { ...at, consideredUntil: at.windowUntil, windowUntil: null, runKey: 0, keyId: 0 };
  await save(db, turn);
  return { turn, isEmpty: at === window };
}

const save = (db: Database, turn: store.Turn): Promise<number> => db.transaction(retention, (tx) => store.saveProgress(tx, turn));

/** One transaction a round, until the series have no more to merge; false where it had to stop. */
async function compactBatch({ deps, signal }: TaskContext, window: Window, batch: readonly store.TouchedSeries[]): Promise<boolean> {
  let left = batch;
  while (left.length > 0) {
    if (signal.aborted) return false;
    const more = await deps.db.transaction(retention, async (tx) => {
      if (!(await store.holdTurn(tx, window.generation))) return;
      return compactSeries(tx, left, { writtenBefore: window.windowUntil, logger: deps.logger });
    });
    if (!more) return false;
    left = more;
  }
  return true;
}

function inBatches(touched: readonly store.TouchedSeries[]): store.TouchedSeries[][] {
  const batches: store.TouchedSeries[][] = [];
  let batch: store.TouchedSeries[] = [];
  let weight = { blocks: 0, points: 0 };
  for (const one of touched) {
    const [blocks, points] = [weight.blocks + one.blocks, weight.points + one.points];
    const isFull = batch.length >= batchLimits.series || blocks > batchLimits.blocks || points > batchLimits.points;
    if (isFull && batch.length > 0) {
      batches.push(batch);
      batch = [];
      weight = { blocks: 0, points: 0 };
    }
    batch.push(one);
    weight = { blocks: weight.blocks + one.blocks, points: weight.points + one.points };
  }
  if (batch.length > 0) batches.push(batch);
  return batches;
}
