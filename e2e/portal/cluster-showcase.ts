import { type APIRequestContext, expect } from "@playwright/test";
import { clusterObjects, metricsOf } from "./cluster-objects.ts";
import { type ClusterStandIn, openClusterStandIn } from "./cluster-stand-in.ts";
import { call } from "./session.ts";

/** A cluster full of GPUs, one queue of which is the workspace's and is handed over. */
export async function addCluster(platform: APIRequestContext, workspace: string): Promise<ClusterStandIn> {
  const standIn = await openClusterStandIn({ objects: clusterObjects, metricsOf });
  const cluster = `shown-${workspace}`;
  await call(platform, "POST /clusters", { name: cluster, connection: { kind: "kubeconfig", kubeconfig: standIn.kubeconfig } });
  await expect(async () => {
    const { readAt } = await call<{ readAt: string | null }>(platform, `GET /clusters/${cluster}`, { workspace });
    expect(readAt).not.toBeNull();
  }).toPass();
  const mapped = await platform.put(`/api/v1/clusters/${cluster}/queues/credit-risk/workspace`, { data: { workspace } });
  expect(mapped.ok()).toBe(true);
  await call(platform, `PUT /clusters/${cluster}/queues/credit-risk/managed`);
  return standIn;
}
