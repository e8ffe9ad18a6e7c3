import { type Cluster as Client, ClusterError, resources } from "@plumbline/kube";
import { isTrue } from "../../clusters/index.ts";
import { lostByNode } from "./observation/lost-pod.ts";
import type { AttemptObjects } from "./observation/objects-of-attempt.ts";

/** A pod of a lost node would stay for as long as the node is away, and with it a Job that waits for its pods. */
export async function cutOffLost(client: Client, pods: AttemptObjects["pods"], now: Date): Promise<void> {
  for (const [node, lost] of lostByNode(pods, now)) {
    // One that answers has not let go of the pod: struck off, its GPUs would be given away while they are in use.
    if (await isReady(client, node)) continue;
    for (const { metadata } of lost) await client.delete(resources.pods, metadata, { gracePeriodSeconds: 0 });
  }
}

/** Who may not see nodes cannot say that one is away. */
async function isReady(client: Client, name: string): Promise<boolean> {
  try {
    const node = await client.find(resources.nodes, { name });
    return isTrue(node?.status?.conditions, "Ready");
  } catch (error) {
    if (error instanceof ClusterError && error.kind === "forbidden") return true;
    throw error;
  }
}
