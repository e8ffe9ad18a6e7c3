import { digestOfBundle, encodeBundle } from "../metric-bundle.ts";
import type { SummaryChange } from "../store/batch-writes.ts";
import type { Arrival } from "../store/metric-arrivals.ts";
import type { CheckedBatch } from "./check-batch.ts";

export interface RunArrival extends Arrival {
  /** What it adds to the summaries. */
  readonly changes: readonly SummaryChange[];
}

/** The points of a batch as they are stored, in the order of their keys' numbers. */
export function arrivalOf(
  { series }: CheckedBatch,
  { runKey, keyIds }: { runKey: number; keyIds: ReadonlyMap<string, number> },
): RunArrival {
  const numbered = series
    .map(({ key, points, totals }) => ({ keyId: keyIds.get(key) ?? -1, runKey, points, totals }))
    .sort((left, right) => left.keyId - right.keyId);
  return { runKey, digest: digestOfBundle(numbered), bundle: encodeBundle(numbered), changes: numbered };
}
