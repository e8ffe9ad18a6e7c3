import type { Tx } from "@plumbline/db";
import type { Logger } from "pino";
import { decodeMetricBlock } from "../metric-block.ts";
import * as store from "../store/compaction.ts";
import {
  type BlockFacts,
  chooseBlocks,
  crossOff,
  cutIntoBlocks,
  type Distinct,
  excessOf,
  fullPoints,
  gatherPoints,
  timesOf,
} from "./merge-points.ts";

/** Blocks as they arrived that one transaction merges of a series at most. */
const blocksAtOnce = 16_384;
/** Merged blocks that are read together to look for points in them; some megabytes. */
const besideAtOnce = 256;

interface Merge {
  readonly series: store.Series;
  readonly chosen: readonly BlockFacts[];
  readonly found: Distinct;
}

/**
 * Merges small blocks that were written before an instant, of a few runs and keys, in the open transaction. Returns the
 * series that have more of them. One whose blocks are damaged stays as it is.
 */
export async function compactSeries(
  tx: Tx,
  series: readonly store.TouchedSeries[],
  given: { writtenBefore: Date; logger: Logger },
): Promise<store.TouchedSeries[]> {
  const { writtenBefore, logger } = given;
  const small = byPlace(await store.findSmallBlocks(tx, series, { writtenBefore, limit: blocksAtOnce, fullPoints }));
  const choices = series.flatMap((one, place) => {
    const { chosen, isMore } = chooseBlocks(small.get(place) ?? []);
    return chosen.length > 0 ? [{ series: one, chosen, isMore: isMore || chosen.length >= blocksAtOnce }] : [];
  });
  const gathered = await gather(tx, choices, logger);
  const merges = (await dropKnown(tx, gathered, logger)).filter(isWorthwhile);
  await write(tx, merges);
  const merged = new Set(merges.map((merge) => merge.series));
  return choices.filter((choice) => choice.isMore && merged.has(choice.series)).map((choice) => choice.series);
}

/** A single block that repeats no point is as good where it is. */
const isWorthwhile = ({ chosen, found }: Merge): boolean => chosen.length > 1 || found.repeats.length > 0;

function byPlace<T extends { readonly place: number }>(rows: readonly T[]): Map<number, T[]> {
  const groups = new Map<number, T[]>();
  for (const row of rows) {
    const group = groups.get(row.place);
    if (group) group.push(row);
    else groups.set(row.place, [row]);
  }
  return groups;
}

const nameBlocks = ({ series, chosen }: Pick<Merge, "series" | "chosen">): store.NamedBlock[] =>
  chosen.map(({ digest }) => ({ ...series, digest }));

/** Reads and decodes the chosen blocks of each series. */
async function gather(tx: Tx, choices: readonly Omit<Merge, "found">[], logger: Logger): Promise<Merge[]> {
  const blocks = choices.flatMap((choice, place) => nameBlocks(choice).map((block) => ({ ...block, place })));
  const points = byPlace(
    (await store.findPoints(tx, blocks)).map((row) => ({ points: row.points, place: blocks[row.place]?.place ?? -1 })),
  );
  return choices.flatMap(({ series, chosen }, place) => {
    const found = unlessDamaged(logger, series, () => gatherPoints((points.get(place) ?? []).map((row) => row.points)));
    return found?.points.length ? [{ series, chosen, found }] : [];
  });
}

/** Drops points that are in blocks merged before: those of a request that came again when its own block was gone. */
async function dropKnown(tx: Tx, merges: readonly Merge[], logger: Logger): Promise<Merge[]> {
  const extents = merges.flatMap(({ series, found: { points } }) => {
    const [first, last] = [points[0], points.at(-1)];
    return first && last ? [{ ...series, first, last, ...timesOf(points) }] : [];
  });
  const ownDigests = merges.map(({ chosen }) => new Set(chosen.map((block) => block.digest.toString("hex"))));
  const beside = (await store.findMergedBeside(tx, extents)).filter(
    ({ place, digest }) => ownDigests[place]?.has(digest.toString("hex")) === false,
  );
  const found: (Distinct | undefined)[] = merges.map((merge) => merge.found);
  for (let from = 0; from < beside.length; from += besideAtOnce) {
    const some = beside.slice(from, from + besideAtOnce).flatMap(({ place, digest }) => {
      const series = merges[place]?.series;
      return series ? [{ ...series, digest, place }] : [];
    });
    for (const { place, points } of await store.findPoints(tx, some)) {
      const block = some[place];
      const before = block && found[block.place];
      if (block && before) found[block.place] = unlessDamaged(logger, block, () => crossOff(before, points));
    }
  }
  return merges.flatMap((merge, place) => {
    const left = found[place];
    return left ? [{ ...merge, found: left }] : [];
  });
}

function unlessDamaged<R>(logger: Logger, { workspaceId, runKey, keyId }: store.Series, read: () => R): R | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    logger.error({ err: error, workspaceId, runKey, keyId }, "a metric block is damaged: the blocks of its run and key are not merged");
    return undefined;
  }
}

async function write(tx: Tx, merges: readonly Merge[]): Promise<void> {
  if (merges.length === 0) return;
  const merged = merges.flatMap(({ series, found }, place) => cutIntoBlocks(found.points).map((block) => ({ ...series, ...block, place })));
  await store.deleteBlocks(tx, merges.flatMap(nameBlocks));
  const repeats = merges.map(({ found }) => [...found.repeats]);
  for (const index of await store.insertMerged(tx, merged)) {
    const block = merged[index];
    if (block) repeats[block.place]?.push(...decodeMetricBlock(block.bytes));
  }
  const excesses = merges.flatMap(({ series }, place) => {
    const excess = excessOf(repeats[place] ?? []);
    return excess.count > 0 ? [{ ...series, excess }] : [];
  });
  if (excesses.length > 0) await store.correctSummaries(tx, excesses);
}
