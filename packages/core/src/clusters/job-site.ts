import type { ClusterSettings } from "@plumbline/contracts/clusters/settings";
import type { Deps } from "../kernel/index.ts";
import { type KnownCluster, knownCluster } from "./known-cluster.ts";
import type { FlavourFact } from "./reading/facts.ts";
import type { PendingItem } from "./reading/pending.ts";
import { pendingWords } from "./reading/pending-words.ts";
import { selectClusters } from "./store/clusters.ts";
import type { MappingRow } from "./store/mappings.ts";
import { titlesOf } from "./titles.ts";

/** Where the jobs of a workspace run on a cluster. */
export interface JobSite {
  readonly namespace: string;
  /** Null on a cluster without Kueue. */
  readonly localQueue: string | null;
  readonly clusterQueue: string | null;
  /** Resources that the queue counts; null without Kueue. */
  readonly counted: readonly string[] | null;
  readonly settings: ClusterSettings;
  readonly flavours: readonly FlavourFact[];
  readonly priorityClasses: readonly string[];
}

/** Undefined where a workspace may not run jobs on the cluster, or not on such GPUs. */
export async function findJobSite(
  deps: Deps,
  clusterId: string,
  { workspaceId, flavour }: { workspaceId: number; flavour: string | null },
): Promise<JobSite | undefined> {
  const known = await knownCluster(deps, clusterId);
  const mapping = known && findMapping(known, { workspaceId, flavour });
  if (!known || !mapping?.namespace) return undefined;
  return {
    namespace: mapping.namespace,
    localQueue: mapping.local_queue,
    clusterQueue: mapping.queue === "" ? null : mapping.queue,
    counted: countedBy(known, mapping.queue),
    settings: known.row.settings,
    flavours: known.facts?.flavours ?? [],
    priorityClasses: known.facts?.priorityClasses.map(({ name }) => name) ?? [],
  };
}

function countedBy({ facts }: KnownCluster, queue: string): readonly string[] | null {
  if (queue === "") return null;
  const lines = facts?.queues.find(({ name }) => name === queue)?.lines ?? [];
  return [...new Set(lines.map(({ resource }) => resource))];
}

/** Of the workspace's queues in which jobs may run, one that has quota for the flavour; any of them where none is named. */
function findMapping({ mappings, facts }: KnownCluster, wish: { workspaceId: number; flavour: string | null }): MappingRow | undefined {
  const usable = mappings.filter(({ workspace_id, use }) => workspace_id === wish.workspaceId && use !== "none");
  const covers = ({ queue }: MappingRow): boolean =>
    facts?.queues.find(({ name }) => name === queue)?.lines.some((line) => line.flavour === wish.flavour) ?? false;
  return (wish.flavour === null ? undefined : usable.find(covers)) ?? usable[0];
}

/** Every namespace of a workspace in which its jobs may run. */
export async function listJobNamespaces(deps: Deps, clusterId: string, workspaceId: number): Promise<string[]> {
  const mappings = (await knownCluster(deps, clusterId))?.mappings ?? [];
  const own = mappings.filter(({ workspace_id, use }) => workspace_id === workspaceId && use !== "none");
  return [...new Set(own.flatMap(({ namespace }) => namespace ?? []))];
}

/** Why something waits in a cluster, for the members of its workspace. */
export interface ClusterWait {
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
  const workspace = known.mappings.find(({ queue }) => queue === item.clusterQueue)?.workspace;
  const own = new Set(known.mappings.filter((mapping) => mapping.workspace === workspace).map(({ namespace }) => namespace));
  const titles = await deps.db.transaction({ role: "system" }, (tx) => titlesOf(tx, [item]));
  const why = pendingWords(item.reason, {
    knows: (namespace) => own.has(namespace),
    queue: (queue) => known.mappings.find((mapping) => mapping.queue === queue)?.workspace ?? "its queue",
    title: (name) => titles.get(name) ?? name,
  });
  const strategy = known.facts?.queues.find(({ name }) => name === item.clusterQueue)?.strategy ?? null;
  return { why, position: item.position, clusterQueue: item.clusterQueue, strategy };
}

/** Clusters on which somebody's jobs may run. */
export async function listJobClusters(deps: Deps): Promise<string[]> {
  const rows = await deps.db.transaction({ role: "system" }, selectClusters);
  const known = await Promise.all(rows.map(({ id }) => knownCluster(deps, id)));
  return known.flatMap((one) => (one?.mappings.some(({ use }) => use !== "none") ? [one.row.id] : []));
}
