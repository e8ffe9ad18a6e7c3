import { conditionOf, type NodeObject } from "../objects/kubernetes.ts";
import type { ClusterQueueObject, CohortObject, ResourceFlavorObject, Toleration } from "../objects/kueue.ts";
import { amountOf } from "../objects/quantity.ts";
import type { KueueObjects } from "./cluster-objects.ts";
import type { FairnessNote } from "./fairness.ts";
import type { Finding } from "./findings.ts";
import type { OutsideItem } from "./outside.ts";
import type { PendingItem } from "./pending.ts";
import type { PoolUse } from "./pool-use.ts";
import { poolsOf } from "./pools.ts";
import { type ReadCluster, type ReadParts, readCluster } from "./read-cluster.ts";
import { type SilentNode, silentNodesOf } from "./silent-nodes.ts";
import type { Measure } from "./utilisation.ts";

/** What is kept of a reading: everything that pages, quotas and executors ask of a cluster. */
export interface ClusterFacts {
  readonly hasKueue: boolean;
  readonly measure: Measure | null;
  readonly gpuNodes: number;
  /** Left out by readings of earlier releases. */
  readonly silentNodes?: readonly SilentNode[];
  readonly pools: readonly PoolFact[];
  readonly pending: { readonly total: number; readonly items: readonly PendingItem[] };
  readonly outside: readonly OutsideItem[];
  readonly fairness: readonly FairnessNote[];
  readonly findings: readonly Finding[];
  readonly queues: readonly QueueFact[];
  readonly flavours: readonly FlavourFact[];
  readonly priorityClasses: readonly { readonly name: string; readonly value: number }[];
  readonly counts: Readonly<Record<"cohorts" | "localQueues" | "localQueueNamespaces" | "workloads" | "admitted", number>>;
  readonly cohorts: readonly string[];
}

export interface PoolFact extends PoolUse {
  readonly key: string;
  /** What specs may call it where no flavour of Kueue has a name for it. */
  readonly slug: string;
  readonly title: string;
  readonly flavour: string | null;
  readonly resource: string;
  readonly total: number;
}

export interface QueueFact {
  readonly name: string;
  readonly cohort: string | null;
  readonly strategy: string;
  readonly stopPolicy: "none" | "hold" | "hold-and-drain";
  readonly weight: number;
  readonly fairSharing?: QueueSharing;
  readonly reclaim: string;
  readonly preemption: string;
  readonly isActive: boolean;
  readonly problem: string | null;
  readonly pending: number;
  readonly lines: readonly LineFact[];
  readonly localQueues: readonly { readonly namespace: string; readonly name: string }[];
  readonly namespaces: ClusterQueueObject["spec"]["namespaceSelector"] | null;
}

/** How a queue is weighed against others, as Kueue tells it. Left out by readings of earlier releases. */
export interface QueueSharing {
  /** Of its use above the guarantee, by its weight, in thousandths; null where fair sharing is not in force. */
  readonly share: number | null;
  /** The cohort above its own. */
  readonly parentCohort: string | null;
  /** Whether local queues inside it are weighed by what they used lately. */
  readonly isUsageBased: boolean;
}

export interface LineFact {
  /** Where it stands in the queue's spec, as a JSON pointer. */
  readonly path: string;
  readonly flavour: string;
  readonly resource: string;
  readonly nominal: number;
  readonly borrowingLimit: number | null;
  readonly lendingLimit: number | null;
  readonly used: number;
  readonly borrowed: number;
}

export interface FlavourFact {
  readonly name: string;
  readonly nodeLabels: Readonly<Record<string, string>>;
  readonly tolerations: readonly Toleration[];
  readonly topology: string | null;
}

/** More are counted and not kept: whoever waits longest comes first. */
const pendingMax = 1000;

export function factsOf(parts: ReadParts): ClusterFacts {
  const read = readCluster(parts);
  const { kueue } = parts.objects;
  return {
    hasKueue: kueue !== null,
    measure: parts.measure,
    gpuNodes: parts.objects.nodes.length,
    silentNodes: silentNodesOf(parts.objects.nodes),
    pools: read.pools.map(({ pool, use }) => ({
      key: pool.key,
      slug: slugOf(pool.title),
      title: pool.title,
      flavour: pool.flavour,
      resource: pool.resource,
      total: pool.nodes.reduce((sum, { gpus }) => sum + gpus, 0),
      ...use,
    })),
    pending: { total: read.pending.length, items: read.pending.slice(0, pendingMax) },
    outside: read.outside,
    fairness: read.fairness,
    findings: read.findings,
    queues: kueue ? queueFacts(kueue, read) : [],
    flavours: kueue ? kueue.flavors.map(toFlavour) : productFlavours(parts.objects.nodes),
    priorityClasses: (kueue?.priorityClasses ?? [])
      .map(({ metadata, value }) => ({ name: metadata.name, value }))
      .sort((a, b) => a.value - b.value),
    counts: countsOf(kueue, read),
    cohorts: [...new Set((kueue?.clusterQueues ?? []).flatMap(({ spec }) => spec.cohortName ?? []))].sort(),
  };
}

const toFlavour = ({ metadata, spec }: ResourceFlavorObject): FlavourFact => ({
  name: metadata.name,
  nodeLabels: spec?.nodeLabels ?? {},
  tolerations: spec?.tolerations ?? [],
  topology: spec?.topologyName ?? null,
});

const slugOf = (title: string): string =>
  title
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean)
    .join("-")
    .slice(-63);

/** Without Kueue the label of the GPU's product says which nodes are alike. */
function productFlavours(nodes: readonly NodeObject[]): FlavourFact[] {
  const found = new Map<string, FlavourFact>();
  for (const pool of poolsOf(nodes, null)) {
    const [product = ""] = pool.key.split("/");
    const name = slugOf(pool.title);
    const nodeLabels: Record<string, string> = product === "" ? {} : { "nvidia.com/gpu.product": product };
    found.set(name, { name, nodeLabels, tolerations: [], topology: null });
  }
  return [...found.values()];
}

const countsOf = (kueue: KueueObjects | null, { workloads }: ReadCluster): ClusterFacts["counts"] => ({
  cohorts: new Set([
    ...(kueue?.cohorts ?? []).map(({ metadata }) => metadata.name),
    ...(kueue?.clusterQueues ?? []).flatMap(({ spec }) => spec.cohortName ?? []),
  ]).size,
  localQueues: kueue?.localQueues.length ?? 0,
  localQueueNamespaces: new Set(kueue?.localQueues.map(({ metadata }) => metadata.namespace)).size,
  workloads: workloads.length,
  admitted: workloads.filter(({ stand }) => stand.state === "admitted").length,
});

function queueFacts({ clusterQueues, localQueues, cohorts }: KueueObjects, { workloads }: ReadCluster): QueueFact[] {
  const byQueue = Map.groupBy(localQueues, ({ spec }) => spec.clusterQueue);
  const held = Map.groupBy(workloads, ({ clusterQueue }) => clusterQueue);
  return clusterQueues.map((queue) => {
    const { name } = queue.metadata;
    const mine = held.get(name) ?? [];
    const usedOf = (flavour: string, resource: string): number =>
      mine
        .flatMap(({ holds }) => holds)
        .reduce((sum, hold) => (hold.flavour === flavour && hold.resource === resource ? sum + hold.amount : sum), 0);
    return {
      ...settingsOf(queue),
      name,
      fairSharing: sharingOf(queue, cohorts),
      namespaces: queue.spec.namespaceSelector ?? null,
      pending: mine.filter(({ stand }) => stand.state !== "admitted").length,
      lines: linesOf(queue, usedOf),
      localQueues: (byQueue.get(name) ?? []).map(({ metadata }) => ({ namespace: metadata.namespace ?? "", name: metadata.name })),
    };
  });
}

const stopPolicies: Readonly<Record<string, QueueFact["stopPolicy"]>> = { Hold: "hold", HoldAndDrain: "hold-and-drain" };

export const stopPolicyOf = ({ stopPolicy = "None" }: ClusterQueueObject["spec"]): QueueFact["stopPolicy"] =>
  stopPolicies[stopPolicy] ?? "none";
export const weightOf = ({ fairSharing }: ClusterQueueObject["spec"]): number =>
  fairSharing?.weight === undefined ? 1 : amountOf(fairSharing.weight);

function settingsOf({ spec, status }: ClusterQueueObject) {
  const active = conditionOf(status?.conditions, "Active");
  return {
    cohort: spec.cohortName ?? null,
    strategy: spec.queueingStrategy ?? "BestEffortFIFO",
    stopPolicy: stopPolicyOf(spec),
    weight: weightOf(spec),
    reclaim: spec.preemption?.reclaimWithinCohort ?? "Never",
    preemption: spec.preemption?.withinClusterQueue ?? "Never",
    isActive: active?.status === "True",
    problem: active?.status === "True" ? null : (active?.message ?? null),
  };
}

const sharingOf = ({ spec, status }: ClusterQueueObject, cohorts: readonly CohortObject[]): QueueSharing => ({
  share: status?.fairSharing?.weightedShare ?? null,
  parentCohort: cohorts.find(({ metadata }) => metadata.name === spec.cohortName)?.spec?.parentName ?? null,
  isUsageBased: spec.admissionScope?.admissionMode === "UsageBasedAdmissionFairSharing",
});

const limitOf = (quantity: string | undefined): number | null => (quantity === undefined ? null : amountOf(quantity));

const linesOf = (queue: ClusterQueueObject, usedOf: (flavour: string, resource: string) => number): LineFact[] =>
  quotaLines(queue).map((line) => {
    const used = usedOf(line.flavour, line.resource);
    return { ...line, used, borrowed: Math.max(0, used - line.nominal) };
  });

/** What a queue gives of each resource of each flavour. */
export const quotaLines = ({ spec }: Pick<ClusterQueueObject, "spec">): Omit<LineFact, "used" | "borrowed">[] =>
  (spec.resourceGroups ?? []).flatMap(({ flavors }, group) =>
    flavors.flatMap(({ name: flavour, resources }, at) =>
      resources.map((line, index) => ({
        ...{ path: `/spec/resourceGroups/${group}/flavors/${at}/resources/${index}`, flavour, resource: line.name },
        nominal: amountOf(line.nominalQuota),
        borrowingLimit: limitOf(line.borrowingLimit),
        lendingLimit: limitOf(line.lendingLimit),
      })),
    ),
  );
