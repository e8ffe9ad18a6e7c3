import { count, type PoolNames, unitsOf } from "../rules/pool-words.ts";

/** What a queue gives of one resource of one flavour. Null: without limit. */
export interface QueueTerms {
  readonly nominal: number;
  readonly borrowingLimit: number | null;
  readonly lendingLimit: number | null;
}

/** A queue of a cluster that gives a part of a pool, as it was last read. */
export interface PoolQueue extends QueueTerms {
  /** Null: nobody's here. It counts all the same. */
  readonly workspaceId: number | null;
  readonly queue: string;
  /** As Kubernetes calls it. */
  readonly resource: string;
  /** Where it stands in the queue's spec, as a JSON pointer. */
  readonly path: string;
  readonly hasCohort: boolean;
}

/** Limits that are asked for; what is left out stays. */
export interface AskedLimits {
  readonly borrowingLimit?: number | null | undefined;
  readonly lendingLimit?: number | null | undefined;
}

export interface QueueWish {
  readonly workspaceId: number;
  readonly amount: number;
  /** Who gives it; null: what is shared by all. */
  readonly from: { readonly workspaceId: number; readonly name: string } | null;
  readonly limits: AskedLimits;
}

export interface PlannedChange {
  readonly workspaceId: number;
  readonly queue: PoolQueue;
  readonly before: QueueTerms;
  readonly after: QueueTerms;
}

interface Problem {
  readonly path: string;
  readonly message: string;
}

interface Given {
  readonly pool: PoolNames & { readonly capacity: number };
  readonly queues: readonly PoolQueue[];
  /** What each queue gives once all that is under way is there. */
  readonly standing: ReadonlyMap<string, QueueTerms>;
}

/** Which queues of a cluster change how, were a request granted: who gives first, and whoever gets it last. */
export function planChanges(given: Given, wish: QueueWish): { changes: PlannedChange[]; problems: Problem[] } {
  const termsOf = (queue: PoolQueue): QueueTerms => given.standing.get(queue.queue) ?? queue;
  const [own, giver] = [queueFor(given, wish), wish.from === null ? undefined : queueFor(given, giving(wish, wish.from.workspaceId))];
  if (!own) return { changes: [], problems: [{ path: "pool", message: noQueue(given.pool.name) }] };
  const givenUp = giver && changed(giver, termsOf(giver), { amount: -wish.amount, limits: {} });
  const taken = changed(own, termsOf(own), wish);
  const problems = [
    ...amountProblems(given, { wish, own: termsOf(own), giver: giver && termsOf(giver) }),
    ...limitProblems(wish.limits, own),
    ...sameProblems(taken),
  ];
  return { changes: [givenUp, taken].filter((change) => change !== undefined), problems };
}

const fields = ["nominal", "borrowingLimit", "lendingLimit"] as const;
/** What is other after a change than it was before. */
export const changedFields = ({ before, after }: Pick<PlannedChange, "before" | "after">) =>
  fields.filter((field) => before[field] !== after[field]);

const sameProblems = (taken: PlannedChange | undefined): Problem[] =>
  taken && changedFields(taken).length === 0 ? [{ path: "amount", message: "That is what the queue gives already." }] : [];

const noQueue = (pool: string): string =>
  `Your workspace has no queue in ${pool}. The platform team maps one to it, under Clusters: then it can be changed.`;

const giving = (wish: QueueWish, workspaceId: number): QueueWish => ({ ...wish, workspaceId, amount: -wish.amount });

/** Of several queues of a workspace the first, by name, that can give what is asked of it; the greatest where none can. */
function queueFor({ queues, standing }: Given, { workspaceId, amount }: QueueWish): PoolQueue | undefined {
  const nominal = (queue: PoolQueue): number => (standing.get(queue.queue) ?? queue).nominal;
  const own = queues.filter((queue) => queue.workspaceId === workspaceId).sort((one, other) => (one.queue < other.queue ? -1 : 1));
  return own.find((queue) => nominal(queue) + amount >= 0) ?? own.sort((one, other) => nominal(other) - nominal(one))[0];
}

const changed = (
  queue: PoolQueue,
  before: QueueTerms,
  { amount, limits }: Pick<QueueWish, "amount" | "limits">,
): PlannedChange | undefined =>
  queue.workspaceId === null
    ? undefined
    : {
        workspaceId: queue.workspaceId,
        queue,
        before: pick(before),
        after: {
          nominal: Math.max(0, before.nominal + amount),
          borrowingLimit: limits.borrowingLimit === undefined ? before.borrowingLimit : limits.borrowingLimit,
          lendingLimit: limits.lendingLimit === undefined ? before.lendingLimit : limits.lendingLimit,
        },
      };

export const pick = ({ nominal, borrowingLimit, lendingLimit }: QueueTerms): QueueTerms => ({ nominal, borrowingLimit, lendingLimit });

interface Parties {
  readonly wish: QueueWish;
  readonly own: QueueTerms;
  readonly giver: QueueTerms | undefined;
}

function amountProblems(given: Given, { wish: { amount, from }, own, giver }: Parties): Problem[] {
  const refuse = (message: string): Problem[] => [{ path: "amount", message }];
  if (amount <= 0) {
    return own.nominal + amount < 0 ? refuse(`Your workspace is guaranteed ${count(own.nominal)}: no more can be given back.`) : [];
  }
  if (from !== null) {
    const most = giver?.nominal ?? 0;
    return amount > most ? refuse(`${from.name} is guaranteed ${count(most)}: no more can be taken from it.`) : [];
  }
  const shared = sharedOf(given);
  if (amount <= shared) return [];
  return refuse(
    `All queues of the cluster together guarantee all but ${count(shared)} of the ${count(given.pool.capacity)} ${unitsOf(given.pool)}. Name a workspace to take from, or ask for fewer.`,
  );
}

/** What no queue guarantees, whoever's it is. Of cores nobody reads how many there are: the platform team knows. */
function sharedOf({ pool, queues, standing }: Given): number {
  if (pool.resource === "cpu") return Number.POSITIVE_INFINITY;
  return Math.max(0, pool.capacity - queues.reduce((sum, queue) => sum + (standing.get(queue.queue) ?? queue).nominal, 0));
}

const limitNames = ["borrowingLimit", "lendingLimit"] as const;
function limitProblems(limits: AskedLimits, { hasCohort, queue }: PoolQueue): Problem[] {
  if (hasCohort) return [];
  return limitNames
    .filter((name) => typeof limits[name] === "number")
    .map((path) => ({ path, message: `Queue ${queue} is in no cohort: it neither borrows nor lends.` }));
}
