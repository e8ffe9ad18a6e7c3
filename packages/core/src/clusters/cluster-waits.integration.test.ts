import { openTestEnvironment, type TestEnvironment } from "@plumbline/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findWait, mapQueue, registerCluster, tellWait } from "./index.ts";

let env: TestEnvironment;
beforeAll(async () => {
  env = await openTestEnvironment();
});
afterAll(() => env.close());

const kubeconfig = JSON.stringify({
  "current-context": "lab",
  clusters: [{ name: "lab", cluster: { server: "https://10.0.0.1:6443" } }],
  users: [{ name: "ada", user: { token: "t0ken" } }],
  contexts: [{ name: "lab", context: { cluster: "lab", user: "ada" } }],
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
  const behind = await tell("second");
  expect(behind?.position).toEqual({ at: 1, of: 1 });
  expect(JSON.stringify(behind)).not.toContain(stranger.name);
  expect(await tell("third")).toBeUndefined();
  expect(await tellWait(env.deps, id, { workspaceId: other.id, name: "first" })).toBeUndefined();
  const found = await findWait(env.deps, id, { workspaceId: own.id, name: "first" });
  expect(found).toMatchObject({ clusterQueue: "nlp-queue", strategy: "BestEffortFIFO" });
});
