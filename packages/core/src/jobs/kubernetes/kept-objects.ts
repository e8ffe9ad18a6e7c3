import type { Event, Job, Pod, Workload } from "@plumbline/kube";
import type { EventObject, JobObject, PodObject, WorkloadObject } from "../../clusters/index.ts";
import { attemptLabel, podLogLabel } from "./manifests/labels.ts";

// What is kept in memory of each object of an attempt: what an observation is made from.

export const keepJob = ({ metadata, spec, status }: Job): JobObject => ({
  metadata: metaOf(metadata),
  spec: { suspend: spec.suspend ?? false, completions: spec.completions ?? 1 },
  status: {
    conditions: status?.conditions ?? [],
    ...(status?.startTime === undefined ? {} : { startTime: status.startTime }),
    ...(status?.completionTime === undefined ? {} : { completionTime: status.completionTime }),
  },
});

export const keepPod = ({ metadata, spec, status }: Pod): PodObject => {
  const { phase, reason, message, startTime, conditions, containerStatuses, initContainerStatuses } = status ?? {};
  const told = { phase, reason, message, startTime, conditions, containerStatuses, initContainerStatuses };
  return {
    metadata: metaOf(metadata),
    spec: spec.nodeName === undefined ? {} : { nodeName: spec.nodeName },
    status: Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined)),
  };
};

/** Null for what is no attempt's. */
export function keepWorkload({ metadata, spec, status }: Workload): WorkloadObject | null {
  const owner = metadata.ownerReferences?.find(({ kind, name }) => kind === "Job" && /^pl-\d/.test(name));
  if (!owner) return null;
  const { queueName, active } = spec;
  return {
    metadata: { ...metaOf(metadata), ownerReferences: [owner] },
    spec: { podSets: [], ...(queueName === undefined ? {} : { queueName }), ...(active === undefined ? {} : { active }) },
    status: Object.fromEntries(
      Object.entries({
        conditions: status?.conditions,
        admission: status?.admission,
        admissionChecks: status?.admissionChecks,
        requeueState: status?.requeueState,
        schedulingStats: status?.schedulingStats,
      }).filter(([, value]) => value !== undefined),
    ),
  };
}

export const keepEvent = ({ metadata, involvedObject, reason, message }: Event): EventObject => ({
  metadata: { name: metadata.name },
  involvedObject: { kind: involvedObject.kind ?? "", name: involvedObject.name ?? "" },
  reason: reason ?? "",
  message: message ?? "",
});

/** The attempt that an object belongs to. */
export const attemptOf = ({ metadata }: { readonly metadata: JobObject["metadata"] }): string => metadata.labels?.[attemptLabel] ?? "";
export const attemptOfWorkload = (workload: WorkloadObject | null): string => workload?.metadata.ownerReferences?.[0]?.name ?? "";

const kept = [attemptLabel, podLogLabel, "batch.kubernetes.io/job-completion-index"];

function metaOf({ name, namespace, uid, creationTimestamp, deletionTimestamp, labels }: Job["metadata"]): JobObject["metadata"] {
  return {
    name,
    uid,
    creationTimestamp,
    ...(namespace === undefined ? {} : { namespace }),
    ...(deletionTimestamp === undefined ? {} : { deletionTimestamp }),
    labels: Object.fromEntries(kept.flatMap((label) => (labels?.[label] === undefined ? [] : [[label, labels[label]]]))),
  };
}
