import type { Tx } from "@plumbline/db";
import type { Logger } from "pino";
import { shelfOf, wholeRun } from "../bundle-shelf.ts";
import { decodeBundle } from "../metric-bundle.ts";
import type { MetricPoint } from "../metric-point.ts";
import * as store from "../store/compaction.ts";
import { chooseBundles, type Distinct, gatherPoints, mergedPoints } from "./merge-points.ts";

/** What one transaction takes of a run at most. */
const round = { arrivals: 8192, points: 65_536 } as const;
/** Points of earlier bundles that one transaction merges again at most; some tens of megabytes. */
const mergedAgain = 262_144;

export interface GatherRule {
  /** Requests of arrivals until then are not repeated any more. */
  readonly writtenBefore: Date;
  readonly logger: Logger;
}

/** What becomes of a run: `taken` and `replaced` give way to the points of `shelves`. */
export interface RunMerge {
  readonly run: store.DueRun;
  readonly taken: readonly store.ArrivedPoints[];
  readonly replaced: readonly store.BundleFacts[];
  readonly shelves: readonly ShelfPoints[];
  /** Bundles that stay, and may hold some of the points as well. */
  readonly beside: readonly store.BundleFacts[];
}

/** The points of one shelf by key. */
export interface ShelfPoints {
  readonly shelf: number;
  readonly keys: ReadonlyMap<number, Distinct>;
}

/** A run with what was read of it: lists of points by key. */
interface Gathering {
  readonly run: store.DueRun;
  readonly taken: readonly store.ArrivedPoints[];
  readonly bundles: readonly store.BundleFacts[];
  readonly lists: Map<number, (readonly MetricPoint[])[]>;
}

/** Reads what has arrived of runs, and the bundles that are to be merged with it. */
export async function gatherRuns(tx: Tx, runs: readonly store.DueRun[], { writtenBefore, logger }: GatherRule): Promise<RunMerge[]> {
  const arrivals = byPlace(await store.findArrivals(tx, runs, { writtenBefore, ...round }));
  const bundles = byPlace(await store.findBundles(tx, runs));
  const begun = runs.flatMap((run, place) => {
    const one = { run, taken: arrivals.get(place) ?? [], bundles: bundles.get(place) ?? [], lists: new Map() };
    return one.taken.length > 0 && addPoints(one, one.taken, logger) ? [one] : [];
  });
  // A bundle of a whole run gives way in any case: to another one, or to shelves.
  const wholes = await addBundles(tx, begun, { chosen: new Map(begun.map((one) => [one, wholesOf(one)])), logger });
  const chosen = chooseShelved(wholes);
  const all = await addBundles(tx, wholes, { chosen, logger });
  return all.map((one) => finish(one, chosen.get(one) ?? []));
}

const wholesOf = ({ bundles }: Gathering): store.BundleFacts[] => bundles.filter(({ shelf }) => shelf === wholeRun);

/** Decodes bundles into the run's lists; false if one is damaged, which is logged. */
function addPoints({ run, lists }: Gathering, packed: readonly { readonly points: Buffer }[], logger: Logger): boolean {
  try {
    for (const { keyId, points } of packed.flatMap((one) => decodeBundle(one.points))) {
      const list = lists.get(keyId);
      if (list) list.push(points);
      else lists.set(keyId, [points]);
    }
    return true;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const { workspaceId, runKey } = run;
    logger.error({ err: error, workspaceId, runKey }, "metric points are damaged: the arrivals of their run are not merged");
    return false;
  }
}

/** Reads the chosen bundles of all runs; those with a damaged one are left out. */
async function addBundles(
  tx: Tx,
  runs: readonly Gathering[],
  { chosen, logger }: { chosen: ReadonlyMap<Gathering, readonly store.BundleFacts[]>; logger: Logger },
): Promise<Gathering[]> {
  const named = runs.flatMap((one, of) => (chosen.get(one) ?? []).map(({ shelf, id }) => ({ ...one.run, shelf, id, of })));
  if (named.length === 0) return [...runs];
  const read = byPlace((await store.findBundlePoints(tx, named)).map(({ place, points }) => ({ place: named[place]?.of ?? -1, points })));
  return runs.filter((one, of) => addPoints(one, read.get(of) ?? [], logger));
}

/** Which bundles of their shelves the runs' points are merged with, as far as there is room. */
function chooseShelved(runs: readonly Gathering[]): Map<Gathering, store.BundleFacts[]> {
  let room = mergedAgain;
  return new Map(
    runs.map((one) => {
      const chosen = isShort(one)
        ? []
        : shelvesOf(one).flatMap((shelf) => {
            const bundles = chooseBundles(
              one.bundles.filter((bundle) => bundle.shelf === shelf),
              sizeOf(one, shelf),
            );
            const points = bundles.reduce((sum, { count }) => sum + count, 0);
            if (points > room) return [];
            room -= points;
            return bundles;
          });
      return [one, chosen];
    }),
  );
}

/** All points fit one bundle, and none is on a shelf yet. */
const isShort = ({ bundles, lists }: Gathering): boolean =>
  bundles.every(({ shelf }) => shelf === wholeRun) && countOf([...lists.values()].flat()) <= mergedPoints;

const countOf = (lists: readonly (readonly MetricPoint[])[]): number => lists.reduce((sum, { length }) => sum + length, 0);

const shelvesOf = ({ lists }: Gathering): number[] => [...new Set([...lists.keys()].map(shelfOf))];

function sizeOf({ lists }: Gathering, shelf: number): { count: number; keys: number } {
  const ofShelf = [...lists].filter(([keyId]) => shelfOf(keyId) === shelf);
  return { count: countOf(ofShelf.flatMap(([, some]) => some)), keys: ofShelf.length };
}

function finish(one: Gathering, chosen: readonly store.BundleFacts[]): RunMerge {
  const { run, taken, bundles, lists } = one;
  const replaced = [...wholesOf(one), ...chosen];
  const isWhole = isShort(one);
  const shelves = new Map<number, Map<number, Distinct>>();
  for (const [keyId, some] of [...lists].sort(([left], [right]) => left - right)) {
    const shelf = isWhole ? wholeRun : shelfOf(keyId);
    const keys = shelves.get(shelf) ?? new Map<number, Distinct>();
    shelves.set(shelf, keys.set(keyId, gatherPoints(some)));
  }
  return {
    run,
    taken,
    replaced,
    shelves: [...shelves].map(([shelf, keys]) => ({ shelf, keys })),
    beside: bundles.filter((bundle) => !replaced.includes(bundle)),
  };
}

function byPlace<T extends { readonly place: number }>(rows: readonly T[]): Map<number, T[]> {
  const groups = new Map<number, T[]>();
  for (const row of rows) {
    const group = groups.get(row.place);
    if (group) group.push(row);
    else groups.set(row.place, [row]);
  }
  return groups;
}
