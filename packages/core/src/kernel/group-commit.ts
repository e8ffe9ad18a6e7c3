import { classifyDatabaseError } from "@plumbline/db";

/** How a batch is bounded. `weight` is whatever costs: rows, points. */
export interface GroupCommitOptions<Item, Result> {
  /** Of one transaction, unless a single item weighs more. */
  readonly maxWeight: number;
  readonly maxInFlight: number;
  /** What must have gathered until a transaction begins beside another: light ones cost less one after the other, each with more items. */
  readonly overlapWeight: number;
  /** A transaction that takes longer, since it waits for somebody else's, no longer holds up what came after it. */
  readonly patienceMs: number;
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
  readonly weight: number;
  readonly resolve: (value: Result) => void;
  readonly reject: (error: unknown) => void;
}

interface Lane<Item, Result> {
  waiting: Waiting<Item, Result>[];
  waitingWeight: number;
  inFlight: number;
  /** Those of them that take longer than there is patience for. */
  slow: number;
}

type Bounds<Item> = Pick<GroupCommitOptions<Item, unknown>, "maxWeight" | "isAlone">;

/** Takes what the next transaction holds. */
function takeBatch<Item, Result>(lane: Lane<Item, Result>, { maxWeight, isAlone }: Bounds<Item>): Waiting<Item, Result>[] {
  let taken = 0;
  let count = 0;
  for (const { item, weight } of lane.waiting) {
    const goesAlone = isAlone?.(item) ?? false;
    if (count > 0 && (goesAlone || taken + weight > maxWeight)) break;
    taken += weight;
    count++;
    if (goesAlone) break;
  }
  lane.waitingWeight -= taken;
  return lane.waiting.splice(0, count);
}

/**
 * Group commit for hot writes. Items that arrive while a workspace's transactions are under way wait and go into the
 * next one together, so that concurrent small writes share a commit; a submit resolves after the commit that holds it.
 */
export function createGroupCommit<Item, Result>(options: GroupCommitOptions<Item, Result>) {
  const lanes = new Map<number, Lane<Item, Result>>();

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
    const batch = takeBatch(lane, options);
    lane.inFlight++;
    const items = batch.map(({ item }) => item);
    let isSlow = false;
    const patience = setTimeout(() => {
      isSlow = true;
      lane.slow++;
      pump(workspaceId, lane);
    }, options.patienceMs);
    const settled = await settle(workspaceId, items);
    clearTimeout(patience);
    if (isSlow) lane.slow--;
    batch.forEach((waiting, index) => {
      const outcome = settled[index];
      if (outcome && "value" in outcome) waiting.resolve(outcome.value);
      else waiting.reject(outcome?.error ?? new Error("the batch gave no answer for this item"));
    });
    lane.inFlight--;
    pump(workspaceId, lane);
  };

  const mayBegin = ({ waiting, waitingWeight, inFlight, slow }: Lane<Item, Result>): boolean =>
    waiting.length > 0 && inFlight < options.maxInFlight && (inFlight === slow || waitingWeight >= options.overlapWeight);

  const pump = (workspaceId: number, lane: Lane<Item, Result>): void => {
    while (mayBegin(lane)) void flush(workspaceId, lane);
    if (lane.waiting.length > 0 || lane.inFlight > 0) return;
    lanes.delete(workspaceId);
  };

  return {
    /** Resolves once the item is committed. */
    submit(workspaceId: number, item: Item): Promise<Result> {
      const lane = lanes.get(workspaceId) ?? { waiting: [], waitingWeight: 0, inFlight: 0, slow: 0 };
      lanes.set(workspaceId, lane);
      return new Promise<Result>((resolve, reject) => {
        const weight = options.weigh(item);
        lane.waiting.push({ item, weight, resolve, reject });
        lane.waitingWeight += weight;
        pump(workspaceId, lane);
      });
    },
  };
}
