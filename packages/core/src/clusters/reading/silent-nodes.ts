import { conditionOf, type NodeObject } from "../objects/kubernetes.ts";

/** A node with GPUs that is not ready: what runs there may be lost. */
export interface SilentNode {
  readonly name: string;
  /** False where its kubelet answers, and says that it is not ready. */
  readonly isSilent: boolean;
  readonly since: string | null;
}

export function silentNodesOf(nodes: readonly NodeObject[]): SilentNode[] {
  return nodes.flatMap(({ metadata, status }) => {
    const ready = conditionOf(status?.conditions, "Ready");
    if (!ready || ready.status === "True") return [];
    return [{ name: metadata.name, isSilent: ready.status === "Unknown", since: ready.lastTransitionTime ?? null }];
  });
}

/** What whoever has something running on it should know, in one sentence. */
export function silentWords({ name, isSilent, since }: SilentNode): string {
  const when = since === null ? "" : ` since ${since.slice(0, 16).replace("T", " ")} UTC`;
  return isSilent
    ? `Node ${name} has not answered${when}: if it does not come back, the cluster ends what runs there, and another attempt follows.`
    : `Node ${name} has said${when} that it is not ready: what runs there may be ended.`;
}
