import assert from "node:assert/strict";
import { chownSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type TestContext, test } from "node:test";
import { make } from "../../deploy/kubernetes/build/cache.ts";
import { productImage, productOf } from "../../deploy/kubernetes/build/product-image.ts";
import { importImage } from "../../deploy/kubernetes/cluster/container-runtime.ts";
import { eventually } from "../faults/server.ts";
import { openBridgeDatabase } from "./bridge-database.ts";
import { chart, helm, kubectl } from "./helm.ts";
import { signInFirst } from "./product-client.ts";
import { runJobBesideRelease } from "./release-job.ts";
import { directory, makeNamespace, onRealNode } from "./test-cluster.ts";

const name = "plumbline";
// The image of the product alone takes two minutes on a busy machine.
const options = {
  timeout: 600_000,
  skip: onRealNode.skip || (directory ? false : "the image of the product is given to the test cluster's own node alone"),
};

/** Installs the release, or upgrades it, as the guide does; ends when all pods are ready. */
function upgrade(namespace: string, values: object): number {
  const began = Date.now();
  helm(["upgrade", "--install", name, chart, "--namespace", namespace, "--wait", "--timeout", "8m"], values);
  return Math.round((Date.now() - began) / 1000);
}

const field = (namespace: string, object: string, at: string) =>
  kubectl(["get", "--namespace", namespace, object, "-o", `jsonpath={${at}}`]);
const keysIn = (namespace: string) => field(namespace, "secret/plumbline-keys", ".data");

/** A folder of this machine is the volume that the pods share. */
function makeVolume(t: TestContext, namespace: string): void {
  const folder = mkdtempSync(path.join(tmpdir(), "plumbline-volume-"));
  chownSync(folder, 1000, 1000);
  const spec = {
    capacity: { storage: "1Gi" },
    accessModes: ["ReadWriteMany"],
    hostPath: { path: folder },
    claimRef: { namespace, name: "plumbline-storage" },
  };
  kubectl(
    ["create", "--filename", "-"],
    JSON.stringify({ apiVersion: "v1", kind: "PersistentVolume", metadata: { name: namespace }, spec }),
  );
  t.after(() => {
    kubectl(["delete", "persistentvolume", namespace, "--wait=false"]);
    rmSync(folder, { recursive: true, force: true });
  });
}

async function giveImage(t: TestContext): Promise<void> {
  const began = Date.now();
  const made = await make(productOf());
  const imported = Date.now();
  importImage(directory ?? "", path.join(made, "plumbline.tar"));
  const seconds = [imported - began, Date.now() - imported].map((ms) => (ms / 1000).toFixed(0));
  t.diagnostic(`the image of the product was made in ${seconds[0]} s and imported in ${seconds[1]} s`);
}

test("the chart installs the product, which works, runs a job, is upgraded and keeps its keys", options, async (t) => {
  // Before the image, whose import holds this process up for longer than the API server keeps an idle connection.
  const namespace = await makeNamespace(t);
  await giveImage(t);
  const database = await openBridgeDatabase();
  t.after(database.close);
  makeVolume(t, namespace);
  // The strictest standard that Kubernetes has for pods.
  kubectl(["label", "namespace", namespace, "pod-security.kubernetes.io/enforce=restricted"]);
  const one = { replicas: 1 };
  const values = {
    publicUrl: "http://plumbline.test",
    image: { ...productImage, pullPolicy: "Never" },
    database: database.values,
    storage: { volume: { size: "1Gi" } },
    api: one,
    worker: one,
    portal: one,
  };
  t.after(() => helm(["uninstall", name, "--namespace", namespace, "--ignore-not-found"]));
  t.diagnostic(`installed in ${upgrade(namespace, values)} s`);
  assert.equal(field(namespace, "job/plumbline-migration", ".status.succeeded"), "1");
  assert.equal(field(namespace, "deployment/plumbline-api", ".status.readyReplicas"), "1");

  const url = `http://${field(namespace, "service/plumbline-api", ".spec.clusterIP")}`;
  const page = await fetch(`${url}/sign-in`);
  assert.equal(page.status, 200);
  assert.match(await page.text(), /<title>[^<]*Plumbline/);
  assert.equal((await fetch(`${url}/health/ready`)).status, 200);

  const printed = JSON.parse(kubectl(["logs", "--namespace", namespace, "job/plumbline-bootstrap"]));
  assert.equal(printed.created, true);
  const client = await signInFirst({ url, publicUrl: values.publicUrl }, printed);
  await client.call("POST /clusters", { name: "here", connection: { kind: "in-cluster" } });
  const here = () =>
    client.call<{ state: string; canWrite: boolean | null; versions: { kubernetes: string | null } }>("GET /clusters/here");
  await eventually("the workers have read the cluster that they run in", async () => (await here()).versions.kubernetes !== null);
  assert.equal((await here()).canWrite, false);

  const keys = keysIn(namespace);
  t.diagnostic(`upgraded in ${upgrade(namespace, { ...values, cluster: { runJobs: true } })} s`);
  assert.equal(keysIn(namespace), keys);
  await eventually("the new pods answer", async () => (await fetch(`${url}/health/ready`)).ok);
  await client.call("POST /clusters/here/read");
  await eventually("the workers may run jobs", async () => (await here()).canWrite === true);
  const submitted = Date.now();
  await runJobBesideRelease(t, { client, on: "here", namespace });
  t.diagnostic(`a job got its namespace and its queue and ran in ${Math.round((Date.now() - submitted) / 1000)} s`);

  helm(["rollback", name, "1", "--namespace", namespace, "--wait", "--timeout", "8m"]);
  assert.equal(keysIn(namespace), keys);
  await client.call("POST /clusters/here/read");
  await eventually("the workers may run jobs no more", async () => (await here()).canWrite === false);

  helm(["uninstall", name, "--namespace", namespace, "--wait"]);
  // What would be lost for good stays.
  assert.equal(keysIn(namespace), keys);
  assert.equal(field(namespace, "persistentvolumeclaim/plumbline-storage", ".status.phase"), "Bound");
});
