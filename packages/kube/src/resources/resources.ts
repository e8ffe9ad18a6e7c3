import type { KubeObject, Resource } from "../resource.ts";
import type { Event } from "./event.ts";
import type { Job } from "./job.ts";
import type { ClusterQueue, Cohort, LocalQueue, ResourceFlavor } from "./kueue-queues.ts";
import type { Workload, WorkloadPriorityClass } from "./kueue-workload.ts";
import type { Namespace } from "./namespace.ts";
import type { Node } from "./node.ts";
import type { Pod } from "./pod.ts";

const core = "v1";
const kueue = "kueue.x-k8s.io/v1beta2";
const rbac = "rbac.authorization.k8s.io/v1";

const ofCluster = <T extends KubeObject = KubeObject>(apiVersion: string, kind: string, plural: string): Resource<T> => ({
  apiVersion,
  kind,
  plural,
  isNamespaced: false,
});
const ofNamespace = <T extends KubeObject = KubeObject>(apiVersion: string, kind: string, plural: string): Resource<T> => ({
  apiVersion,
  kind,
  plural,
  isNamespaced: true,
});

/** The kinds of objects that callers read or write; more of them go here. */
export const resources = {
  nodes: ofCluster<Node>(core, "Node", "nodes"),
  namespaces: ofCluster<Namespace>(core, "Namespace", "namespaces"),
  pods: ofNamespace<Pod>(core, "Pod", "pods"),
  events: ofNamespace<Event>(core, "Event", "events"),
  services: ofNamespace(core, "Service", "services"),
  secrets: ofNamespace(core, "Secret", "secrets"),
  configMaps: ofNamespace(core, "ConfigMap", "configmaps"),
  serviceAccounts: ofNamespace(core, "ServiceAccount", "serviceaccounts"),
  resourceQuotas: ofNamespace(core, "ResourceQuota", "resourcequotas"),
  limitRanges: ofNamespace(core, "LimitRange", "limitranges"),
  persistentVolumeClaims: ofNamespace(core, "PersistentVolumeClaim", "persistentvolumeclaims"),
  jobs: ofNamespace<Job>("batch/v1", "Job", "jobs"),
  roles: ofNamespace(rbac, "Role", "roles"),
  roleBindings: ofNamespace(rbac, "RoleBinding", "rolebindings"),
  networkPolicies: ofNamespace("networking.k8s.io/v1", "NetworkPolicy", "networkpolicies"),
  priorityClasses: ofCluster("scheduling.k8s.io/v1", "PriorityClass", "priorityclasses"),
  resourceFlavors: ofCluster<ResourceFlavor>(kueue, "ResourceFlavor", "resourceflavors"),
  clusterQueues: ofCluster<ClusterQueue>(kueue, "ClusterQueue", "clusterqueues"),
  cohorts: ofCluster<Cohort>(kueue, "Cohort", "cohorts"),
  localQueues: ofNamespace<LocalQueue>(kueue, "LocalQueue", "localqueues"),
  workloads: ofNamespace<Workload>(kueue, "Workload", "workloads"),
  workloadPriorityClasses: ofCluster<WorkloadPriorityClass>(kueue, "WorkloadPriorityClass", "workloadpriorityclasses"),
} as const;
