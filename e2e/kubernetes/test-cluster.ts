import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import type { TestContext } from "node:test";
import { type Cluster, openCluster, resources } from "../../packages/kube/src/index.ts";

const file = process.env.PLUMBLINE_TEST_KUBECONFIG;
if (!file) throw new Error("no cluster: run node e2e/kubernetes/main.ts, or set PLUMBLINE_TEST_KUBECONFIG to one that is disposable");

export const kubeconfig = readFileSync(file, "utf8");
/** As its administrator. */
export const cluster: Cluster = await openCluster({ kubeconfig }, { timeoutMs: 30_000 });

const nodes = await cluster.list(resources.nodes);
const real = nodes === "absent" ? undefined : nodes.items.find(({ metadata }) => metadata.labels?.type !== "kwok")?.metadata;
/** Where containers really run: what only asks for accelerators may find a simulated node. */
export const realNode = { "kubernetes.io/hostname": real?.labels?.["kubernetes.io/hostname"] ?? "none" };
/** An image with Python and a shell that the nodes have, or can pull. */
export const image = process.env.PLUMBLINE_TEST_IMAGE ?? "plumbline.test/python:1";
const own = path.dirname(file);
/** The directory of a cluster whose processes may be ended and started. */
export const directory = existsSync(path.join(own, "processes.json")) ? own : undefined;

/** Options of tests whose containers really run. */
export const onRealNode = { skip: real ? false : "containers really run only where the test cluster is started as root on Linux" };
/** Options of tests that end processes of the cluster. */
export const onOwnCluster = { skip: directory ? false : "only processes of the test cluster's own are ended" };

/** Of what tidies up: a failure here would keep what tidies up after it from being done, and the cluster is thrown away in any case. */
const ignore = (): undefined => undefined;

/** A namespace that goes with its test. */
export async function makeNamespace(test: TestContext): Promise<string> {
  const name = `test-${randomBytes(4).toString("hex")}`;
  await cluster.create(resources.namespaces, { metadata: { name } });
  test.after(() => cluster.delete(resources.namespaces, { name }).catch(ignore));
  return name;
}

/** A simulated node that goes with its test; pods find it by the label of its name. */
export async function makeSimulatedNode(test: TestContext, { name, gpus }: { name: string; gpus: number }): Promise<void> {
  const room = { cpu: "64", memory: "512Gi", pods: "110", "nvidia.com/gpu": String(gpus) };
  await cluster.create(resources.nodes, {
    metadata: { name, labels: { type: "kwok", "plumbline.test/node": name } },
    status: { capacity: room, allocatable: room },
  });
  test.after(() => cluster.delete(resources.nodes, { name }).catch(ignore));
}
