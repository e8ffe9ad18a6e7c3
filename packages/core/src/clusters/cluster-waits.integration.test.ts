import { openTestEnvironment, type TestEnvironment, type TestWorkspace } from "@plumbline/testing";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { findWait, mapQueue, registerCluster, tellTitles, tellWait } from "./index.ts";
import type { PendingItem } from "./reading/pending.ts";

let env: TestEnvironment;
let [workspace, other]: TestWorkspace[] = [];
beforeAll(async () => {
  env = await openTestEnvironment();
  [workspace, other] = [await env.createWorkspace(), await env.createWorkspace()];
  tellTitles(async (_, names) => new Map(names.map((name) => [name, `title of ${name}`])));
});
afterAll(() => env.close());

const kubeconfig = JSON.stringify({
  "current-context": "lab",
  clusters: [{ name: "lab", cluster: { server: "https://10.0.0.1:6443" } }],
  users: [{ name: "ada", user: { token: "none" } }],
  contexts: [{ name: "lab", context: { cluster: "lab", user: "ada" } }],
});

const item = (name: string, given: Partial<PendingItem> = {}): PendingItem => ({
  uid: `uid of ${name}`,
  namespace: "own-jobs",
  name,
  kind: "Job",
  clusterQueue: "own",
  wants: [],
  since: "2026-03-01T10:00:00Z",
  position: null,
  reason: { kind: "unjudged" },
  said: null,
  ...given,
});

const behind = (name: string, namespace: string, position: number): PendingItem["reason"] => ({
  kind: "behind",
  ahead: { namespace, name },
  position,
  isSameNeed: true,
  isStrict: false,
});

async function clusterWith(items: readonly PendingItem[]): Promise<string> {
  const admin = env.callerOf({ workspace: workspace as TestWorkspace, platformRole: "platform-admin" });
  const name = `lab-${crypto.randomUUID()}`;
  const { id } = await registerCluster(env.deps, admin, { name, connection: { kind: "kubeconfig", kubeconfig } });
  for (const [queue, of] of [
    ["own", workspace],
    ["theirs", other],
  ] as const) {
    await env.sql(
      `INSERT INTO cluster_mapping (cluster_id, queue, workspace_id, namespace, local_queue, "use", mapped_by, mapped_at)
       VALUES ($1, $2, $3, $2 || '-jobs', 'plumbline', 'write', 'test', now())`,
      [id, queue, of?.id],
    );
  }
  await put(id, items);
  return id;
}

const put = (id: string, items: readonly PendingItem[]) =>
  env.sql(
    `INSERT INTO cluster_reading (cluster_id, read_at, body, units) VALUES ($1, clock_timestamp(), $2, '{}')
     ON CONFLICT (cluster_id) DO UPDATE SET read_at = clock_timestamp(), body = $2`,
    [id, JSON.stringify({ pending: { total: items.length, items }, queues: [{ name: "own", strategy: "BestEffortFIFO" }] })],
  );
const find = (id: string, name: string, of = workspace) => findWait(env.deps, id, { workspaceId: of?.id ?? 0, name });

test("why something waits says no position; others' names are not told", async () => {
  const id = await clusterWith([
    item("a", { position: { at: 2, of: 9 }, reason: behind("first", "own-jobs", 2) }),
    item("b", { position: { at: 3, of: 9 }, reason: behind("secret", "theirs-jobs", 3) }),
  ]);
  expect(await find(id, "a")).toEqual({
    why: "Waits behind title of first, same need.",
    clusterQueue: "own",
    strategy: "BestEffortFIFO",
  });
  expect((await find(id, "b"))?.why).toBe("Waits behind another job, same need.");
  expect(await find(id, "c")).toBeUndefined();
});

test("something of another workspace is not found by its name", async () => {
  const id = await clusterWith([item("a", { namespace: "theirs-jobs", clusterQueue: "theirs" })]);
  expect(await find(id, "a")).toBeUndefined();
  expect(await find(id, "a", other)).toMatchObject({ clusterQueue: "theirs" });
});

test("two thousand that wait cost a handful of statements, until the next reading", async () => {
  const names = Array.from({ length: 2000 }, (_, index) => `n${index}`);
  const id = await clusterWith(names.map((name) => item(name)));
  const transactions = vi.spyOn(env.deps.db, "transaction");
  for (const name of names) expect(await find(id, name)).toBeDefined();
  expect(transactions.mock.calls.length).toBeLessThan(20);
  transactions.mockRestore();
  await put(id, [item("n0")]);
  await vi.waitUntil(async () => (await find(id, "n1")) === undefined, { timeout: 10_000 });
  expect(await find(id, "n0")).toBeDefined();
});

const queue = (name: string, share: number) => ({
  ...{ name, cohort: "all", strategy: "BestEffortFIFO", stopPolicy: "none", weight: 1, reclaim: "Any", preemption: "Never" },
  ...{ isActive: true, problem: null, pending: 0, lines: [], localQueues: [], namespaces: {} },
  fairSharing: { share, parentCohort: null, isUsageBased: false },
});
const waits = (name: string, reason: object) => ({
  ...{ uid: `uid-${name}`, namespace: "nlp-jobs", name, kind: "Job", clusterQueue: "nlp-queue", said: null, reason },
  ...{ since: "2026-03-01T10:00:00Z", position: { at: 1, of: 1 }, wants: [{ title: "H100", amount: 4 }] },
});

test("what waits in a cluster is told with how its queue shares, by names that its workspace may know", async () => {
  const [own, other] = [await env.createWorkspace(), await env.createWorkspace()];
  const caller = env.callerOf({ workspace: own, platformRole: "platform-admin" });
  const { id } = await registerCluster(env.deps, caller, { name: "lab", connection: { kind: "kubeconfig", kubeconfig } });
  const stranger = { namespace: "pricing-jobs", name: "their-secret-plan" };
  const items = [
    waits("first", { kind: "quota", guaranteed: 16, left: 0, freeToBorrow: 3, short: 1 }),
    waits("second", { kind: "behind", ahead: stranger, position: 2, isSameNeed: false, isStrict: false }),
  ];
  const body = { queues: [queue("nlp-queue", 0), queue("pricing-queue", 312)], pending: { total: 2, items } };
  await env.sql("INSERT INTO cluster_reading (cluster_id, read_at, body, units) VALUES ($1, now(), $2, '{}')", [id, JSON.stringify(body)]);
  await mapQueue(env.deps, caller, { cluster: "lab", queue: "nlp-queue", workspace: own.name });
  await mapQueue(env.deps, caller, { cluster: "lab", queue: "pricing-queue", workspace: other.name });

  await env.sql("UPDATE cluster_mapping SET namespace = 'nlp-jobs', use = 'prepared' WHERE queue = 'nlp-queue'", []);

  const tell = (name: string) => tellWait(env.deps, id, { workspaceId: own.id, name });
  expect((await tell("first"))?.story).toMatchObject({
    headline: "Waiting for 4 H100. Uses all 16 guaranteed; 3 are free to borrow, 1 short.",
    detail: expect.stringContaining(`${own.name} is within its guarantee; ${other.name} is furthest above its own (share 312).`),
    ...{ kind: "quota", available: 3 },
  });
  const second = await tell("second");
  expect(second?.position).toEqual({ at: 1, of: 1 });
  expect(JSON.stringify(second)).not.toContain(stranger.name);
  expect(await tell("third")).toBeUndefined();
  expect(await tellWait(env.deps, id, { workspaceId: other.id, name: "first" })).toBeUndefined();
  const found = await findWait(env.deps, id, { workspaceId: own.id, name: "first" });
  expect(found).toMatchObject({ clusterQueue: "nlp-queue", strategy: "BestEffortFIFO" });
});
