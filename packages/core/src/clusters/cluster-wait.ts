import type { Deps } from "../kernel/index.ts";
import { type KnownCluster, knownCluster } from "./known-cluster.ts";
import type { PendingItem } from "./reading/pending.ts";
import { type Naming, pendingWords } from "./reading/pending-words.ts";
import { sharingWords } from "./reading/sharing-words.ts";
import { type WaitStory, waitStory } from "./reading/wait-story.ts";
import { titlesOf } from "./titles.ts";

/** Why something waits in a cluster, for the members of its workspace. */
interface ClusterWait {
  readonly why: string;
  readonly position: PendingItem["position"];
  readonly clusterQueue: string | null;
  readonly strategy: string | null;
}

/** By the uid of its Workload; undefined where the last reading did not see it wait. */
export async function findWait(deps: Deps, clusterId: string, uid: string): Promise<ClusterWait | undefined> {
  const known = await knownCluster(deps, clusterId);
  const item = known?.facts?.pending.items.find((one) => one.uid === uid);
  if (!known || !item) return undefined;
  const strategy = queueOf(known, item)?.strategy ?? null;
  const why = pendingWords(item.reason, await namingFor(deps, { known, item }));
  return { why, position: item.position, clusterQueue: item.clusterQueue, strategy };
}

/** All that members of its workspace may know of why something waits; undefined where the last reading did not see it wait. */
export async function tellWait(deps: Deps, clusterId: string, isIt: (name: string) => boolean): Promise<WaitStory | undefined> {
  const known = await knownCluster(deps, clusterId);
  const item = known?.facts?.pending.items.find(({ name }) => isIt(name));
  if (!known || !item) return undefined;
  const naming = await namingFor(deps, { known, item });
  const queue = queueOf(known, item);
  const sharing = queue ? sharingWords(queue, { queues: known.facts?.queues ?? [], nameOf: naming.queue }) : "";
  return waitStory(item, { naming, sharing });
}

const queueOf = ({ facts }: KnownCluster, { clusterQueue }: PendingItem) => facts?.queues.find(({ name }) => name === clusterQueue);

/** Names of jobs of one's own workspace, and what workspaces are called; of what is no workspace's, nothing. */
async function namingFor(deps: Deps, { known, item }: { known: KnownCluster; item: PendingItem }): Promise<Naming> {
  const { mappings } = known;
  const workspace = mappings.find(({ queue }) => queue === item.clusterQueue)?.workspace;
  const own = new Set(mappings.filter((mapping) => mapping.workspace === workspace).map(({ namespace }) => namespace));
  const titles = await deps.db.transaction({ role: "system" }, (tx) => titlesOf(tx, [item]));
  return {
    knows: (namespace) => own.has(namespace),
    queue: (queue) =>
      mappings.find((mapping) => mapping.queue === queue)?.workspace ?? (queue === item.clusterQueue ? "Its queue" : "another queue"),
    title: (name) => titles.get(name) ?? name,
  };
}
