import type {
  ClusterQueue,
  Cohort,
  LocalQueue,
  Namespace,
  Node,
  Pod,
  ResourceFlavor,
  Workload,
  WorkloadPriorityClass,
} from "@plumbline/kube";
import { gpusIn, gpusOfPod } from "../reading/gpu-resources.ts";
import type { NamespaceObject, NodeObject, ObjectMeta, PodObject, PodSpec } from "./kubernetes.ts";
import type {
  ClusterQueueObject,
  CohortObject,
  LocalQueueObject,
  PriorityClassObject,
  ResourceFlavorObject,
  ResourceGroup,
  WorkloadObject,
} from "./kueue.ts";

// What is kept in memory of each object that a watch brings: what readings need, and nothing else.

const metaOf = ({ name, namespace, uid, creationTimestamp }: Node["metadata"]): ObjectMeta => ({
  name,
  uid,
  creationTimestamp,
  ...(namespace === undefined ? {} : { namespace }),
});

/** Labels that tell what a GPU is, and which flavour a node is of: flavours may name any label. */
export const keepNode = ({ metadata, spec, status }: Node): NodeObject | null =>
  gpusIn(status?.allocatable).length === 0
    ? null
    : {
        metadata: { ...metaOf(metadata), labels: metadata.labels ?? {} },
        spec: { unschedulable: spec.unschedulable ?? false },
        status: {
          allocatable: Object.fromEntries(gpusIn(status?.allocatable).map(([resource, count]) => [resource, String(count)])),
          conditions: (status?.conditions ?? [])
            .filter(({ type }) => type === "Ready")
            .map(({ type, status: is, lastTransitionTime: since }) => ({
              type,
              status: is,
              ...(since ? { lastTransitionTime: since } : {}),
            })),
        },
      };

/** A pod that tells the GPUs of its node what they do, or that Kueue runs in. */
export interface ServicePod {
  readonly kind: "dcgm-exporter" | "kueue";
  readonly namespace: string;
  readonly name: string;
  readonly version: string | null;
  readonly isRunning: boolean;
}

export interface KeptPod {
  /** Null for one that wants no GPUs. */
  readonly gpu: PodObject | null;
  readonly service: ServicePod | null;
}

export function keepPod(pod: Pod): KeptPod | null {
  const gpu = gpusOfPod(pod.spec).length > 0 ? keepGpuPod(pod) : null;
  const service = serviceOf(pod);
  return gpu || service ? { gpu, service } : null;
}

const podLabels = ["pod-template-hash", "jobset.sigs.k8s.io/jobset-name"];
const pick = (from: Readonly<Record<string, string>> | undefined, names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.flatMap((name) => (from?.[name] === undefined ? [] : [[name, from[name]]])));

const keepGpuPod = ({ metadata, spec, status }: Pod): PodObject => ({
  metadata: {
    ...metaOf(metadata),
    labels: pick(metadata.labels, podLabels),
    annotations: pick(metadata.annotations, ["kueue.x-k8s.io/workload"]),
    ownerReferences: (metadata.ownerReferences ?? []).filter(({ controller }) => controller === true),
  },
  spec: keepSpec(spec),
  status: {
    phase: status?.phase ?? "Pending",
    ...(status?.startTime === undefined ? {} : { startTime: status.startTime }),
    conditions: (status?.conditions ?? []).filter(({ type }) => type === "PodScheduled"),
  },
});

const keepSpec = ({ nodeName, containers, initContainers }: Pod["spec"]): PodSpec => ({
  ...(nodeName === undefined ? {} : { nodeName }),
  containers: containers.map(({ name, resources }) => ({ name, ...(resources ? { resources } : {}) })),
  initContainers: (initContainers ?? []).map(({ name, resources, ...rest }) => ({
    name,
    ...(resources ? { resources } : {}),
    ...("restartPolicy" in rest ? { restartPolicy: String(rest.restartPolicy) } : {}),
  })),
});

const services: readonly (readonly [ServicePod["kind"], RegExp])[] = [
  ["dcgm-exporter", /(?:^|\/)dcgm-exporter(?::v?([\w.]+))?/],
  ["kueue", /(?:^|\/)kueue(?::v?([\w.]+))?(?:@|$|-)/],
];

function serviceOf({ metadata, spec, status }: Pod): ServicePod | null {
  for (const { image = "" } of spec.containers) {
    for (const [kind, pattern] of services) {
      const found = pattern.exec(image);
      if (!found) continue;
      const { namespace = "", name } = metadata;
      return { kind, namespace, name, version: found[1] ?? null, isRunning: status?.phase === "Running" };
    }
  }
  return null;
}

export const keepNamespace = ({ metadata }: Namespace): NamespaceObject => ({
  metadata: { ...metaOf(metadata), labels: metadata.labels ?? {} },
});

export const keepFlavor = ({ metadata, spec }: ResourceFlavor): ResourceFlavorObject => ({
  metadata: metaOf(metadata),
  spec: {
    nodeLabels: spec?.nodeLabels ?? {},
    tolerations: spec?.tolerations ?? [],
    ...(spec?.topologyName === undefined ? {} : { topologyName: spec.topologyName }),
  },
});

const textOf = (quantity: string | number): string => String(quantity);
const keepGroups = (groups: ClusterQueue["spec"]["resourceGroups"]): ResourceGroup[] =>
  (groups ?? []).map(({ coveredResources, flavors }) => ({
    coveredResources,
    flavors: flavors.map(({ name, resources }) => ({
      name,
      resources: resources.map(({ name: resource, nominalQuota, borrowingLimit, lendingLimit }) => ({
        name: resource,
        nominalQuota: textOf(nominalQuota),
        ...(borrowingLimit === undefined || borrowingLimit === null ? {} : { borrowingLimit: textOf(borrowingLimit) }),
        ...(lendingLimit === undefined || lendingLimit === null ? {} : { lendingLimit: textOf(lendingLimit) }),
      })),
    })),
  }));
const keepSharing = (fairSharing: { weight?: string | number } | undefined) =>
  fairSharing?.weight === undefined ? {} : { fairSharing: { weight: textOf(fairSharing.weight) } };

export const keepClusterQueue = ({ metadata, spec, status }: ClusterQueue): ClusterQueueObject => {
  const { fairSharing, resourceGroups, flavorFungibility: _, ...rest } = spec;
  return {
    metadata: metaOf(metadata),
    spec: { ...rest, resourceGroups: keepGroups(resourceGroups), ...keepSharing(fairSharing) },
    status: {
      conditions: status?.conditions ?? [],
      pendingWorkloads: status?.pendingWorkloads ?? 0,
      ...(status?.fairSharing ? { fairSharing: status.fairSharing } : {}),
    },
  };
};

export const keepCohort = ({ metadata, spec }: Cohort): CohortObject => ({
  metadata: metaOf(metadata),
  spec: {
    ...(spec?.parentName === undefined ? {} : { parentName: spec.parentName }),
    resourceGroups: keepGroups(spec?.resourceGroups),
    ...keepSharing(spec?.fairSharing),
  },
});

export const keepLocalQueue = ({ metadata, spec, status }: LocalQueue): LocalQueueObject => ({
  metadata: metaOf(metadata),
  spec: { clusterQueue: spec.clusterQueue ?? "", ...(spec.stopPolicy === undefined ? {} : { stopPolicy: spec.stopPolicy }) },
  status: { conditions: status?.conditions ?? [] },
});

/** Null once it has finished: the cluster keeps it, readings do not. */
export function keepWorkload({ metadata, spec, status }: Workload): WorkloadObject | null {
  if (status?.conditions?.some(({ type, status: is }) => type === "Finished" && is === "True")) return null;
  const { queueName, active, priority, podSets } = spec;
  const { conditions = [], admission, admissionChecks, requeueState, resourceRequests, schedulingStats } = status ?? {};
  return {
    metadata: { ...metaOf(metadata), ownerReferences: metadata.ownerReferences ?? [] },
    spec: {
      ...(queueName === undefined ? {} : { queueName }),
      ...(active === undefined ? {} : { active }),
      ...(priority === undefined ? {} : { priority }),
      podSets: podSets.map(({ name, count, template }) => ({ name, count, template: { spec: keepSpec(template.spec) } })),
    },
    status: {
      conditions,
      ...(admission ? { admission } : {}),
      ...(admissionChecks ? { admissionChecks } : {}),
      ...(requeueState ? { requeueState } : {}),
      ...(resourceRequests ? { resourceRequests: resourceRequests.map(({ name, resources = {} }) => ({ name, resources })) } : {}),
      ...(schedulingStats ? { schedulingStats } : {}),
    },
  };
}

export const keepPriorityClass = ({ metadata, value }: WorkloadPriorityClass): PriorityClassObject => ({
  metadata: metaOf(metadata),
  value,
});
