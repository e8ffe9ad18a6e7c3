import type { ClusterSettings } from "@plumbline/contracts/clusters/settings";
import type { Deps } from "../kernel/index.ts";
import { type KnownCluster, knownCluster } from "./known-cluster.ts";
import type { FlavourFact } from "./reading/facts.ts";
import { silentWords } from "./reading/silent-nodes.ts";
import { selectClusters } from "./store/clusters.ts";
import type { MappingRow } from "./store/mappings.ts";

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

/** What is to be known of nodes on which something runs: which of them tell nothing of it any more, as was last read. */
export async function findNodeTrouble(deps: Deps, clusterId: string, nodes: readonly string[]): Promise<string | null> {
  const silent = (await knownCluster(deps, clusterId))?.facts?.silentNodes ?? [];
  const said = silent.filter(({ name }) => nodes.includes(name)).map(silentWords);
  return said.length > 0 ? said.join(" ") : null;
}

/** Clusters on which somebody's jobs may run. */
export async function listJobClusters(deps: Deps): Promise<string[]> {
  const rows = await deps.db.transaction({ role: "system" }, selectClusters);
  const known = await Promise.all(rows.map(({ id }) => knownCluster(deps, id)));
  return known.flatMap((one) => (one?.mappings.some(({ use }) => use !== "none") ? [one.row.id] : []));
}
