import type { PodObject } from "../objects/kubernetes.ts";
import type { WorkloadObject } from "../objects/kueue.ts";
import { gpusOfPod } from "./gpu-resources.ts";

/** A pod that holds GPUs, or waits for a node with them. */
export interface GpuPod {
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  /** Null while it waits for a node. */
  readonly node: string | null;
  readonly resource: string;
  readonly gpus: number;
  readonly owner: { readonly kind: string; readonly name: string };
  /** Name of the Workload that it belongs to; null outside Kueue. */
  readonly workload: string | null;
  readonly since: string;
  /** What the scheduler says while it waits. */
  readonly said: string | null;
}

/** Pods that want GPUs and have not ended, one entry for each resource. */
export function gpuPodsOf(pods: readonly PodObject[], workloads: readonly WorkloadObject[]): GpuPod[] {
  const owners = workloadsByOwner(workloads);
  return pods.flatMap((pod) => {
    const { phase } = pod.status ?? {};
    if (phase === "Succeeded" || phase === "Failed") return [];
    const named = namedParts(pod, owners);
    return gpusOfPod(pod.spec).map(([resource, gpus]) => ({ ...named, resource, gpus }));
  });
}

function namedParts(pod: PodObject, owners: ReadonlyMap<string, string>): Omit<GpuPod, "resource" | "gpus"> {
  const { metadata, spec, status } = pod;
  const scheduled = status?.conditions?.find(({ type }) => type === "PodScheduled");
  return {
    uid: metadata.uid ?? `${metadata.namespace}/${metadata.name}`,
    namespace: metadata.namespace ?? "",
    name: metadata.name,
    node: spec?.nodeName ?? null,
    owner: ownerOf(pod),
    workload:
      metadata.annotations?.["kueue.x-k8s.io/workload"] ??
      owners.get(controllerOf(pod)?.uid ?? "") ??
      owners.get(metadata.uid ?? "") ??
      null,
    since: status?.startTime ?? metadata.creationTimestamp ?? "",
    said: scheduled?.status === "False" ? (scheduled.message ?? null) : null,
  };
}

const controllerOf = ({ metadata }: PodObject) => metadata.ownerReferences?.find(({ controller }) => controller === true);

/** What people made: the Deployment behind a ReplicaSet, or whatever owns the pod; the pod itself where nothing does. */
function ownerOf(pod: PodObject): GpuPod["owner"] {
  const owner = controllerOf(pod);
  if (!owner) return { kind: "Pod", name: pod.metadata.name };
  const hash = pod.metadata.labels?.["pod-template-hash"];
  if (owner.kind === "ReplicaSet" && hash !== undefined && owner.name.endsWith(`-${hash}`)) {
    return { kind: "Deployment", name: owner.name.slice(0, -hash.length - 1) };
  }
  const set = pod.metadata.labels?.["jobset.sigs.k8s.io/jobset-name"];
  if (set !== undefined) return { kind: "JobSet", name: set };
  return { kind: owner.kind, name: owner.name };
}

/** Uid of what a Workload stands for -> name of the Workload. */
const workloadsByOwner = (workloads: readonly WorkloadObject[]): ReadonlyMap<string, string> =>
  new Map(workloads.flatMap(({ metadata }) => (metadata.ownerReferences ?? []).map(({ uid }) => [uid, metadata.name] as const)));
