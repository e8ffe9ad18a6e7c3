import type { Eviction } from "../../../clusters/index.ts";
import type { EndedOutcome } from "../../executors/executor.ts";

const preemptions: Readonly<Record<string, string>> = {
  InClusterQueue: "A job of higher priority in the same queue took its place.",
  InCohortReclamation: "What it had borrowed was claimed back by its owner.",
  InCohortFairSharing: "Fair sharing gave its place to a queue with a smaller share.",
  InCohortReclaimWhileBorrowing: "A job of higher priority in another queue took its place.",
};

/** Reasons by the beginning of their names: Kueue adds details behind, as in DeactivatedDueToRequeuingLimitExceeded. */
const reasons: readonly (readonly [string, EndedOutcome, string])[] = [
  ["PodsReadyTimeout", "infrastructure", "Not all of its nodes were ready in the time that the cluster allows."],
  ["AdmissionCheck", "infrastructure", "An admission check of the cluster took its place back."],
  ["ClusterQueueStopped", "preempted", "Its queue is being drained."],
  ["LocalQueueStopped", "preempted", "Its queue is being drained."],
  ["NodeFailures", "infrastructure", "A node of it failed."],
  ["Deactivated", "stopped", "Somebody switched it off in the cluster."],
  ["InactiveWorkload", "stopped", "Somebody switched it off in the cluster."],
];

/** What losing its place in Kueue means for an attempt. */
export function explainEviction({ reason, preemption, message }: Eviction): { outcome: EndedOutcome; reason: string } {
  const known = reasons.find(([beginning]) => reason.startsWith(beginning));
  if (known) return { outcome: known[1], reason: known[2] };
  const words = (preemption !== null && preemptions[preemption]) || "Another job took its place in the cluster.";
  return reason === "Preempted"
    ? { outcome: "preempted", reason: words }
    : { outcome: "preempted", reason: `The cluster took its place back: ${message || reason}.` };
}
