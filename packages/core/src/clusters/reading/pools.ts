import { conditionOf, type NodeObject } from "../objects/kubernetes.ts";
import type { ResourceFlavorObject } from "../objects/kueue.ts";
import { amountOf } from "../objects/quantity.ts";
import type { KueueObjects } from "./cluster-objects.ts";
import { gpusIn, isGpuResource } from "./gpu-resources.ts";
import { poolTitle } from "./pool-title.ts";

/** Nodes of one flavour with one kind of GPU. */
export interface NodePool {
  /** `<flavour or product>/<resource>`: stays the same over readings. */
  readonly key: string;
  /** Name of the ResourceFlavor; null for nodes that no quota covers. */
  readonly flavour: string | null;
  readonly resource: string;
  readonly title: string;
  readonly nodes: readonly PoolNode[];
}

export interface PoolNode {
  readonly name: string;
  readonly gpus: number;
  /** Whether new pods may come: ready and not cordoned. */
  readonly isOpen: boolean;
}

/** Pools of a cluster, by size. A flavour that covers GPUs and matches no node is a pool without nodes. */
export function poolsOf(nodes: readonly NodeObject[], kueue: KueueObjects | null): NodePool[] {
  const flavors = kueue?.flavors ?? [];
  const covered = coveredGpus(kueue);
  const pools = new Map<string, { flavour: string | null; resource: string; nodes: PoolNode[]; labels: Labels }>();
  for (const [flavour, resource] of covered) pools.set(`${flavour}/${resource}`, { flavour, resource, nodes: [], labels: undefined });
  for (const node of nodes) {
    for (const [resource, gpus] of gpusIn(node.status?.allocatable)) {
      const flavour = findFlavour(node, { flavors, covered, resource });
      const key = `${flavour ?? node.metadata.labels?.["nvidia.com/gpu.product"] ?? ""}/${resource}`;
      const pool = pools.get(key) ?? { flavour, resource, nodes: [], labels: undefined };
      pool.nodes.push({ name: node.metadata.name, gpus, isOpen: isOpen(node) });
      pools.set(key, { ...pool, labels: pool.labels ?? node.metadata.labels });
    }
  }
  return [...pools].map(([key, pool]) => toPool(key, pool)).sort(bySize);
}

type Labels = Readonly<Record<string, string>> | undefined;

function toPool(
  key: string,
  { labels, ...pool }: { flavour: string | null; resource: string; nodes: PoolNode[]; labels: Labels },
): NodePool {
  const product = labels?.["nvidia.com/gpu.product"];
  const memory = labels?.["nvidia.com/gpu.memory"];
  const named = { ...(product === undefined ? {} : { product }), ...(memory === undefined ? {} : { memoryMib: amountOf(memory) }) };
  const nodes = [...pool.nodes].sort((left, right) => left.name.localeCompare(right.name, "en", { numeric: true }));
  return { key, ...pool, nodes, title: poolTitle({ ...pool, ...named }) };
}

const sizeOf = (pool: NodePool): number => pool.nodes.reduce((sum, { gpus }) => sum + gpus, 0);
const bySize = (left: NodePool, right: NodePool): number =>
  Number(left.flavour === null) - Number(right.flavour === null) || sizeOf(right) - sizeOf(left) || left.key.localeCompare(right.key);

/** Flavours and GPU resources that some queue or cohort has quota for. */
function coveredGpus(kueue: KueueObjects | null): [flavour: string, resource: string][] {
  const groups = [
    ...(kueue?.clusterQueues ?? []).flatMap(({ spec }) => spec.resourceGroups ?? []),
    ...(kueue?.cohorts ?? []).flatMap(({ spec }) => spec?.resourceGroups ?? []),
  ];
  const found = new Map<string, [string, string]>();
  for (const { name: flavour, resources } of groups.flatMap(({ flavors }) => flavors)) {
    for (const { name: resource } of resources) {
      if (isGpuResource(resource)) found.set(`${flavour}/${resource}`, [flavour, resource]);
    }
  }
  return [...found.values()];
}

interface FlavourSearch {
  readonly flavors: readonly ResourceFlavorObject[];
  readonly covered: readonly (readonly [flavour: string, resource: string])[];
  readonly resource: string;
}

/** Of the flavours that have quota for the resource and whose labels the node bears, the one with most labels. */
function findFlavour(node: NodeObject, { flavors, covered, resource }: FlavourSearch): string | null {
  const matching = flavors.filter(
    ({ metadata, spec }) =>
      covered.some(([flavour, of]) => flavour === metadata.name && of === resource) &&
      Object.entries(spec?.nodeLabels ?? {}).every(([label, value]) => node.metadata.labels?.[label] === value),
  );
  const labels = ({ spec }: ResourceFlavorObject): number => Object.keys(spec?.nodeLabels ?? {}).length;
  const [best] = matching.sort((left, right) => labels(right) - labels(left) || left.metadata.name.localeCompare(right.metadata.name));
  return best?.metadata.name ?? null;
}

const isOpen = ({ spec, status }: NodeObject): boolean =>
  spec?.unschedulable !== true && conditionOf(status?.conditions, "Ready")?.status === "True";
