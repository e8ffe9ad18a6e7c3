import { conditionOf, isTrue } from "../objects/kubernetes.ts";
import type { WorkloadObject } from "../objects/kueue.ts";
import { type AdmissionFact, readAdmissionMessage } from "./read-message.ts";

/** Why what was admitted lost its place. */
export interface Eviction {
  /** Kueue's reason: Preempted, PodsReadyTimeout, AdmissionCheck, ClusterQueueStopped, LocalQueueStopped, NodeFailures, Deactivated… */
  readonly reason: string;
  /** How Kueue chose it: InClusterQueue, InCohortReclamation, InCohortFairSharing, InCohortReclaimWhileBorrowing; null but for preemption. */
  readonly preemption: string | null;
  readonly message: string;
  readonly at: string | null;
}

/** Where a workload stands in Kueue. */
export type WorkloadStand =
  | { readonly state: "finished" }
  | { readonly state: "admitted"; readonly clusterQueue: string; readonly since: string | null }
  /** Quota is set aside for it; admission checks have not agreed yet. */
  | { readonly state: "reserved"; readonly clusterQueue: string; readonly checks: readonly PendingCheck[] }
  | { readonly state: "switched-off" }
  | { readonly state: "backing-off"; readonly until: string; readonly tries: number }
  /** Kueue said nothing of it yet. */
  | { readonly state: "unjudged" }
  | { readonly state: "waiting"; readonly facts: readonly AdmissionFact[]; readonly message: string; readonly since: string | null };

interface PendingCheck {
  readonly name: string;
  readonly state: string;
  readonly message: string;
}

export function workloadStand(workload: WorkloadObject, now: Date): WorkloadStand {
  const { conditions, admission } = workload.status ?? {};
  if (isTrue(conditions, "Finished")) return { state: "finished" };
  const admitted = conditionOf(conditions, "Admitted");
  if (admission && admitted?.status === "True") {
    return { state: "admitted", clusterQueue: admission.clusterQueue, since: admitted.lastTransitionTime ?? null };
  }
  if (admission && isTrue(conditions, "QuotaReserved")) {
    return { state: "reserved", clusterQueue: admission.clusterQueue, checks: pendingChecks(workload) };
  }
  return workload.spec.active === false ? { state: "switched-off" } : withoutQuota(workload, now);
}

function withoutQuota({ status }: WorkloadObject, now: Date): WorkloadStand {
  const { requeueState } = status ?? {};
  if (requeueState?.requeueAt !== undefined && new Date(requeueState.requeueAt) > now) {
    return { state: "backing-off", until: requeueState.requeueAt, tries: requeueState.count ?? 1 };
  }
  const reserved = conditionOf(status?.conditions, "QuotaReserved");
  if (!reserved) return { state: "unjudged" };
  const message = reserved.message ?? "";
  return { state: "waiting", facts: readAdmissionMessage(message), message, since: reserved.lastTransitionTime ?? null };
}

const pendingChecks = (workload: WorkloadObject): PendingCheck[] =>
  (workload.status?.admissionChecks ?? [])
    .filter(({ state }) => state !== "Ready")
    .map(({ name, state, message }) => ({ name, state, message: message ?? "" }));

/** The last eviction, also of a workload that was admitted again since. */
export function findEviction(workload: WorkloadObject): Eviction | undefined {
  const { conditions, schedulingStats } = workload.status ?? {};
  const evicted = conditionOf(conditions, "Evicted");
  if (evicted && evicted.status === "True") {
    return {
      reason: evicted.reason ?? "Evicted",
      preemption: conditionOf(conditions, "Preempted")?.reason ?? null,
      message: evicted.message ?? "",
      at: evicted.lastTransitionTime ?? null,
    };
  }
  const counted = schedulingStats?.evictions?.find(({ count }) => count > 0);
  return counted && { reason: counted.reason, preemption: null, message: "", at: null };
}
