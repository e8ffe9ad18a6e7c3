import type { Tx } from "@plumbline/db";
import { insertArrivals } from "../store/metric-arrivals.ts";
import type { CheckedBatch } from "./check-batch.ts";
import type { HeldRuns } from "./hold-runs.ts";
import { arrivalOf, type RunArrival } from "./run-arrival.ts";
import type { LogWrite } from "./run-write.ts";

/** Numbers of runs by the ids that clients know; a run has its number for ever. */
export type RunNumbers = ReadonlyMap<string, number>;

/** Points that are stored while their runs are looked up, which spares a round trip. */
export interface EarlyPoints {
  readonly batches: ReadonlyMap<CheckedBatch, number>;
  /** Those that were not there. */
  readonly stored: readonly RunArrival[];
}

/** A run whose points were stored early may not be written to: the transaction must be undone, and done again without haste. */
export class HastyWrite extends Error {}

/** Batches of nothing but points whose runs have known numbers: most of what a training sends. */
export function findEarly(logs: readonly LogWrite[], numbers: RunNumbers): Map<CheckedBatch, number> {
  const early = new Map<CheckedBatch, number>();
  for (const { batch } of logs) {
    const runKey = numbers.get(batch.runId);
    const isPoints = batch.series.length > 0 && batch.params.length + batch.tags.length + batch.modelPoints.length === 0;
    if (runKey !== undefined && isPoints) early.set(batch, runKey);
  }
  return early;
}

export async function storeEarly(
  tx: Tx,
  workspaceId: number,
  { batches, keyIds }: { batches: ReadonlyMap<CheckedBatch, number>; keyIds: ReadonlyMap<string, number> },
): Promise<EarlyPoints> {
  const arrivals = [...batches].map(([batch, runKey]) => arrivalOf(batch, { runKey, keyIds }));
  return { batches, stored: arrivals.length > 0 ? await insertArrivals(tx, workspaceId, arrivals) : [] };
}

/** Throws `HastyWrite` where a run is gone, deleted, or another one than its number said. */
export function confirmEarly({ batches }: EarlyPoints, held: HeldRuns): void {
  for (const [{ runId }, runKey] of batches) {
    const run = held.get(runId);
    if (run?.key !== runKey || run.lifecycle_stage !== "active") throw new HastyWrite();
  }
}
