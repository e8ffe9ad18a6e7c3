import type { Tx } from "@plumbline/db";
import type { DueRun } from "../store/compaction.ts";
import { dropKnown } from "./drop-known.ts";
import { type GatherRule, gatherRuns } from "./gather-runs.ts";
import { writeMerges } from "./write-merges.ts";

/**
 * Merges what has arrived of a few runs, in the open transaction: long keys into blocks of their own, the others into bundles. Returns the runs of
 * which more is left. One whose points are damaged stays as it is. The number of statements does not depend on that of the runs.
 */
export async function compactRuns(tx: Tx, runs: readonly DueRun[], rule: GatherRule): Promise<DueRun[]> {
  const gathered = await gatherRuns(tx, runs, rule);
  const merges = await dropKnown(tx, gathered, rule.logger);
  await writeMerges(tx, merges);
  return merges.flatMap(({ run, taken }) => (run.arrivals > taken.length ? [{ ...run, arrivals: run.arrivals - taken.length }] : []));
}
