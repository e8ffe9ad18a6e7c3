import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { type TestContext, test } from "node:test";
import { parseAllDocuments } from "yaml";
import { chart, helm, kubectl, render } from "./helm.ts";
import { least } from "./helm-values.ts";
import { makeNamespace, onOwnCluster } from "./test-cluster.ts";

const kueue = ["resourceflavors", "cohorts", "clusterqueues", "localqueues", "workloadpriorityclasses"].map((of) => `${of}.kueue.x-k8s.io`);
const workloads = ["deployments", "statefulsets", "replicasets", "daemonsets"].map((of) => `${of}.apps`);
const readable = [
  "nodes",
  "namespaces",
  "pods",
  "events",
  "resourcequotas",
  "jobs.batch",
  ...workloads,
  ...kueue,
  "workloads.kueue.x-k8s.io",
];

/** What a worker may do that an account without any role may not, in the form of `kubectl auth can-i --list`. */
const reading = { ...each(readable, "get list watch"), "pods/proxy": "get" };
const running = merged(reading, {
  ...each(["namespaces"], "create patch"),
  ...each(["jobs.batch"], "create delete patch"),
  ...each(["secrets"], "create delete patch"),
  ...each(["configmaps", "services"], "create delete get patch"),
  ...each(["persistentvolumeclaims"], "create get"),
  ...each(["limitranges", "serviceaccounts", "networkpolicies.networking.k8s.io", "resourcequotas"], "create get patch"),
  ...each(["pods"], "delete"),
  ...each(["pods/log"], "get"),
  ...each(kueue, "create patch"),
});

function each(resources: readonly string[], verbs: string): Record<string, string> {
  return Object.fromEntries(resources.map((resource) => [resource, verbs]));
}

function merged(...all: readonly Record<string, string>[]): Record<string, string> {
  const verbs = new Map<string, Set<string>>();
  for (const [resource, text] of all.flatMap((rights) => Object.entries(rights)))
    for (const verb of text.split(" ")) verbs.set(resource, (verbs.get(resource) ?? new Set()).add(verb));
  return Object.fromEntries([...verbs].sort().map(([resource, of]) => [resource, [...of].sort().join(" ")]));
}

/** The rights of an account of the release beyond those of everybody. */
function rightsOf(namespace: string, account: string): Record<string, string> {
  const listed = (name: string) => {
    const said = kubectl(["auth", "can-i", "--list", "--namespace", namespace, `--as=system:serviceaccount:${namespace}:${name}`]);
    return [...said.matchAll(/^(\S+)\s+\[\]\s+\[\]\s+\[(.+)\]$/gm)].map(([, resource = "", verbs = ""]) => ({ [resource]: verbs }));
  };
  const everybody = merged(...listed("nobody-at-all"));
  return Object.fromEntries(Object.entries(merged(...listed(account))).filter(([resource, verbs]) => everybody[resource] !== verbs));
}

async function grant(t: TestContext, cluster: object): Promise<string> {
  const namespace = await makeNamespace(t);
  const only = ["template", "plumbline", chart, "--namespace", namespace, "--show-only", "templates/cluster-rights.yaml"];
  const objects = helm(only, { ...least, cluster });
  kubectl(["apply", "--namespace", namespace, "--filename", "-"], objects);
  t.after(() => kubectl(["delete", "--namespace", namespace, "--ignore-not-found", "--filename", "-"], objects));
  return namespace;
}

test("workers read the cluster, and may do nothing else", onOwnCluster, async (t) => {
  const namespace = await grant(t, { read: true });
  assert.deepEqual(rightsOf(namespace, "plumbline-worker"), merged(reading));
});

test("workers that run jobs may write what jobs need, and read no secret", onOwnCluster, async (t) => {
  const namespace = await grant(t, { runJobs: true });
  assert.deepEqual(rightsOf(namespace, "plumbline-worker"), running);
});

test("without a wish workers may do nothing, and get no token", onOwnCluster, async (t) => {
  const namespace = await grant(t, { read: false });
  assert.deepEqual(rightsOf(namespace, "plumbline-worker"), {});
  const objects = render(namespace, { ...least, cluster: { read: false } });
  const tokens = objects.flatMap(({ spec }) => spec?.template?.spec.automountServiceAccountToken ?? []);
  assert.deepEqual(tokens, [false, false, false, false, false]);
});

test("whatever workers may do, nothing else gets a token", onOwnCluster, () => {
  const objects = render("anywhere", { ...least, cluster: { runJobs: true } });
  const holders = objects.filter(({ spec }) => spec?.template?.spec.automountServiceAccountToken !== false && spec?.template);
  assert.deepEqual(
    holders.map(({ metadata }) => metadata.name),
    ["plumbline-worker"],
  );
});

interface Kinded {
  readonly kind: string;
  readonly rules?: unknown;
}

test("an account for a cluster beyond the release's own has the rights of its workers", onOwnCluster, () => {
  const file = readFileSync(path.join(path.dirname(chart), "cluster-rights.yaml"), "utf8");
  const rulesIn = (objects: readonly Kinded[]) => objects.filter(({ kind }) => kind === "ClusterRole").map(({ rules }) => rules);
  const alone = parseAllDocuments(file).map((document) => document.toJS() as Kinded);
  assert.deepEqual(rulesIn(alone), rulesIn(render("anywhere", { ...least, cluster: { runJobs: true } })));
});
