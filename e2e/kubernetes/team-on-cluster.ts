import { eventually } from "../faults/server.ts";
import type { ProductClient } from "./product-client.ts";
import { kubeconfig } from "./test-cluster.ts";

/** Registers the test cluster under a name, and waits until it was read. */
export async function registerCluster(client: ProductClient, name: string): Promise<void> {
  await client.call("POST /clusters", { name, connection: { kind: "kubeconfig", kubeconfig } });
  await eventually("the cluster is read", async () => {
    const { readAt } = await client.call<{ readAt: string | null }>(`GET /clusters/${name}`);
    return readAt !== null;
  });
}

/** Makes a workspace, and a namespace for its jobs, through the queue of the cluster that is called as it is. */
export async function makeTeam(client: ProductClient, name: string, team: string): Promise<{ namespace: string }> {
  const namespace = `${team}-jobs`;
  await client.call("POST /workspaces", { name: team });
  await client.call(`PUT /clusters/${name}/queues/${team}/workspace`, { workspace: team });
  await client.call(`POST /clusters/${name}/namespaces`, { workspace: team, namespace, queue: team });
  await eventually("the namespace is written", async () => {
    const { writes } = await client.call<{ writes: { state: string; problem: string | null }[] }>(`GET /clusters/${name}/management`);
    const failed = writes.find(({ state }) => state === "failed");
    if (failed) throw new Error(`a write was refused: ${failed.problem}`);
    return writes.length > 0 && writes.every(({ state }) => state === "done");
  });
  await poolIsThere(client, { cluster: name, team });
  return { namespace };
}

/** Waits until jobs of the workspace can be submitted to the cluster. */
export const poolIsThere = (client: ProductClient, { cluster: name, team }: { cluster: string; team: string }): Promise<void> =>
  eventually("its GPUs are a pool", async () => {
    const { clusters } = await client.call<{ clusters: string[] }>("GET /quotas?resource=gpu", undefined, team);
    return clusters.includes(name);
  });
