import { randomUUID } from "node:crypto";
import type { TestEnvironment } from "@plumbline/testing";

const kubeconfig = JSON.stringify({
  "current-context": "lab",
  clusters: [{ name: "lab", cluster: { server: "https://10.0.0.1:6443" } }],
  users: [{ name: "ada", user: { token: "t0ken" } }],
  contexts: [{ name: "lab", context: { cluster: "lab", user: "ada" } }],
});
const newCluster = () => ({ name: `c-${randomUUID().slice(0, 8)}`, connection: { kind: "kubeconfig", kubeconfig } });

type Call = <T>(id: string, input: Record<string, unknown>) => Promise<T>;

const line = { flavour: "h100", resource: "nvidia.com/gpu", nominal: 8, borrowingLimit: null, lendingLimit: null };
const queueNamed = (name: string) => ({
  ...{ name, cohort: "all", strategy: "BestEffortFIFO", stopPolicy: "none", weight: 1, reclaim: "Any", preemption: "Never" },
  ...{ isActive: true, problem: null, pending: 0, lines: [{ ...line, used: 0, borrowed: 0 }], localQueues: [], namespaces: {} },
});
const queues = ["mapped", "doomed", "managed", "returned", "free"];
const reading = {
  ...{ hasKueue: true, measure: null, gpuNodes: 1, pools: [], pending: { total: 0, items: [] }, outside: [], fairness: [], findings: [] },
  ...{ queues: queues.map(queueNamed), flavours: [], priorityClasses: [], cohorts: ["all"] },
  counts: { cohorts: 1, localQueues: 0, localQueueNamespaces: 0, workloads: 0, admitted: 0 },
};

/** Clusters that nobody answers at; one of them as if it had been read. */
export async function prepareClusters(env: Pick<TestEnvironment, "sql">, call: Call, workspace: string) {
  const cluster = async () =>
    (await call<{ id: string; name: string }>("clusters.registerCluster", newCluster())) as { id: string; name: string };
  const [read, doomed] = [await cluster(), await cluster()];
  await env.sql("INSERT INTO cluster_reading (cluster_id, read_at, body, units) VALUES ($1, now(), $2, '{}')", [
    read.id,
    JSON.stringify(reading),
  ]);
  await call("clusters.mapQueue", { cluster: read.name, queue: "doomed", workspace });
  for (const queue of ["managed", "returned"]) await call("clusters.handOverQueue", { cluster: read.name, queue });
  return { cluster: read.name, doomedCluster: doomed.name, workspace };
}

/** What a rightful caller sends to operations on clusters. */
export function clusterInputs(world: () => Awaited<ReturnType<typeof prepareClusters>>): Record<string, () => Record<string, unknown>> {
  const of =
    (more: Record<string, unknown> = {}) =>
    () => ({ cluster: world().cluster, ...more });
  const namespace = () => ({ cluster: world().cluster, workspace: world().workspace, namespace: "fraud-jobs", queue: "free" });
  return {
    "clusters.listClusters": () => ({}),
    "clusters.getCluster": of(),
    "clusters.inspectKubeconfig": () => ({ kubeconfig }),
    "clusters.registerCluster": newCluster,
    "clusters.updateCluster": of({ connection: { kind: "in-cluster" } }),
    "clusters.removeCluster": () => ({ cluster: world().doomedCluster }),
    "clusters.readAgain": of(),
    "clusters.listCalls": of(),
    "clusters.getManagement": of(),
    "clusters.mapQueue": () => ({ cluster: world().cluster, queue: "mapped", workspace: world().workspace }),
    "clusters.unmapQueue": of({ queue: "doomed" }),
    "clusters.handOverQueue": of({ queue: "mapped" }),
    "clusters.takeBackQueue": of({ queue: "returned" }),
    "clusters.changeQueue": of({ queue: "managed", lines: [{ ...line, nominal: 12 }], stopPolicy: "hold", weight: 2 }),
    "clusters.previewNamespace": namespace,
    "clusters.prepareNamespace": namespace,
  };
}
