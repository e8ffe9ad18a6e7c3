import type { Tx } from "@plumbline/db";
import type { Logger } from "pino";
import { decodeMetricBlock } from "../metric-block.ts";
import { decodeBundle, type KeyPoints } from "../metric-bundle.ts";
import * as store from "../store/compaction.ts";
import type { RunMerge } from "./gather-runs.ts";
import { crossOff, type Distinct, timesOf } from "./merge-points.ts";

/** Blocks and bundles that are read together to look for points in them; some megabytes. */
const readAtOnce = 256;

/** A key of a run with its points, as far as they are known to be new. */
interface Series extends store.Extent {
  readonly merge: RunMerge;
  found: Distinct;
}

/** Points that are stored already, or that something damaged is in their place. */
interface Known {
  readonly merge: RunMerge;
  readonly read: () => readonly KeyPoints[];
}

/** Drops points that were merged before: those of a request that came again when its own arrival was gone. Runs with damaged points are left out. */
export async function dropKnown(tx: Tx, merges: readonly RunMerge[], logger: Logger): Promise<RunMerge[]> {
  const series = new Map(merges.map((merge) => [merge, seriesOf(merge)]));
  const damaged = new Set<RunMerge>();
  const drop = ({ merge, read }: Known): void => {
    try {
      for (const { keyId, points } of read()) {
        const one = series.get(merge)?.get(keyId);
        if (one) one.found = crossOff(one.found, points);
      }
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      damaged.add(merge);
      const { workspaceId, runKey } = merge.run;
      logger.error({ err: error, workspaceId, runKey }, "metric points are damaged: the arrivals of their run are not merged");
    }
  };
  const all = [...series.values()].flatMap((ofRun) => [...ofRun.values()]);
  await readBlocks(tx, all, drop);
  await readBundles(
    tx,
    merges.flatMap((merge) => besideOf(merge, [...(series.get(merge)?.values() ?? [])])),
    drop,
  );
  return merges.filter((merge) => !damaged.has(merge)).map((merge) => withNew(merge, series.get(merge) ?? new Map()));
}

/** Reads the blocks that may hold points of the series, some at once. */
async function readBlocks(tx: Tx, series: readonly Series[], drop: (known: Known) => void): Promise<void> {
  const blocks = (await store.findBlocksBeside(tx, series)).flatMap(({ place, digest }) => {
    const one = series[place];
    return one ? [{ ...one, digest }] : [];
  });
  for (const some of inChunks(blocks)) {
    for (const { place, points } of await store.findBlockPoints(tx, some)) {
      const block = some[place];
      if (block) drop({ merge: block.merge, read: () => [{ keyId: block.keyId, points: decodeMetricBlock(points) }] });
    }
  }
}

async function readBundles(
  tx: Tx,
  bundles: readonly (store.NamedBundle & { merge: RunMerge })[],
  drop: (known: Known) => void,
): Promise<void> {
  for (const some of inChunks(bundles)) {
    for (const { place, points } of await store.findBundlePoints(tx, some)) {
      const merge = some[place]?.merge;
      if (merge) drop({ merge, read: () => decodeBundle(points) });
    }
  }
}

/** The series of a run by their keys' numbers. */
function seriesOf(merge: RunMerge): Map<number, Series> {
  const { workspaceId, runKey } = merge.run;
  const series = merge.shelves.flatMap(({ keys }) =>
    [...keys].flatMap(([keyId, found]) => {
      const [first, last] = [found.points[0], found.points.at(-1)];
      return first && last ? [{ workspaceId, runKey, keyId, first, last, ...timesOf(found.points), merge, found }] : [];
    }),
  );
  return new Map(series.map((one) => [one.keyId, one]));
}

/** Bundles that stay, of which one key or another may have points in common with those that are merged. */
const besideOf = (merge: RunMerge, series: readonly Series[]) =>
  merge.beside.filter((bundle) => series.some((one) => isBeside(bundle, one))).map(({ shelf, id }) => ({ ...merge.run, shelf, id, merge }));

const isBeside = (bundle: store.BundleFacts, { keyId, first, last, loTime, hiTime }: Series): boolean =>
  bundle.loKey <= keyId &&
  bundle.hiKey >= keyId &&
  bundle.hiStep >= first.step &&
  bundle.loStep <= last.step &&
  bundle.hiTime >= loTime &&
  bundle.loTime <= hiTime;

const withNew = (merge: RunMerge, series: ReadonlyMap<number, Series>): RunMerge => ({
  ...merge,
  shelves: merge.shelves.map(({ shelf, keys }) => ({
    shelf,
    keys: new Map([...keys].map(([keyId, found]) => [keyId, series.get(keyId)?.found ?? found])),
  })),
});

function inChunks<T>(list: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(list.length / readAtOnce) }, (_, chunk) =>
    list.slice(chunk * readAtOnce, (chunk + 1) * readAtOnce),
  );
}
