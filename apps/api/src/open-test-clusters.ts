import { randomUUID } from "node:crypto";

const kubeconfig = JSON.stringify({
  "current-context": "lab",
  clusters: [{ name: "lab", cluster: { server: "https://10.0.0.1:6443" } }],
  users: [{ name: "ada", user: { token: "t0ken" } }],
  contexts: [{ name: "lab", context: { cluster: "lab", user: "ada" } }],
});
const newCluster = () => ({ name: `c-${randomUUID().slice(0, 8)}`, connection: { kind: "kubeconfig", kubeconfig } });

type Call = <T>(id: string, input: Record<string, unknown>) => Promise<T>;

/** Clusters that nobody answers at. */
export async function prepareClusters(call: Call) {
  const cluster = async () => (await call<{ name: string }>("clusters.registerCluster", newCluster())).name;
  return { cluster: await cluster(), doomedCluster: await cluster() };
}

/** What a rightful caller sends to operations on clusters. */
export const clusterInputs = (world: () => Awaited<ReturnType<typeof prepareClusters>>): Record<string, () => Record<string, unknown>> => ({
  "clusters.listClusters": () => ({}),
  "clusters.getCluster": () => ({ cluster: world().cluster }),
  "clusters.inspectKubeconfig": () => ({ kubeconfig }),
  "clusters.registerCluster": newCluster,
  "clusters.updateCluster": () => ({ cluster: world().cluster, connection: { kind: "in-cluster" } }),
  "clusters.removeCluster": () => ({ cluster: world().doomedCluster }),
  "clusters.readAgain": () => ({ cluster: world().cluster }),
  "clusters.listCalls": () => ({ cluster: world().cluster }),
});
