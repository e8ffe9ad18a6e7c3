import assert from "node:assert/strict";
import { test } from "node:test";
import { type Job, resources } from "../../packages/kube/src/index.ts";
import { eventually } from "../faults/server.ts";
import { cluster, image, makeNamespace, makeSimulatedNode, onRealNode, realNode } from "./test-cluster.ts";

const conditionsOf = (job: Job) => (job.status?.conditions ?? []).filter(({ status }) => status === "True").map(({ type }) => type);

test("a cluster is there and says what it is", async () => {
  assert.match((await cluster.version()).gitVersion, /^v1\.\d+\.\d+/);
});

test("Kueue holds a job back until its quota is free, and simulated nodes run it", async (t) => {
  const namespace = await makeNamespace(t);
  await makeSimulatedNode(t, { name: namespace, gpus: 8 });
  await makeQueue(namespace, 4);
  t.after(async () => {
    await cluster.delete(resources.clusterQueues, { name: namespace });
    await cluster.delete(resources.resourceFlavors, { name: namespace });
  });
  await cluster.create(resources.jobs, simulatedJob({ namespace, name: "first", gpus: 4, run: "never" }));
  await eventually("the first job runs", async () => (await job(namespace, "first")).status?.active === 1);
  await cluster.create(resources.jobs, simulatedJob({ namespace, name: "second", gpus: 2, run: "0" }));
  await eventually(
    "the second job waits for quota",
    async () => (await reasonToWait(namespace, "second"))?.includes("insufficient unused quota") ?? false,
  );
  assert.equal((await job(namespace, "second")).spec.suspend, true);
  await cluster.delete(resources.jobs, { namespace, name: "first" });
  await eventually("the second job is done", async () => conditionsOf(await job(namespace, "second")).includes("Complete"));
});

test("a container really runs, and its output arrives", onRealNode, async (t) => {
  const namespace = await makeNamespace(t);
  const command = ["sh", "-c", "echo to the one; echo to the other >&2; exit 3"];
  await cluster.create(resources.pods, {
    metadata: { namespace, name: "speaks" },
    spec: {
      restartPolicy: "Never",
      nodeSelector: realNode,
      containers: [{ name: "main", image, imagePullPolicy: "IfNotPresent", command }],
    },
  });
  const pod = () => cluster.get(resources.pods, { namespace, name: "speaks" });
  await eventually("the pod has failed", async () => (await pod()).status?.phase === "Failed");
  assert.equal((await pod()).status?.containerStatuses?.[0]?.state?.terminated?.exitCode, 3);
  const printed = await Array.fromAsync(cluster.logs({ namespace, pod: "speaks", container: "main" }));
  assert.deepEqual(Buffer.concat(printed).toString().trim().split("\n").sort(), ["to the one", "to the other"]);
});

const job = (namespace: string, name: string) => cluster.get(resources.jobs, { namespace, name });

async function reasonToWait(namespace: string, owner: string): Promise<string | undefined> {
  for await (const { metadata, status } of cluster.listAll(resources.workloads, { namespace })) {
    const isOwned = metadata.ownerReferences?.some(({ name }) => name === owner);
    if (isOwned) return status?.conditions?.find(({ type }) => type === "QuotaReserved")?.message;
  }
  return undefined;
}

/** A queue in a namespace with that many accelerators of the node of the same name. */
async function makeQueue(namespace: string, gpus: number): Promise<void> {
  const name = namespace;
  const quota = [{ name: "nvidia.com/gpu", nominalQuota: gpus }];
  await cluster.create(resources.resourceFlavors, { metadata: { name }, spec: { nodeLabels: { "plumbline.test/node": name } } });
  await cluster.create(resources.clusterQueues, {
    metadata: { name },
    spec: {
      namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } },
      resourceGroups: [{ coveredResources: ["nvidia.com/gpu"], flavors: [{ name, resources: quota }] }],
    },
  });
  await cluster.create(resources.localQueues, { metadata: { namespace, name: "jobs" }, spec: { clusterQueue: name } });
}

function simulatedJob({ namespace, name, gpus, run }: { namespace: string; name: string; gpus: number; run: "0" | "never" }) {
  const container = { name: "main", image: "none", resources: { limits: { "nvidia.com/gpu": gpus } } };
  return {
    metadata: { namespace, name, labels: { "kueue.x-k8s.io/queue-name": "jobs" } },
    spec: {
      backoffLimit: 0,
      template: {
        metadata: { annotations: { "plumbline.test/exit": run } },
        spec: { restartPolicy: "Never", nodeSelector: { type: "kwok" }, containers: [container] },
      },
    },
  };
}
