import { classifyDatabaseError } from "@plumbline/db";

/** How a batch is bounded. `weight` is whatever costs: points, rows. */
export interface GroupCommitOptions<Item, Result> {
  readonly maxWeight: number;
  readonly maxInFlight: number;
  readonly weigh: (item: Item) => number;
  /** Whether the item shares its transaction with no other. */
  readonly isAlone?: (item: Item) => boolean;
  /** Commits all items of one workspace in one transaction; answers for each in order. Throws when none was written. */
  readonly commit: (workspaceId: number, items: readonly Item[]) => Promise<readonly Settled<Result>[]>;
}

/** What became of one item of a batch: one bad item fails alone. */
export type Settled<Result> = { readonly value: Result } | { readonly error: unknown };

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (value: Result) => void;
  readonly reject: (error: unknown) => void;
}

interface Lane<Item, Result> {
  waiting: Waiting<Item, Result>[];
  inFlight: number;
}

/**
 * Group commit for hot writes. Items that arrive while a workspace's transactions are under way wait and go into the
 * next one together, so that concurrent small writes share a commit; a submit resolves after the commit that holds it.
 */
export function createGroupCommit<Item, Result>(options: GroupCommitOptions<Item, Result>) {
  const lanes = new Map<number, Lane<Item, Result>>();

  const takeBatch = (lane: Lane<Item, Result>): Waiting<Item, Result>[] => {
    let weight = 0;
    let count = 0;
    for (const { item } of lane.waiting) {
      const isAlone = options.isAlone?.(item) ?? false;
      weight += options.weigh(item);
      if (count > 0 && (isAlone || weight > options.maxWeight)) break;
      count++;
      if (isAlone) break;
    }
    return lane.waiting.splice(0, count);
  };

  /** Whatever a single item can be to blame for is tried again item by item, so that the others are written. */
  const settle = async (workspaceId: number, items: readonly Item[]): Promise<readonly Settled<Result>[]> => {
    try {
      return await options.commit(workspaceId, items);
    } catch (error) {
      const failure = classifyDatabaseError(error);
      if (items.length === 1 || failure === "unavailable" || failure === "timeout") return items.map(() => ({ error }));
      const settled: Settled<Result>[] = [];
      for (const item of items) settled.push(...(await settle(workspaceId, [item])));
      return settled;
    }
  };

  const flush = async (workspaceId: number, lane: Lane<Item, Result>): Promise<void> => {
    const batch = takeBatch(lane);
    lane.inFlight++;
    const items = batch.map(({ item }) => item);
    const settled = await settle(workspaceId, items);
    batch.forEach((waiting, index) => {
      const outcome = settled[index];
      if (outcome && "value" in outcome) waiting.resolve(outcome.value);
      else waiting.reject(outcome?.error ?? new Error("the batch gave no answer for this item"));
    });
    lane.inFlight--;
    pump(workspaceId, lane);
  };

  const pump = (workspaceId: number, lane: Lane<Item, Result>): void => {
    while (lane.waiting.length > 0 && lane.inFlight < options.maxInFlight) void flush(workspaceId, lane);
    if (lane.waiting.length > 0 || lane.inFlight > 0) return;
    lanes.delete(workspaceId);
  };

  return {
    /** Resolves once the item is committed. */
    submit(workspaceId: number, item: Item): Promise<Result> {
      const lane = lanes.get(workspaceId) ?? { waiting: [], inFlight: 0 };
      lanes.set(workspaceId, lane);
      return new Promise<Result>((resolve, reject) => {
        lane.waiting.push({ item, resolve, reject });
        pump(workspaceId, lane);
      });
    },
  };
}
