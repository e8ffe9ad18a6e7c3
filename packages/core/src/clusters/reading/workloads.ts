import { type WorkloadStand, workloadStand } from "../kueue/workload-stand.ts";
import { conditionOf } from "../objects/kubernetes.ts";
import type { LocalQueueObject, PodSet, WorkloadObject } from "../objects/kueue.ts";
import { amountOf } from "../objects/quantity.ts";
import type { KueueObjects } from "./cluster-objects.ts";
import { gpusOfPod, isGpuResource } from "./gpu-resources.ts";

/** Something that waits for quota or holds some. */
export interface ReadWorkload {
  readonly uid: string;
  readonly namespace: string;
  /** Name of the Workload. */
  readonly key: string;
  /** Name of what it stands for: the Job, the RayCluster, the pod. */
  readonly name: string;
  readonly kind: string;
  readonly localQueue: string;
  /** Null where the local queue does not exist. */
  readonly clusterQueue: string | null;
  readonly priority: number;
  readonly queuedAt: string;
  readonly stand: WorkloadStand;
  readonly wants: readonly Want[];
  /** By flavour and resource; empty while it waits. */
  readonly holds: readonly Hold[];
}

export interface Want {
  readonly resource: string;
  readonly amount: number;
  readonly perPod: number;
  readonly pods: number;
}

export interface Hold {
  readonly flavour: string;
  readonly resource: string;
  readonly amount: number;
}

/** Workloads that have not finished. */
export function workloadsOf({ workloads, localQueues }: KueueObjects, now: Date): ReadWorkload[] {
  const queues = new Map(localQueues.map((queue) => [queueKey(queue), queue.spec.clusterQueue]));
  return workloads.flatMap((workload) => {
    const stand = workloadStand(workload, now);
    return stand.state === "finished" ? [] : [toWorkload(workload, { stand, queues })];
  });
}

const queueKey = ({ metadata }: LocalQueueObject): string => `${metadata.namespace}/${metadata.name}`;

function toWorkload(
  workload: WorkloadObject,
  { stand, queues }: { stand: WorkloadStand; queues: ReadonlyMap<string, string> },
): ReadWorkload {
  const { metadata, spec, status } = workload;
  const owner = metadata.ownerReferences?.find(({ controller }) => controller === true) ?? metadata.ownerReferences?.[0];
  const localQueue = spec.queueName ?? "";
  return {
    uid: metadata.uid ?? `${metadata.namespace}/${metadata.name}`,
    namespace: metadata.namespace ?? "",
    key: metadata.name,
    name: owner?.name ?? metadata.name,
    kind: owner?.kind ?? "Workload",
    localQueue,
    clusterQueue: status?.admission?.clusterQueue ?? queues.get(`${metadata.namespace}/${localQueue}`) ?? null,
    priority: spec.priority ?? 0,
    queuedAt: queuedAtOf(workload),
    stand,
    wants: spec.podSets.flatMap((podSet) => wantsOf(podSet, status?.resourceRequests?.find(({ name }) => name === podSet.name)?.resources)),
    holds: status?.admission ? holdsOf(status.admission.podSetAssignments) : [],
  };
}

/** As Kueue orders its queues: what was evicted queues from its eviction on. */
export function queuedAtOf({ metadata, status }: WorkloadObject): string {
  const evicted = conditionOf(status?.conditions, "Evicted");
  const isAgain = evicted?.status === "True" && evicted.reason === "PodsReadyTimeout";
  return (isAgain ? evicted.lastTransitionTime : metadata.creationTimestamp) ?? "";
}

/** GPUs from the pod's template; cores and memory from what Kueue counted, with the overhead it knows of. */
function wantsOf({ count, template }: PodSet, requests: Readonly<Record<string, string>> | undefined): Want[] {
  const gpus = gpusOfPod(template?.spec).map(([resource, perPod]) => ({ resource, perPod, pods: count, amount: perPod * count }));
  const others = Object.entries(requests ?? {}).flatMap(([resource, quantity]) =>
    isGpuResource(resource) ? [] : [{ resource, amount: amountOf(quantity), perPod: amountOf(quantity) / Math.max(1, count), pods: count }],
  );
  return [...gpus, ...others];
}

const holdsOf = (assignments: NonNullable<NonNullable<WorkloadObject["status"]>["admission"]>["podSetAssignments"]): Hold[] =>
  assignments.flatMap(({ flavors, resourceUsage }) =>
    Object.entries(flavors ?? {}).map(([resource, flavour]) => ({ resource, flavour, amount: amountOf(resourceUsage?.[resource]) })),
  );

/** Kueue's order in a queue: by priority, then by time. */
export const inQueueOrder = (left: ReadWorkload, right: ReadWorkload): number =>
  right.priority - left.priority || left.queuedAt.localeCompare(right.queuedAt) || left.uid.localeCompare(right.uid);
