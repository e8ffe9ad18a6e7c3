import type { EventObject, JobObject, PodObject, WorkloadObject } from "../../../clusters/index.ts";

/** What the cluster holds of one attempt, as last heard. */
export interface AttemptObjects {
  readonly job: JobObject | undefined;
  readonly pods: readonly PodObject[];
  readonly workload: WorkloadObject | undefined;
  readonly events: readonly EventObject[];
}

/** Names of the containers that manifests make and observations look for. */
export const containerNames = { main: "main", source: "source", inputs: "inputs", peers: "peers" } as const;

export const isOver = (pod: PodObject): boolean => pod.status?.phase === "Succeeded" || pod.status?.phase === "Failed";

/** Number of a pod in its Job; 0 where there is one alone. */
export const rankOf = (pod: PodObject): number => Number(pod.metadata.labels?.["batch.kubernetes.io/job-completion-index"] ?? 0);

/** Names of the nodes, in the order of ranks. */
export function nodesOf(pods: readonly PodObject[]): string[] {
  const inOrder = [...pods].sort((left, right) => rankOf(left) - rankOf(right));
  return [...new Set(inOrder.flatMap(({ spec }) => (spec?.nodeName === undefined ? [] : [spec.nodeName])))];
}

/** "Rank 3 on node h100-05", or "It" where there is one alone. */
export function whoOf(pod: PodObject, pods: readonly PodObject[]): string {
  if (pods.length < 2) return "It";
  return pod.spec?.nodeName === undefined ? `Rank ${rankOf(pod)}` : `Rank ${rankOf(pod)} on node ${pod.spec.nodeName}`;
}
