import type { Run } from "@plumbline/contracts/experiments/run";

export interface RunPage {
  items: Run[];
  nextCursor: string | null;
}

export interface Fresh {
  /** Runs as they are now, of those that were said to have changed, as far as they match the filter. */
  runs: readonly Run[];
  deletedIds: ReadonlySet<string>;
  /** Whether the list begins with the newest run, so that a new one belongs on top. */
  isNewestFirst: boolean;
}

/**
 * Puts changed runs into the pages already read, where they stand. New ones go on top of a list that begins with
 * the newest; in any other order their place is not known, and they are counted as unseen instead.
 */
export function mergeFresh(pages: readonly RunPage[], fresh: Fresh): { pages: RunPage[]; unseenIds: string[] } {
  const byId = new Map(fresh.runs.map((run) => [run.runId, run]));
  const kept = pages.map((page) => ({
    ...page,
    items: page.items.filter(({ runId }) => !fresh.deletedIds.has(runId)).map((run) => byId.get(run.runId) ?? run),
  }));
  const present = new Set(pages.flatMap(({ items }) => items.map(({ runId }) => runId)));
  const added = fresh.runs.filter(({ runId }) => !present.has(runId));
  const [first, ...rest] = kept;
  if (!first || !fresh.isNewestFirst) return { pages: kept, unseenIds: added.map(({ runId }) => runId) };
  const oldest = first.items.at(-1)?.startTime ?? Number.NEGATIVE_INFINITY;
  const onTop = added.filter(({ startTime }) => startTime >= oldest);
  const items = [...onTop, ...first.items].sort((a, b) => b.startTime - a.startTime);
  return { pages: [{ ...first, items }, ...rest], unseenIds: [] };
}
