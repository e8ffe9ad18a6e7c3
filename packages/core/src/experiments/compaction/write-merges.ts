import type { Tx } from "@plumbline/db";
import type { KeyPoints } from "../metric-bundle.ts";
import * as store from "../store/compaction.ts";
import type { RunMerge } from "./gather-runs.ts";
import { cutIntoBlocks, cutIntoBundles, excessOf, fullPoints } from "./merge-points.ts";

/** Puts merged points in the place of what they were merged from, and counts those once that were counted more often. */
export async function writeMerges(tx: Tx, merges: readonly RunMerge[]): Promise<void> {
  const arrivals = merges.flatMap(({ run, taken }) => taken.map(({ digest, isSettled }) => ({ ...run, digest, isSettled })));
  const replaced = merges.flatMap(({ run, replaced: bundles }) => bundles.map(({ shelf, id }) => ({ ...run, shelf, id })));
  const blocks = merges.flatMap(blocksOf);
  const bundles = merges.flatMap(bundlesOf);
  const excesses = merges.flatMap(excessesOf);
  if (arrivals.length > 0) await store.takeArrivals(tx, arrivals);
  if (replaced.length > 0) await store.deleteBundles(tx, replaced);
  if (blocks.length > 0) await store.insertBlocks(tx, blocks);
  if (bundles.length > 0) await store.insertBundles(tx, bundles);
  if (excesses.length > 0) await store.correctSummaries(tx, excesses);
}

const pointsOf = ({ keys }: RunMerge["shelves"][number]): KeyPoints[] => [...keys].map(([keyId, { points }]) => ({ keyId, points }));

const blocksOf = ({ run, shelves }: RunMerge) =>
  shelves
    .flatMap(pointsOf)
    .filter(({ points }) => points.length >= fullPoints)
    .flatMap(({ keyId, points }) => cutIntoBlocks(points).map((block) => ({ ...run, keyId, ...block })));

const bundlesOf = ({ run, shelves }: RunMerge) =>
  shelves.flatMap((one) => {
    const short = pointsOf(one).filter(({ points }) => points.length > 0 && points.length < fullPoints);
    return cutIntoBundles(short).map((bundle) => ({ ...run, shelf: one.shelf, bundle }));
  });

const excessesOf = ({ run, shelves }: RunMerge) =>
  shelves.flatMap(({ keys }) =>
    [...keys].flatMap(([keyId, { repeats }]) => (repeats.length > 0 ? [{ ...run, keyId, excess: excessOf(repeats) }] : [])),
  );
