import type { GpuPod } from "./gpu-pods.ts";
import type { HeldShare } from "./held-shares.ts";
import type { NodePool, PoolNode } from "./pools.ts";

/** What one GPU is used for: guaranteed, borrowed, outside quotas, held and idle, free, free on a node that takes nothing new. */
export type GpuUse = "g" | "b" | "o" | "i" | "f" | "c";

export interface PoolUse {
  readonly guaranteed: number;
  readonly borrowed: number;
  readonly outside: number;
  readonly idle: number;
  readonly free: number;
  /** Free, on nodes that are cordoned or not ready. */
  readonly closed: number;
  /** Admitted by Kueue and not on a node yet. */
  readonly unplaced: number;
  /** One letter for each GPU. */
  readonly nodes: readonly { readonly name: string; readonly uses: string }[];
}

/** GPUs of a pod that have done nothing for long enough, by uid of the pod. */
export type IdleGpus = ReadonlyMap<string, { readonly gpus: number }>;

export interface UseParts {
  readonly pods: readonly GpuPod[];
  /** By `<namespace>/<name>` of the workload. */
  readonly shares: ReadonlyMap<string, HeldShare>;
  readonly idle: IdleGpus;
}

/** Who uses the GPUs of a pool. Every pod counts, ours or not. */
export function poolUseOf(pool: NodePool, { pods, shares, idle }: UseParts): PoolUse {
  const left = new Map([...shares].map(([key, share]) => [key, { ...share }]));
  const byNode = Map.groupBy(
    pods.filter(({ resource, node }) => resource === pool.resource && node !== null),
    ({ node }) => node,
  );
  const nodes = pool.nodes.map((node) => ({ name: node.name, uses: usesOfNode(node, { pods: byNode.get(node.name) ?? [], left, idle }) }));
  const all = nodes.map(({ uses }) => uses).join("");
  const count = (use: GpuUse): number => all.split(use).length - 1;
  const unplaced = [...left.values()].reduce((sum, { guaranteed, borrowed }) => sum + guaranteed + borrowed, 0);
  return {
    guaranteed: count("g"),
    borrowed: count("b"),
    outside: count("o"),
    idle: count("i"),
    free: count("f"),
    closed: count("c"),
    unplaced,
    nodes,
  };
}

type Left = Map<string, { guaranteed: number; borrowed: number }>;

function usesOfNode(node: PoolNode, { pods, left, idle }: { pods: readonly GpuPod[]; left: Left; idle: IdleGpus }): string {
  const taken = pods.map((pod) => usesOfPod(pod, { left, idle })).sort(inOrder);
  const used = taken.join("").slice(0, node.gpus);
  return used + (node.isOpen ? "f" : "c").repeat(Math.max(0, Math.floor(node.gpus) - used.length));
}

/** Takes what the pod holds from its workload's share, the guaranteed part first. */
function usesOfPod(pod: GpuPod, { left, idle }: { left: Left; idle: IdleGpus }): string {
  const share = pod.workload === null ? undefined : left.get(`${pod.namespace}/${pod.workload}`);
  const guaranteed = Math.min(pod.gpus, share?.guaranteed ?? 0);
  const borrowed = Math.min(pod.gpus - guaranteed, share?.borrowed ?? 0);
  if (share) {
    share.guaranteed -= guaranteed;
    share.borrowed -= borrowed;
  }
  const held = "g".repeat(guaranteed) + "b".repeat(borrowed) + "o".repeat(pod.gpus - guaranteed - borrowed);
  const idling = Math.min(pod.gpus, idle.get(pod.uid)?.gpus ?? 0);
  return held.slice(0, held.length - idling) + "i".repeat(idling);
}

const order = "gboifc";
const inOrder = (left: string, right: string): number => order.indexOf(left.charAt(0)) - order.indexOf(right.charAt(0));
