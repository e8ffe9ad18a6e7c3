import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { inspect } from "node:util";
import { freePort } from "../../packages/db/src/free-port.ts";
import { type CallRecord, type Cluster, ClusterError, openCluster, parseQuantity, resources } from "../../packages/kube/src/index.ts";
import { kubeconfigOf, makeAccount } from "./account.ts";
import { forgetHistory, killApiServer, startApiServer } from "./own-cluster.ts";
import { openProxy } from "./proxy.ts";
import { cluster, kubeconfig, makeNamespace, makeSimulatedNode, onOwnCluster } from "./test-cluster.ts";

async function open(
  test: TestContext,
  text: string,
  more: { isReadOnly?: boolean; onCall?: (call: CallRecord) => void } = {},
): Promise<Cluster> {
  const opened = await openCluster({ kubeconfig: text }, { timeoutMs: 10_000, ...more });
  test.after(() => opened.close());
  return opened;
}

const refusalOf = (answer: Promise<unknown>): Promise<ClusterError> =>
  answer.then(
    () => assert.fail("it was not refused"),
    (error: unknown) => {
      assert.ok(error instanceof ClusterError, String(error));
      return error;
    },
  );
const kindOf = async (answer: Promise<unknown>) => (await refusalOf(answer)).kind;

test("objects are made, changed and deleted, and each no has its kind", async (t) => {
  const namespace = await makeNamespace(t);
  const at = { namespace, name: "settings" };
  assert.equal(await cluster.find(resources.configMaps, at), undefined);
  assert.equal(await kindOf(cluster.get(resources.configMaps, at)), "not-found");
  const made = await cluster.create(resources.configMaps, { metadata: at, data: { a: "1" } });
  const again = await refusalOf(cluster.create(resources.configMaps, { metadata: at }));
  assert.deepEqual([again.kind, again.reason], ["conflict", "AlreadyExists"]);
  const patched = await cluster.patch(resources.configMaps, at, { fields: { data: { a: null, b: "2" } } });
  assert.deepEqual({ ...patched, metadata: 0 }, { apiVersion: "v1", kind: "ConfigMap", data: { b: "2" }, metadata: 0 });
  assert.equal(await kindOf(cluster.create(resources.configMaps, { metadata: { namespace, name: "UPPER" } })), "invalid");
  assert.equal(await kindOf(cluster.delete(resources.configMaps, at, { uid: "00000000-0000-4000-8000-000000000000" })), "conflict");
  assert.equal(await cluster.delete(resources.configMaps, at, { uid: made.metadata.uid }), true);
  assert.equal(await cluster.delete(resources.configMaps, at), false);
});

test("what is applied is changed to what it says, and nobody else's fields without force", async (t) => {
  const namespace = await makeNamespace(t);
  const metadata = { namespace, name: "settings" };
  await cluster.apply(resources.configMaps, { metadata, data: { a: "1", b: "1" } });
  const second = await cluster.apply(resources.configMaps, { metadata, data: { b: "2" } });
  assert.deepEqual((second as { data?: object }).data, { b: "2" });
  const queue = { metadata: { name: namespace }, spec: { nodeLabels: { room: "a" } } };
  await cluster.create(resources.resourceFlavors, queue);
  t.after(() => cluster.delete(resources.resourceFlavors, { name: namespace }));
  const theirs = { ...queue, spec: { nodeLabels: { room: "b" } } };
  // It was created, not applied: its fields count as somebody else's.
  assert.equal(await kindOf(cluster.apply(resources.resourceFlavors, theirs)), "conflict");
  await cluster.apply(resources.resourceFlavors, theirs, { isForced: true });
  assert.equal((await cluster.get(resources.resourceFlavors, { name: namespace })).spec?.nodeLabels?.room, "b");
});

test("a dry run is judged, and changes nothing", async (t) => {
  const namespace = await makeNamespace(t);
  const calls: CallRecord[] = [];
  const reader = await open(t, kubeconfig, { isReadOnly: true, onCall: (call) => calls.push(call) });
  const manifest = { metadata: { namespace, name: "settings" } };
  await reader.apply(resources.configMaps, manifest, { isDryRun: true });
  await reader.create(resources.configMaps, manifest, { isDryRun: true });
  assert.equal(
    await kindOf(reader.create(resources.configMaps, { metadata: { namespace, name: "UPPER" } }, { isDryRun: true })),
    "invalid",
  );
  assert.equal(await cluster.find(resources.configMaps, manifest.metadata), undefined);
  assert.deepEqual(
    calls.map(({ isWrite }) => isWrite),
    [false, false, false],
  );
});

test("a read-only cluster is only read, and every call is told", async (t) => {
  const namespace = await makeNamespace(t);
  const at = { namespace, name: "settings" };
  const calls: CallRecord[] = [];
  const reader = await open(t, kubeconfig, { isReadOnly: true, onCall: (call) => calls.push(call) });
  await reader.version();
  await reader.list(resources.pods, { namespace });
  await reader.canI({ verb: "create", resource: resources.jobs });
  for (const write of [
    reader.create(resources.configMaps, { metadata: at }),
    reader.apply(resources.configMaps, { metadata: at }),
    reader.patch(resources.configMaps, at, { fields: {} }),
    reader.delete(resources.configMaps, at),
  ])
    assert.equal(await kindOf(write), "read-only");
  const told = calls.map(({ verb, path, status, isWrite }) => [verb, path, status, isWrite]);
  assert.deepEqual(told, [
    ["get", "/version", 200, false],
    ["list", `/api/v1/namespaces/${namespace}/pods`, 200, false],
    ["create", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", 201, false],
  ]);
});

test("lists come in pages, and go on where the cluster has forgotten their beginning", onOwnCluster, async (t) => {
  const namespace = await makeNamespace(t);
  const names = Array.from({ length: 7 }, (_, index) => `page-${index}`);
  for (const name of names) await cluster.create(resources.configMaps, { metadata: { namespace, name, labels: { of: "pages" } } });
  const pages = { namespace, labelSelector: "of=pages", limit: 3 };
  const first = await cluster.list(resources.configMaps, pages);
  assert.ok(first !== "absent");
  assert.deepEqual([first.items.length, typeof first.next], [3, "string"]);
  const found: string[] = [];
  for await (const { metadata } of cluster.listAll(resources.configMaps, pages)) {
    found.push(metadata.name);
    if (found.length !== 2) continue;
    await cluster.delete(resources.configMaps, { namespace, name: "page-6" });
    await forgetHistory();
    // It keeps some history in memory, too.
    await killApiServer();
    await startApiServer();
  }
  assert.deepEqual(found, names.slice(0, 6));
});

test("credentials decide, and never show", async (t) => {
  const namespace = await makeNamespace(t);
  const text = await makeAccount(namespace, [{ apiGroups: [""], resources: ["configmaps"], verbs: ["get", "list"] }]);
  const account = await open(t, text);
  assert.equal(await account.canI({ verb: "list", resource: resources.configMaps, namespace }), true);
  assert.equal(await account.canI({ verb: "create", resource: resources.configMaps, namespace }), false);
  assert.equal(await account.canI({ verb: "list", resource: resources.configMaps }), false);
  assert.equal(await account.canI({ verb: "get", resource: resources.pods, namespace, subresource: "log" }), false);
  await cluster.create(resources.configMaps, { metadata: { namespace, name: "open" } });
  assert.equal((await account.get(resources.configMaps, { namespace, name: "open" })).metadata.namespace, namespace);
  const refused = await refusalOf(account.list(resources.secrets, { namespace }));
  assert.equal(refused.kind, "forbidden");
  assert.match(refused.message, /system:serviceaccount:.*cannot list resource "secrets"/);
  const secret = "a-token-that-nobody-knows";
  const stranger = await refusalOf((await open(t, kubeconfigOf({ user: { token: secret } }))).list(resources.pods));
  assert.equal(stranger.kind, "unauthorized");
  assert.ok(!stranger.message.includes(secret));
});

test("a server that is not there, or not the one that is meant, is told in words", async (t) => {
  const port = await freePort();
  const nobody = await refusalOf((await open(t, kubeconfigOf({ cluster: { server: `https://127.0.0.1:${port}` } }))).version());
  assert.deepEqual(
    [nobody.kind, nobody.message],
    ["unreachable", `The cluster at 127.0.0.1:${port} cannot be reached: nothing listens there (ECONNREFUSED).`],
  );
  const untrusted = await open(t, kubeconfigOf({ cluster: { "certificate-authority-data": "" } }));
  assert.match((await refusalOf(untrusted.version())).message, /signed by nobody whom the kubeconfig trusts/);
  const unchecked = await open(t, kubeconfigOf({ cluster: { "certificate-authority-data": "", "insecure-skip-tls-verify": true } }));
  assert.deepEqual([unchecked.isUnchecked, cluster.isUnchecked], [true, false]);
  assert.match((await unchecked.version()).gitVersion, /^v1/);
  const renamed = await open(t, kubeconfigOf({ cluster: { "tls-server-name": "elsewhere.test" } }));
  assert.match((await refusalOf(renamed.version())).message, /its certificate is for another name/);
});

test("a proxy of the kubeconfig is the way to the server, and its password does not show", async () => {
  const proxy = await openProxy();
  const proxied = await openCluster({ kubeconfig: kubeconfigOf({ cluster: { "proxy-url": proxy.url } }) }, { timeoutMs: 10_000 });
  await proxied.version();
  const { host } = new URL(cluster.address);
  assert.deepEqual(proxy.asked, [{ to: host, authorization: `Basic ${Buffer.from("ada:open-sesame").toString("base64")}` }]);
  proxied.close();
  await proxy.close();
  const refused = await refusalOf(proxied.version());
  assert.equal(refused.kind, "unreachable");
  assert.ok(!inspect(refused, { depth: 9 }).includes("open-sesame"));
});

test("a call that is given up ends with the reason for that", async () => {
  const reason = new Error("no longer wanted");
  await assert.rejects(cluster.version(AbortSignal.abort(reason)), reason);
});

test("a status is changed by itself, and quantities are read as the cluster writes them", async (t) => {
  const name = `node-${process.pid}`;
  await makeSimulatedNode(t, { name, gpus: 8 });
  const fields = { status: { capacity: { "nvidia.com/gpu": "7", cpu: "1500m" } }, spec: { unschedulable: true } };
  const { spec, status } = await cluster.patch(resources.nodes, { name }, { fields, subresource: "status" });
  assert.equal(spec.unschedulable, undefined);
  const sizes = ["nvidia.com/gpu", "cpu", "memory"].map((resource) => parseQuantity(status?.capacity?.[resource] ?? ""));
  assert.deepEqual(sizes, [7, 1.5, 512 * 2 ** 30]);
});
