import type { ClusterObjects, KueueObjects } from "./cluster-objects.ts";
import { type FairnessNote, fairnessOf } from "./fairness.ts";
import { type Finding, findingsOf } from "./findings.ts";
import { type GpuPod, gpuPodsOf } from "./gpu-pods.ts";
import { type HeldShare, heldShares, usageByQueue } from "./held-shares.ts";
import { type OutsideItem, outsideOf } from "./outside.ts";
import { type PendingItem, pendingOf } from "./pending.ts";
import type { PoolState } from "./pending-parts.ts";
import { poolUseOf } from "./pool-use.ts";
import { type NodePool, poolsOf } from "./pools.ts";
import { quotaTree } from "./quota-tree.ts";
import { type Measure, type PodWork, type UnitWork, workByPod } from "./utilisation.ts";
import { type ReadWorkload, workloadsOf } from "./workloads.ts";

/** Who is who: what the platform knows of a cluster and the cluster does not. */
export interface Mappings {
  /** Namespace -> workspace. */
  readonly namespaces: ReadonlyMap<string, string>;
  /** ClusterQueue -> workspace. */
  readonly queues: ReadonlyMap<string, string>;
}

export interface ReadParts {
  readonly objects: ClusterObjects;
  readonly mappings: Mappings;
  readonly measure: Measure | null;
  readonly units: Readonly<Record<string, UnitWork>>;
  readonly now: Date;
}

/** Everything that a cluster's page tells, as facts: what of it is shown depends on who asks. */
export interface ReadCluster {
  readonly pools: readonly PoolState[];
  readonly pending: readonly PendingItem[];
  readonly outside: readonly OutsideItem[];
  readonly fairness: readonly FairnessNote[];
  readonly findings: readonly Finding[];
  readonly workloads: readonly ReadWorkload[];
  readonly pods: readonly GpuPod[];
  readonly work: ReadonlyMap<string, PodWork>;
}

const noKueue: KueueObjects = { flavors: [], cohorts: [], clusterQueues: [], localQueues: [], workloads: [], priorityClasses: [] };

export function readCluster({ objects, mappings, units, now }: ReadParts): ReadCluster {
  const kueue = objects.kueue ?? noKueue;
  const workloads = workloadsOf(kueue, now);
  const pods = gpuPodsOf(objects.pods, kueue.workloads);
  const work = workByPod(units, now);
  const known: Known = { kueue, workloads, pods, work };
  const byKey = new Map(workloads.map((workload) => [`${workload.namespace}/${workload.key}`, workload]));
  const pools = poolsOf(objects.nodes, objects.kueue).map((pool) => poolState(pool, known));
  const pending = pendingOf({
    workloads,
    byKey,
    pods,
    pools,
    queues: new Map(kueue.clusterQueues.map((queue) => [queue.metadata.name, queue])),
    idleOf: idleByWorkload(known),
  });
  const isCounted = (pod: GpuPod): boolean => pod.workload !== null && byKey.has(`${pod.namespace}/${pod.workload}`);
  return {
    pools,
    pending,
    outside: outsideOf(pods, { pools, work, isCounted }),
    fairness: objects.kueue ? fairnessOf(kueue) : [],
    findings: findingsOf({
      pools,
      pending,
      idle: idleByHolder(known, mappings),
      queueName: (queue) => mappings.queues.get(queue) ?? queue,
      queues: kueue.clusterQueues.map(({ metadata }) => metadata.name),
    }),
    workloads,
    pods,
    work,
  };
}

interface Known {
  readonly kueue: KueueObjects;
  readonly workloads: readonly ReadWorkload[];
  readonly pods: readonly GpuPod[];
  readonly work: ReadonlyMap<string, PodWork>;
}

function poolState(pool: NodePool, { kueue, workloads, pods, work }: Known): PoolState {
  const { flavour, resource } = pool;
  const idle = new Map(pods.map((pod) => [pod.uid, { gpus: work.get(`${pod.namespace}/${pod.name}`)?.idle ?? 0 }]));
  const nodes = new Set(pool.nodes.map(({ name }) => name));
  const ofPool = pods.filter(({ node }) => node !== null && nodes.has(node));
  if (flavour === null) return { pool, use: poolUseOf(pool, { pods: ofPool, shares: new Map(), idle }), tree: null };
  const of = { flavour, resource };
  const tree = quotaTree({ ...kueue, ...of, usage: usageByQueue(workloads, of) });
  const byUid = heldShares(workloads, { ...of, tree });
  const shares = new Map(
    workloads.flatMap(({ uid, namespace, key }): [string, HeldShare][] => {
      const share = byUid.get(uid);
      return share ? [[`${namespace}/${key}`, share]] : [];
    }),
  );
  return { pool, use: poolUseOf(pool, { pods: ofPool, shares, idle }), tree };
}

function idleByWorkload({ pods, work }: Known): Map<string, number> {
  const idle = new Map<string, number>();
  for (const pod of pods) {
    if (pod.workload === null) continue;
    const key = `${pod.namespace}/${pod.workload}`;
    const more = work.get(`${pod.namespace}/${pod.name}`)?.idle ?? 0;
    if (more > 0) idle.set(key, (idle.get(key) ?? 0) + more);
  }
  return idle;
}

function idleByHolder({ pods, work }: Known, { namespaces }: Mappings): { holder: string; gpus: number }[] {
  const idle = new Map<string, number>();
  for (const { namespace, name } of pods) {
    const holder = namespaces.get(namespace) ?? namespace;
    idle.set(holder, (idle.get(holder) ?? 0) + (work.get(`${namespace}/${name}`)?.idle ?? 0));
  }
  return [...idle].map(([holder, gpus]) => ({ holder, gpus }));
}
