import type { NamespaceObject, NodeObject, PodObject } from "../objects/kubernetes.ts";
import type {
  ClusterQueueObject,
  CohortObject,
  LocalQueueObject,
  PriorityClassObject,
  ResourceFlavorObject,
  WorkloadObject,
} from "../objects/kueue.ts";

/** Everything of a cluster that a reading is made from. Pods are those that want GPUs, of all namespaces. */
export interface ClusterObjects {
  readonly nodes: readonly NodeObject[];
  readonly pods: readonly PodObject[];
  readonly namespaces: readonly NamespaceObject[];
  /** Null where the cluster has no Kueue. */
  readonly kueue: KueueObjects | null;
}

export interface KueueObjects {
  readonly flavors: readonly ResourceFlavorObject[];
  readonly cohorts: readonly CohortObject[];
  readonly clusterQueues: readonly ClusterQueueObject[];
  readonly localQueues: readonly LocalQueueObject[];
  readonly workloads: readonly WorkloadObject[];
  readonly priorityClasses: readonly PriorityClassObject[];
}
