import { changedFields, type PoolQueue, type QueueTerms } from "./plan-changes.ts";

interface Unsettled {
  readonly id: string;
  readonly queue: string;
  readonly before: QueueTerms;
  readonly after: QueueTerms;
}

/**
 * Changes that a reading shows, of those that wait to be seen, oldest first. Each counts on those before it: where a queue gives
 * what a later one asks for, the earlier ones are in it.
 */
export function seenChanges<C extends Unsettled>(unsettled: readonly C[], queues: readonly PoolQueue[]): C[] {
  return queues.flatMap((queue) => {
    const own = unsettled.filter((change) => change.queue === queue.queue);
    const last = own.findLastIndex((change) => changedFields(change).every((field) => change.after[field] === queue[field]));
    return own.slice(0, last + 1);
  });
}

/** What each queue gives once all that is under way is there. */
export const standingOf = (underWay: readonly Unsettled[]): Map<string, QueueTerms> =>
  new Map(underWay.map(({ queue, after }) => [queue, after]));
