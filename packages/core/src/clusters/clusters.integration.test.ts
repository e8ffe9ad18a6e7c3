import { openTestEnvironment, type TestEnvironment, type TestWorkspace } from "@plumbline/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openSecret } from "../kernel/index.ts";
import {
  getCluster,
  guardRemoval,
  inspectKubeconfig,
  listCalls,
  listClusters,
  readAgain,
  registerCluster,
  removeCluster,
  updateCluster,
} from "./index.ts";
import { secretPlace } from "./secret-place.ts";

let env: TestEnvironment;
let workspace: TestWorkspace;
let other: TestWorkspace;
beforeAll(async () => {
  env = await openTestEnvironment();
  [workspace, other] = [await env.createWorkspace(), await env.createWorkspace()];
});
afterAll(() => env.close());

const platform = () => env.callerOf({ workspace, platformRole: "platform-admin" });
const member = (of: TestWorkspace = workspace) => env.callerOf({ workspace: of, role: "viewer" });
const kubeconfigOf = (given: { user?: object; current?: string } = {}): string =>
  JSON.stringify({
    "current-context": given.current ?? "lab",
    clusters: [{ name: "lab", cluster: { server: "https://10.0.0.1:6443" } }],
    users: [{ name: "ada", user: given.user ?? { token: "t0p-s3cret" } }],
    contexts: [{ name: "lab", context: { cluster: "lab", user: "ada" } }],
  });
let count = 0;
const register = async (kubeconfig = kubeconfigOf()) => {
  count += 1;
  return registerCluster(env.deps, platform(), { name: `lab-${count}`, connection: { kind: "kubeconfig", kubeconfig } });
};

test("a kubeconfig is read without being kept", async () => {
  expect(await inspectKubeconfig(env.deps, platform(), { kubeconfig: kubeconfigOf({ user: { exec: { command: "aws" } } }) })).toEqual({
    contexts: [{ name: "lab", server: "https://10.0.0.1:6443", user: "ada", isCurrent: true, problem: expect.stringContaining("exec") }],
  });
  await expect(inspectKubeconfig(env.deps, platform(), { kubeconfig: "hello" })).rejects.toMatchObject({
    code: "invalid",
    fields: [{ path: "connection.kubeconfig" }],
  });
});

test("credentials are sealed to their cluster, and are in no answer, log or event", async () => {
  const made = await register();
  expect(made).toMatchObject({
    state: "connecting",
    connection: { kind: "kubeconfig", context: "lab", address: "https://10.0.0.1:6443" },
    readAt: null,
  });
  const [row] = await env.sql<{ kubeconfig: string }>("SELECT kubeconfig FROM cluster WHERE id = $1", [made.id]);
  expect(row?.kubeconfig).not.toContain("t0p-s3cret");
  expect(openSecret(env.deps.secretKeys, secretPlace(made.id), row?.kubeconfig ?? "")).toBe(kubeconfigOf());
  const events = await env.sql<{ body: string }>("SELECT body::text FROM audit_event WHERE subject_id = $1", [made.name]);
  expect(events).toHaveLength(1);
  expect(JSON.stringify([made, events])).not.toContain("t0p-s3cret");
});

test("what cannot be used is refused, with what to do", async () => {
  const exec = kubeconfigOf({ user: { exec: { command: "aws" } } });
  await expect(register(exec)).rejects.toMatchObject({ code: "invalid", message: expect.stringContaining("kubectl create token") });
  const connection = { kind: "kubeconfig" as const, kubeconfig: kubeconfigOf(), context: "gone" };
  await expect(registerCluster(env.deps, platform(), { name: "x", connection })).rejects.toMatchObject({
    code: "invalid",
    message: expect.stringContaining('no context called "gone"'),
  });
});

test("a name is taken once, and local is no cluster's", async () => {
  const { name } = await register();
  const connection = { kind: "kubeconfig" as const, kubeconfig: kubeconfigOf() };
  await expect(registerCluster(env.deps, platform(), { name, connection })).rejects.toMatchObject({
    code: "conflict",
    fields: [{ path: "name" }],
  });
  await expect(registerCluster(env.deps, platform(), { name: "local", connection })).rejects.toMatchObject({ code: "invalid" });
});

test("a member may look and not touch", async () => {
  const { name } = await register();
  const { items } = await listClusters(env.deps, member(), {});
  expect(items.find((one) => one.name === name)).toMatchObject({ problem: null, connection: { context: null, address: null } });
  expect(await getCluster(env.deps, member(), { cluster: name })).toMatchObject({ name, reading: null, settings: null });
  for (const refused of [
    () => listCalls(env.deps, member(), { cluster: name }),
    () => readAgain(env.deps, member(), { cluster: name }),
    () => removeCluster(env.deps, member(), { cluster: name }),
  ])
    await expect(refused()).rejects.toMatchObject({ code: "forbidden" });
});

test("another way to a cluster is another connection, and its settings are kept", async () => {
  const { name, id } = await register();
  const settings = { egress: ["10.0.0.0/8"], rdma: { resource: "rdma/hca", count: 1, workspaces: [workspace.name] } };
  await updateCluster(env.deps, platform(), { cluster: name, settings });
  await updateCluster(env.deps, platform(), { cluster: name, connection: { kind: "in-cluster" } });
  expect(await getCluster(env.deps, platform(), { cluster: name })).toMatchObject({
    connection: { kind: "in-cluster", address: null },
    settings: { ...settings, keepEndedSeconds: 86_400 },
  });
  expect(await env.sql("SELECT revision, kubeconfig FROM cluster WHERE id = $1", [id])).toEqual([{ revision: 3, kubeconfig: null }]);
});

test("every workspace hears of a cluster, and only its own changes", async () => {
  const { name } = await register();
  const told = await env.sql<{ workspace_id: number }>("SELECT workspace_id FROM change WHERE topic = 'cluster' AND subject = $1", [name]);
  expect(told.map((row) => row.workspace_id).sort()).toEqual([workspace.id, other.id].sort());
});

test("one that is in use is not forgotten", async () => {
  const { name, id } = await register();
  let held: string | undefined = "3 jobs run";
  guardRemoval(async (_, clusterId) => (clusterId === id ? held : undefined));
  await expect(removeCluster(env.deps, platform(), { cluster: name })).rejects.toMatchObject({
    code: "conflict",
    message: `3 jobs run on "${name}". Cancel them or wait for their end first.`,
  });
  held = undefined;
  await removeCluster(env.deps, platform(), { cluster: name });
  await expect(getCluster(env.deps, platform(), { cluster: name })).rejects.toMatchObject({ code: "not-found" });
});

test("the application's role reads no cluster by itself", async () => {
  const scope = { role: "app" as const, workspaceId: workspace.id, actorId: "x" };
  for (const table of ["cluster", "cluster_reading", "cluster_call", "cluster_write", "managed_queue"]) {
    await expect(env.db.transaction(scope, (tx) => tx.rows(`SELECT 1 FROM ${table}`))).rejects.toThrow(/permission denied/);
  }
});
