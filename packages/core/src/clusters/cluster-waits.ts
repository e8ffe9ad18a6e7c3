import type { Deps } from "../kernel/index.ts";
import { listJobNamespaces } from "./job-site.ts";
import { type KnownCluster, knownCluster } from "./known-cluster.ts";
import type { ClusterFacts } from "./reading/facts.ts";
import type { PendingItem } from "./reading/pending.ts";
import { type Naming, pendingWords } from "./reading/pending-words.ts";
import { sharingWords } from "./reading/sharing-words.ts";
import { type WaitStory, waitStory } from "./reading/wait-story.ts";
import { type Titles, titlesOf } from "./titles.ts";

/** What waits in a cluster: its name, and whose it is. */
interface Waiter {
  readonly workspaceId: number;
  readonly name: string;
}

/** Why something waits in a cluster, for the members of its workspace. */
interface ClusterWait {
  /** Says no position: it stays as it is while others leave the queue. */
  readonly why: string;
  readonly clusterQueue: string | null;
  readonly strategy: string | null;
}

/** All that members of its workspace may know of it. */
export interface ToldWait {
  readonly story: WaitStory;
  /** Others than jobs may stand in its queue too. */
  readonly position: PendingItem["position"];
}

/** Undefined where the last reading did not see it wait. */
export async function findWait(deps: Deps, clusterId: string, waiter: Waiter): Promise<ClusterWait | undefined> {
  const found = await findItem(deps, clusterId, waiter);
  if (!found) return undefined;
  const { item, queue, naming } = found;
  const { reason, clusterQueue } = item;
  const why = pendingWords(reason.kind === "behind" ? { ...reason, position: null } : reason, naming);
  return { why, clusterQueue, strategy: queue?.strategy ?? null };
}

/** Undefined where the last reading did not see it wait. */
export async function tellWait(deps: Deps, clusterId: string, waiter: Waiter): Promise<ToldWait | undefined> {
  const found = await findItem(deps, clusterId, waiter);
  if (!found) return undefined;
  const { facts, item, queue, naming } = found;
  const sharing = queue ? sharingWords(queue, { queues: facts.queues, nameOf: naming.queue }) : "";
  return { story: waitStory(item, { naming, sharing }), position: item.position };
}

interface Found {
  readonly facts: ClusterFacts;
  readonly item: PendingItem;
  readonly queue: ClusterFacts["queues"][number] | undefined;
  readonly naming: Naming;
}

async function findItem(deps: Deps, clusterId: string, { workspaceId, name }: Waiter): Promise<Found | undefined> {
  const known = await knownCluster(deps, clusterId);
  if (!known?.facts) return undefined;
  const { facts } = known;
  const { items, titles } = await waitersOf(deps, facts);
  for (const namespace of await listJobNamespaces(deps, clusterId, workspaceId)) {
    const item = items.get(keyOf({ namespace, name }));
    if (!item) continue;
    const queue = facts.queues.find((one) => one.name === item.clusterQueue);
    return { facts, item, queue, naming: namingFor(known, item, titles) };
  }
  return undefined;
}

interface Waiters {
  readonly items: ReadonlyMap<string, PendingItem>;
  readonly titles: Titles;
}

/** Executors ask for each of their attempts: what follows from a reading is worked out once for it. */
const kept = new WeakMap<ClusterFacts, Promise<Waiters>>();

function waitersOf(deps: Deps, facts: ClusterFacts): Promise<Waiters> {
  const before = kept.get(facts);
  if (before) return before;
  const { items } = facts.pending;
  const waiters = deps.db
    .transaction({ role: "system" }, (tx) => titlesOf(tx, items))
    .then((titles) => ({ items: new Map(items.map((item) => [keyOf(item), item])), titles }));
  kept.set(facts, waiters);
  waiters.catch(() => kept.delete(facts));
  return waiters;
}

const keyOf = ({ namespace, name }: Pick<PendingItem, "namespace" | "name">): string => `${namespace}/${name}`;

/** Names of jobs of one's own workspace, and what workspaces are called; of what is no workspace's, nothing. */
function namingFor({ mappings }: KnownCluster, { clusterQueue }: PendingItem, titles: Titles): Naming {
  const workspace = mappings.find(({ queue }) => queue === clusterQueue)?.workspace;
  const own = new Set(mappings.filter((mapping) => mapping.workspace === workspace).map(({ namespace }) => namespace));
  return {
    knows: (namespace) => own.has(namespace),
    queue: (queue) =>
      mappings.find((mapping) => mapping.queue === queue)?.workspace ?? (queue === clusterQueue ? "Its queue" : "another queue"),
    title: (name) => titles.get(name) ?? name,
  };
}
