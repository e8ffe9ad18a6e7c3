import { type APIRequestContext, expect } from "@playwright/test";
import { clusterObjects, metricsOf } from "./cluster-objects.ts";
import { type ClusterStandIn, openClusterStandIn } from "./cluster-stand-in.ts";
import { addPerson } from "./portal.ts";
import type { Product } from "./product.ts";
import { call } from "./session.ts";

interface Showing {
  product: Product;
  platform: APIRequestContext;
  workspace: string;
  emptyWorkspace: string;
}

/** What is shown of a cluster, and a request for more of it. */
interface ShownCluster extends ClusterStandIn {
  /** Not decided yet. */
  quotaOfCluster: number;
}

/** A cluster full of GPUs: one queue is the workspace's and is handed over, another is of somebody else and is not. */
export async function addCluster({ product, platform, workspace, emptyWorkspace }: Showing): Promise<ShownCluster> {
  const standIn = await openClusterStandIn({ objects: clusterObjects, metricsOf });
  const cluster = `gpu-${workspace}`;
  await call(platform, "POST /clusters", { name: cluster, connection: { kind: "kubeconfig", kubeconfig: standIn.kubeconfig } });
  await expect(async () => {
    const { readAt } = await call<{ readAt: string | null }>(platform, `GET /clusters/${cluster}`, { workspace });
    expect(readAt).not.toBeNull();
  }).toPass();
  for (const [queue, of] of [
    ["credit-risk", workspace],
    ["fraud", emptyWorkspace],
  ] as const) {
    const mapped = await platform.put(`/api/v1/clusters/${cluster}/queues/${queue}/workspace`, { data: { workspace: of } });
    expect(mapped.ok()).toBe(true);
  }
  await call(platform, `PUT /clusters/${cluster}/queues/credit-risk/managed`);
  const colleague = await addPerson({ product, platform, workspace, role: "contributor" });
  return { ...standIn, quotaOfCluster: await askForMore({ platform, asking: colleague.api, cluster, workspace }) };
}

interface Asking {
  platform: APIRequestContext;
  asking: APIRequestContext;
  cluster: string;
  workspace: string;
}

/** Once both queues were read as theirs. */
async function askForMore({ platform, asking, cluster, workspace }: Asking): Promise<number> {
  let pool = "";
  await expect(async () => {
    const { items } = await call<{ items: { id: string; cluster: string | null; flavour: string; quotas: unknown[] }[] }>(
      platform,
      "GET /platform/pools",
    );
    const found = items.find((one) => one.cluster === cluster && one.flavour === "h100");
    expect(found?.quotas).toHaveLength(2);
    pool = found?.id ?? "";
  }).toPass();
  const wish = { pool, amount: 4, borrowingLimit: 8, reason: "The stress test of the quarter.", workspace };
  return (await call<{ number: number }>(asking, "POST /quota-requests", wish)).number;
}
