import type { AdmissionFact } from "../kueue/read-message.ts";
import { isGpuResource } from "./gpu-resources.ts";
import { heldOf } from "./held-shares.ts";
import type { PendingParts, PoolState } from "./pending-parts.ts";
import type { PendingReason } from "./pending-reason.ts";
import type { ReadWorkload } from "./workloads.ts";

interface Said {
  readonly facts: readonly AdmissionFact[];
  readonly message: string;
  readonly parts: PendingParts;
}

type Short = Extract<AdmissionFact, { kind: "short" }>;

/** Why Kueue does not admit something: what it says, completed by who uses what. */
export function quotaReason(workload: ReadWorkload, { facts, message, parts }: Said): PendingReason {
  const plain = facts.map((fact) => plainReason(fact, workload)).find((reason) => reason !== undefined);
  if (plain) return plain;
  const shorts = facts.filter((fact) => fact.kind === "short");
  const [gpu] = shorts.filter(({ resource }) => isGpuResource(resource)).sort((left, right) => left.missing - right.missing);
  if (gpu) return shortReason(workload, gpu, parts);
  const [other] = shorts;
  if (other) return { kind: "other-resource", resource: other.resource, short: other.missing };
  const never = facts.find((fact) => fact.kind === "never-fits");
  if (never) return { kind: "never", asked: never.asked, maximum: never.maximum };
  const place = facts.find((fact) => fact.kind === "topology");
  if (place) return { kind: "topology", fitting: place.fitting, of: place.of };
  if (facts.some(({ kind }) => kind === "other-nodes" || kind === "taint")) return { kind: "other-nodes" };
  return { kind: "said", message: message || "Kueue gives no reason" };
}

/** Facts that decide by themselves, whatever else is said. */
function plainReason(fact: AdmissionFact, { namespace, localQueue, clusterQueue }: ReadWorkload): PendingReason | undefined {
  const queue = clusterQueue ?? localQueue;
  switch (fact.kind) {
    case "uncovered":
      return { kind: "uncovered", queue, resource: fact.resource };
    case "preempting":
      return { kind: "preempting", workloads: fact.workloads };
    case "no-local-queue":
      return { kind: "no-queue", namespace, queue: fact.queue };
    case "no-cluster-queue":
      return { kind: "inactive", queue: fact.queue };
    case "stopped":
      return { kind: "on-hold", queue };
    case "inactive":
      return { kind: "inactive", queue };
    case "namespace-refused":
      return { kind: "namespace-refused", namespace, queue };
    case "limits":
      return { kind: "limits", text: fact.text };
    case "checks-failed":
      return { kind: "said", message: "An admission check refused it" };
    default:
      return undefined;
  }
}

function shortReason(workload: ReadWorkload, short: Short, parts: PendingParts): PendingReason {
  const { clusterQueue: queue } = workload;
  const state = parts.pools.find(({ pool }) => pool.flavour === short.flavor && pool.resource === short.resource);
  const quota = queue === null ? undefined : state?.tree?.quotaOf(queue);
  if (!state?.tree || !quota || queue === null)
    return { kind: "said", message: `${short.missing} more must become free in ${short.flavor}` };
  const need = workload.wants.find(({ resource }) => resource === short.resource)?.amount ?? short.missing;
  const available = Math.max(0, need - short.missing);
  const free = state.tree.availableWithoutLimit(queue);
  const used = state.tree.usedBy(queue);
  if (quota.borrowingLimit !== null && free >= need) {
    return { kind: "borrow-limit", queue, borrows: Math.max(0, used - quota.nominal), limit: quota.borrowingLimit, free };
  }
  const left = Math.max(0, quota.nominal - used);
  const idle = idleHolder(queue, state, { parts, atLeast: short.missing });
  if (idle && left === 0) return { kind: "own-idle", queue, guaranteed: quota.nominal, ...idle };
  const freeToBorrow = state.tree.hasCohort(queue) ? Math.max(0, available - left) : null;
  return { kind: "quota", guaranteed: quota.nominal, left, freeToBorrow, short: short.missing };
}

/** One of the same queue whose idle GPUs would do. */
function idleHolder(queue: string, { pool }: PoolState, { parts, atLeast }: { parts: PendingParts; atLeast: number }) {
  const of = { flavour: pool.flavour ?? "", resource: pool.resource };
  for (const [key, idle] of parts.idleOf) {
    if (idle < atLeast) continue;
    const workload = parts.byKey.get(key);
    if (workload?.clusterQueue === queue && heldOf(workload, of) > 0)
      return { holder: { namespace: workload.namespace, name: workload.name }, idle };
  }
  return;
}
