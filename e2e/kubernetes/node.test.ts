import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { type TestContext, test } from "node:test";
import { type Pod, resources } from "../../packages/kube/src/index.ts";
import { eventually } from "../faults/server.ts";
import { cluster, image, makeNamespace, onRealNode, realNode } from "./test-cluster.ts";

interface Wish {
  readonly name: string;
  readonly python: string;
  readonly gpus?: number;
  readonly memory?: string;
}

/** A pod that runs a program, in a namespace of its own. */
async function run(test: TestContext, { name, python, gpus, memory }: Wish): Promise<{ namespace: string; name: string }> {
  const namespace = await makeNamespace(test);
  const limits = { ...(gpus ? { "nvidia.com/gpu": gpus } : {}), ...(memory ? { memory } : {}) };
  const container = {
    name: "main",
    image,
    imagePullPolicy: "IfNotPresent",
    command: ["python3", "-u", "-c", python],
    resources: { limits },
  };
  const spec = { restartPolicy: "Never", nodeSelector: realNode, containers: [container] };
  await cluster.create(resources.pods, { metadata: { namespace, name }, spec });
  return { namespace, name };
}

async function ended(at: { namespace: string; name: string }): Promise<Pod> {
  let pod = await cluster.get(resources.pods, at);
  await eventually(`${at.name} has ended`, async () => {
    pod = await cluster.get(resources.pods, at);
    return pod.status?.phase === "Succeeded" || pod.status?.phase === "Failed";
  });
  return pod;
}

const endOf = (pod: Pod) => pod.status?.containerStatuses?.[0]?.state?.terminated;

async function printed({ namespace, name }: { namespace: string; name: string }, more: object = {}): Promise<string> {
  const chunks = await Array.fromAsync(cluster.logs({ namespace, pod: name, container: "main", ...more }));
  return Buffer.concat(chunks).toString();
}

test("a container is told of the accelerators that it got", onRealNode, async (t) => {
  const python = "import os; print(os.environ['NVIDIA_VISIBLE_DEVICES'])";
  const pod = await run(t, { name: "two", python, gpus: 2 });
  assert.equal((await ended(pod)).status?.phase, "Succeeded");
  assert.match(await printed(pod), /^GPU-fake-\d,GPU-fake-\d\n$/);
});

test("a program that takes more memory than it may is ended, and the reason is known", onRealNode, async (t) => {
  const pod = await run(t, { name: "greedy", python: "x = bytearray(256 << 20)", memory: "64Mi" });
  const end = endOf(await ended(pod));
  assert.deepEqual([end?.exitCode, end?.reason], [137, "OOMKilled"]);
});

test("output is followed while it is written, and found again later", onRealNode, async (t) => {
  const python = "for i in range(5): print('line', i)\nimport signal; signal.pause()";
  const pod = await run(t, { name: "speaks", python });
  await eventually("it runs", async () => (await cluster.get(resources.pods, pod)).status?.phase === "Running");
  let followed = "";
  for await (const chunk of cluster.logs({ namespace: pod.namespace, pod: pod.name, container: "main", isFollowing: true })) {
    followed += Buffer.from(chunk).toString();
    if (followed.includes("line 4\n")) break;
  }
  const lines = [0, 1, 2, 3, 4].map((index) => `line ${index}\n`);
  assert.equal(followed, lines.join(""));
  assert.equal(await printed(pod, { tailLines: 2 }), lines.slice(3).join(""));
  assert.equal(await printed(pod, { limitBytes: 7 }), "line 0\n");
  const times = await printed(pod, { hasTimes: true });
  assert.match(times, /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d) line 0\n/);
  await assert.rejects(printed(pod, { isPrevious: true }), { name: "ClusterError", kind: "invalid" });
  await cluster.delete(resources.pods, pod, { gracePeriodSeconds: 0 });
});

test("pods of an indexed job find each other by name, and nobody else", onRealNode, async (t) => {
  const namespace = await makeNamespace(t);
  const python = readFileSync(path.join(import.meta.dirname, "rendezvous.py"), "utf8");
  await cluster.create(resources.services, {
    metadata: { namespace, name: "ring" },
    spec: { clusterIP: "None", publishNotReadyAddresses: true, selector: { "job-name": "ring" } },
  });
  const container = { name: "main", image, imagePullPolicy: "IfNotPresent", command: ["python3", "-u", "-c", python] };
  await cluster.create(resources.jobs, {
    metadata: { namespace, name: "ring" },
    spec: {
      completions: 2,
      parallelism: 2,
      completionMode: "Indexed",
      backoffLimit: 0,
      template: { spec: { subdomain: "ring", restartPolicy: "Never", nodeSelector: realNode, containers: [container] } },
    },
  });
  await eventually("both have ended", async () => (await cluster.get(resources.jobs, { namespace, name: "ring" })).status?.succeeded === 2);
  const pods = await Array.fromAsync(cluster.listAll(resources.pods, { namespace }));
  const said = await Promise.all(pods.map(({ metadata: { name } }) => printed({ namespace, name })));
  const strangers = "ring-7.ring is nobody\nexample.com is nobody\n";
  assert.deepEqual(said.sort(), [`greeted by 0\n${strangers}`, `greeted by 1\n${strangers}`]);
});
