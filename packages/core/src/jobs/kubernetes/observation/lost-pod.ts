import type { PodObject } from "../../../clusters/index.ts";
import { isOver } from "./objects-of-attempt.ts";

/** A kubelet says within seconds of a pod's grace that the pod has ended; one that is busy gets so long, and our clock may differ. */
const patienceSeconds = 60;

/**
 * Whether a pod was to end and nobody will ever say that it has: its node is gone. Its Job waits for that word without an end.
 * The instant of deletion is when the grace is over, not when it was asked for. A pod that no node took is removed by the cluster.
 */
export function isLost(pod: PodObject, now: Date): boolean {
  const { deletionTimestamp } = pod.metadata;
  if (deletionTimestamp === undefined || pod.spec?.nodeName === undefined || isOver(pod)) return false;
  return now.getTime() - Date.parse(deletionTimestamp) > patienceSeconds * 1000;
}

/** Where one pod is lost, all that were to end on its node are, whenever they were told to. By node. */
export function lostByNode(pods: readonly PodObject[], now: Date): Map<string, PodObject[]> {
  const nodes = new Set(pods.filter((pod) => isLost(pod, now)).map(({ spec }) => spec?.nodeName));
  const lost = pods.filter((pod) => nodes.has(pod.spec?.nodeName) && pod.metadata.deletionTimestamp !== undefined && !isOver(pod));
  return Map.groupBy(lost, ({ spec }) => spec?.nodeName ?? "");
}

export const lostWords = ({ spec }: PodObject): string =>
  `Node ${spec?.nodeName ?? "of the pod"} was lost, or cannot end what runs on it: its pod was to end, and a minute after the pod's grace it has not said that it has.`;
