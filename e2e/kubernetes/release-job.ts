import assert from "node:assert/strict";
import type { TestContext } from "node:test";
import { resources } from "../../packages/kube/src/index.ts";
import { eventually } from "../faults/server.ts";
import type { ProductClient } from "./product-client.ts";
import { cluster, image, realNode } from "./test-cluster.ts";

interface EndedJob {
  readonly state: string;
  readonly runId: string | null;
  readonly reason: string | null;
}

interface Site {
  readonly client: ProductClient;
  /** What the product calls the cluster that it runs in. */
  readonly on: string;
  /** Of the release; what is made for the job is named after it. */
  readonly namespace: string;
}

const logMetric = `
import json, os, urllib.request as r
url, run = os.environ["MLFLOW_TRACKING_URI"], os.environ["MLFLOW_RUN_ID"]
body = json.dumps({"run_id": run, "key": "auc", "value": 0.87, "timestamp": 1, "step": 1}).encode()
headers = {"authorization": "Bearer " + os.environ["MLFLOW_TRACKING_TOKEN"], "content-type": "application/json"}
print("logged", r.urlopen(r.Request(url + "/api/2.0/mlflow/runs/log-metric", body, headers)).status, "at", url)
`;

/** Gives the workspace a namespace and a queue in the release's own cluster, and runs a job there to its end. */
export async function runJobBesideRelease(t: TestContext, { client, on, namespace }: Site): Promise<void> {
  await makeQueue(t, namespace);
  await client.call(`POST /clusters/${on}/read`);
  const jobs = `${namespace}-jobs`;
  t.after(() => cluster.delete(resources.namespaces, { name: jobs }).catch(() => undefined));
  await eventually("the queue is read", async () => {
    const { queues } = await client.call<{ queues: { name: string }[] }>(`GET /clusters/${on}/management`);
    return queues.some(({ name }) => name === namespace);
  });
  await client.call(`POST /clusters/${on}/namespaces`, { workspace: "default", namespace: jobs, queue: namespace });
  await eventually("the namespace is written", async () => {
    const { writes } = await client.call<{ writes: { state: string; problem: string | null }[] }>(`GET /clusters/${on}/management`);
    assert.deepEqual(
      writes.flatMap(({ problem }) => problem ?? []),
      [],
    );
    return writes.every(({ state }) => state === "done");
  });
  await eventually("the workspace has a quota there", async () => {
    const { pools } = await client.call<{ pools: { flavour: string | null }[] }>("GET /quotas?resource=gpu");
    return pools.some(({ flavour }) => flavour === namespace);
  });
  const resourcesOf = { cpu: 0.2, memory: "128Mi", disk: "64Mi", gpus: { count: 1, flavour: namespace } };
  const spec = { name: "beside", cluster: on, image, command: ["python3", "-c", logMetric], resources: resourcesOf, timeLimit: "5m" };
  const { id } = await client.call<{ id: string }>("POST /jobs", { spec });
  const find = () => client.call<EndedJob>(`GET /jobs/${id}`);
  await eventually("the job has ended", async () => ["succeeded", "failed"].includes((await find()).state), 120_000);
  const { state, runId, reason } = await find();
  const log = await client.call<{ lines: { text: string }[] }>(`GET /jobs/${id}/attempts/1/log`);
  const lines = log.lines.map(({ text }) => text);
  assert.equal(state, "succeeded", [reason, ...lines].join("\n"));
  assert.deepEqual(lines, [`logged 200 at http://plumbline-api.${namespace}.svc`]);
  const run = await client.call<{ status: string; metrics: { key: string }[] }>(`GET /runs/${runId}`);
  assert.equal(run.status, "FINISHED");
  assert.ok(run.metrics.some(({ key }) => key === "auc"));
}

/** A flavour and a queue for the node on which containers really run. */
async function makeQueue(t: TestContext, name: string): Promise<void> {
  const quota = { cpu: "2", memory: "2Gi", "nvidia.com/gpu": "2" };
  const lines = Object.entries(quota).map(([resource, nominalQuota]) => ({ name: resource, nominalQuota }));
  await cluster.create(resources.resourceFlavors, { metadata: { name }, spec: { nodeLabels: realNode } });
  await cluster.create(resources.clusterQueues, {
    metadata: { name },
    spec: { namespaceSelector: {}, resourceGroups: [{ coveredResources: Object.keys(quota), flavors: [{ name, resources: lines }] }] },
  });
  t.after(async () => {
    for (const resource of [resources.clusterQueues, resources.resourceFlavors])
      await cluster.delete(resource, { name }).catch(() => undefined);
  });
}
