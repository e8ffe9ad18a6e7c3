import { randomUUID } from "node:crypto";
import { openTestEnvironment, type TestEnvironment } from "@plumbline/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Caller } from "../kernel/index.ts";
import { listNotifications } from "../notifications/index.ts";
import {
  createQuotaRequest,
  decideQuotaRequest,
  getQuotaRequest,
  listPoolSettings,
  previewQuotaRequest,
  retryQuotaRequest,
  tellOfDecision,
  watchQuotaRequests,
} from "../quotas/index.ts";
import { createPoolSync } from "./follow/sync-pools.ts";
import { handOverQueue, mapQueue, registerCluster, takeBackQueue, writeToCluster } from "./index.ts";
import type { ClusterQueueObject } from "./objects/kueue.ts";
import { openTestQueues } from "./open-test-queues.ts";
import { factsOf } from "./reading/facts.ts";
import { findClusterById } from "./store/clusters.ts";
import { putMapping } from "./store/mappings.ts";
import { putReading } from "./store/readings.ts";

let env: TestEnvironment;
let team: readonly [Caller, Caller];
beforeAll(async () => {
  env = await openTestEnvironment();
  const admin = async () =>
    env.callerOf({ user: await env.createUser({ platformRole: "platform-admin" }), platformRole: "platform-admin" });
  team = [await admin(), await admin()];
});
afterAll(() => env.close());

const dayMs = 24 * 3_600_000;
const task = (workspaceId: number | null = null) => ({
  ...{ deps: env.deps, taskId: randomUUID(), workspaceId },
  signal: new AbortController().signal,
});
const approve = (request: string, by = team[0]) =>
  decideQuotaRequest(env.deps, by, { request, choice: "approve", reason: "there is room" });
const node = {
  metadata: { name: "n1", labels: { "plumbline.test/kind": "h100" } },
  status: { allocatable: { "nvidia.com/gpu": "32" }, conditions: [{ type: "Ready", status: "True" as const }] },
};

/** Two workspaces with a queue each, of 8 and 12 GPUs of 32; a third queue, of 6, is nobody's. */
async function scene({ handedOver = true }: { handedOver?: boolean } = {}) {
  const names = { mine: `mine-${randomUUID().slice(0, 8)}`, theirs: `theirs-${randomUUID().slice(0, 8)}` };
  const standIn = await openTestQueues([
    { name: names.mine, nominal: 8 },
    { name: names.theirs, nominal: 12 },
    { name: "nobodys", nominal: 6 },
  ]);
  const cluster = `lab-${randomUUID().slice(0, 8)}`;
  const { id } = await registerCluster(env.deps, team[0], {
    name: cluster,
    connection: { kind: "kubeconfig", kubeconfig: standIn.kubeconfig },
  });
  const [mine, theirs] = [await env.createWorkspace(), await env.createWorkspace()];
  const row = await env.db.transaction({ role: "system" }, (tx) => findClusterById(tx, id));
  if (!row) throw new Error("the cluster is not there");
  const sync = createPoolSync(env.deps, row);
  /** As the follower does, of what the stand-in has now. */
  const readNow = async () => {
    const flavors = [{ metadata: { name: "h100" }, spec: { nodeLabels: { "plumbline.test/kind": "h100" } } }];
    const clusterQueues = standIn.queues() as unknown as ClusterQueueObject[];
    const kueue = { flavors, cohorts: [], clusterQueues, localQueues: [], workloads: [], priorityClasses: [] };
    const body = factsOf({
      ...{ objects: { nodes: [node], pods: [], namespaces: [], kueue }, measure: null, units: {}, now: env.deps.now() },
      mappings: { queues: new Map(), namespaces: new Map() },
    });
    await env.db.transaction({ role: "system" }, (tx) => putReading(tx, id, { readAt: env.deps.now(), body, units: {} }));
    await sync.sync(body);
  };
  await readNow();
  for (const [queue, { name }] of [
    [names.mine, mine],
    [names.theirs, theirs],
  ] as const) {
    await mapQueue(env.deps, team[0], { cluster, queue, workspace: name });
    if (handedOver) await handOverQueue(env.deps, team[0], { cluster, queue });
  }
  await env.db.transaction({ role: "system" }, (tx) =>
    putMapping(tx, {
      ...{ clusterId: id, workspaceId: mine.id, queue: names.mine, namespace: `${names.mine}-jobs`, localQueue: "plumbline" },
      ...{ use: "prepared", by: "test", at: env.deps.now() },
    }),
  );
  await readNow();
  const pool = (await listPoolSettings(env.deps, team[0], {})).items.find((one) => one.cluster === cluster);
  if (!pool) throw new Error("there is no pool");
  const user = await env.createUser();
  await env.addMember(mine, user, "contributor");
  const caller = env.callerOf({ workspace: mine, role: "contributor", user });
  const asked = { pool: pool.id, reason: "a deadline" };
  return {
    ...{ standIn, names, cluster, mine, theirs, caller, readNow, pool: pool.id },
    ask: (given: { amount: number; from?: string; until?: string; borrowingLimit?: number | null }) =>
      createQuotaRequest(env.deps, caller, { ...asked, ...given }),
    preview: (given: { amount: number }) => previewQuotaRequest(env.deps, caller, { pool: pool.id, ...given }),
    find: (number = 1) => getQuotaRequest(env.deps, caller, { number }),
    write: async () => (await writeToCluster.handler())(task(), { clusterId: id }),
    guaranteed: async () =>
      (await listPoolSettings(env.deps, team[0], {})).items
        .find((one) => one.id === pool.id)
        ?.quotas.find(({ workspace }) => workspace === mine.name)?.nominal,
  };
}

const states = ({ onCluster }: Awaited<ReturnType<typeof getQuotaRequest>>) => onCluster?.changes.map(({ queue, state }) => [queue, state]);

test("an approved request is written to the queue and to the backstop, and the pool shows it once it was read", async () => {
  const { standIn, names, ask, find, write, readNow, guaranteed, caller, mine } = await scene();
  const made = await ask({ amount: 6, borrowingLimit: 2 });
  expect(made).toMatchObject({
    ...{ state: "open", approvalsNeeded: 1, effect: { claims: 0 } },
    onCluster: {
      isHandedOver: true,
      changes: [{ queue: names.mine, state: "planned", before: { nominal: 8 }, after: { nominal: 14 }, patch: null }],
    },
  });
  expect(states(await approve(made.id))).toEqual([[names.mine, "waiting"]]);
  expect([standIn.nominal(names.mine), await guaranteed()]).toEqual(["8", 8]);
  await write();
  expect(states(await find())).toEqual([[names.mine, "written"]]);
  expect(standIn.nominal(names.mine)).toBe("14");
  expect(standIn.applied("plumbline-backstop")).toMatchObject({
    metadata: { namespace: `${names.mine}-jobs` },
    spec: { hard: { "requests.nvidia.com/gpu": "16" } },
  });
  await readNow();
  expect([states(await find()), await guaranteed()]).toEqual([[[names.mine, "applied"]], 14]);
  const [told] = await env.sql<{ payload: { changeId?: string; number: number } }>(
    "SELECT payload FROM task WHERE name = 'quotas.tell-of-decision' AND workspace_id = $1 AND payload ? 'changeId'",
    [mine.id],
  );
  await (await tellOfDecision.handler())(task(mine.id), { requestId: made.id, workspaceId: mine.id, ...told?.payload, number: 1 });
  expect((await listNotifications(env.deps, caller, {})).items.map(({ title }) => title)).toEqual([
    "QR-1, 6 h100 guaranteed: applied on the cluster",
  ]);
  const actions = await env.sql<{ action: string }>(
    "SELECT action FROM audit_event WHERE subject_kind = 'quota-request' AND workspace_id = $1",
    [mine.id],
  );
  expect(actions.map(({ action }) => action)).toEqual(expect.arrayContaining(["quotas.request.written", "quotas.request.applied"]));
  standIn.close();
});

test("no more is promised than no queue guarantees, counting what is under way", async () => {
  const { standIn, ask, names } = await scene();
  await expect(ask({ amount: 7 })).rejects.toMatchObject({ code: "invalid", fields: [{ path: "amount", message: /all but 6 of the 32/ }] });
  const [one, other] = [await ask({ amount: 4 }), await ask({ amount: 4 })];
  await approve(one.id);
  await expect(approve(other.id)).rejects.toMatchObject({ code: "conflict", params: { reason: "over-promised" } });
  expect(await ask({ amount: 2 })).toMatchObject({
    onCluster: { changes: [{ queue: names.mine, before: { nominal: 12 }, after: { nominal: 14 } }] },
  });
  standIn.close();
});

test("who gives is written first, and where that cannot be written nothing is", async () => {
  const { standIn, ask, find, write, names, theirs } = await scene();
  const made = await ask({ amount: 5, from: theirs.name });
  expect(made.approvalsNeeded).toBe(2);
  await approve(made.id);
  await approve(made.id, team[1]);
  standIn.refuse(names.theirs);
  await write();
  const failed = await find();
  expect(states(failed)).toEqual([
    [names.theirs, "failed"],
    [names.mine, "failed"],
  ]);
  expect(failed.onCluster?.changes[1]?.problem).toMatch(/belongs to it could not be written/);
  expect([standIn.nominal(names.mine), failed.mayRetry]).toEqual(["8", false]);
  standIn.refuse("");
  expect(states(await retryQuotaRequest(env.deps, team[1], { request: made.id }))?.map(([, state]) => state)).toEqual([
    "waiting",
    "waiting",
  ]);
  await expect(retryQuotaRequest(env.deps, team[1], { request: made.id })).rejects.toMatchObject({ code: "conflict" });
  await write();
  expect([standIn.nominal(names.mine), standIn.nominal(names.theirs)]).toEqual(["13", "7"]);
  standIn.close();
});

test("what somebody has changed on the cluster in between is not overwritten; tried again, it is added to", async () => {
  const { standIn, ask, find, write, names, readNow } = await scene();
  const made = await ask({ amount: 2 });
  await approve(made.id);
  standIn.set(names.mine, 9);
  await write();
  expect((await find()).onCluster?.changes).toMatchObject([
    { state: "failed", problem: expect.stringContaining("nominal is 9 on the cluster, and was 8") },
  ]);
  await readNow();
  await retryQuotaRequest(env.deps, team[0], { request: made.id });
  await write();
  await readNow();
  expect([standIn.nominal(names.mine), states(await find())]).toEqual(["11", [[names.mine, "applied"]]]);
  standIn.close();
});

test("a queue that was not handed over ends in a patch, and is applied once a reading shows it", async () => {
  const { standIn, ask, find, write, names, readNow, preview } = await scene({ handedOver: false });
  expect(await preview({ amount: 4 })).toMatchObject({ problems: [], onCluster: { isHandedOver: false } });
  const made = await ask({ amount: 4 });
  await approve(made.id);
  await write();
  const { onCluster } = await find();
  expect(onCluster).toMatchObject({ isHandedOver: false, changes: [{ state: "owner", problem: null }] });
  expect(onCluster?.changes[0]?.patch).toBe(
    [
      `# kubectl patch clusterqueue ${names.mine} --type=json --patch-file=patch.yaml`,
      "- op: test\n  path: /spec/resourceGroups/0/flavors/0/name\n  value: h100",
      "- op: test\n  path: /spec/resourceGroups/0/flavors/0/resources/0/name\n  value: nvidia.com/gpu",
      '- op: replace\n  path: /spec/resourceGroups/0/flavors/0/resources/0/nominalQuota\n  value: "12"\n',
    ].join("\n"),
  );
  await readNow();
  expect([standIn.nominal(names.mine), states(await find())]).toEqual(["8", [[names.mine, "owner"]]]);
  standIn.set(names.mine, 12);
  await readNow();
  expect(states(await find())).toEqual([[names.mine, "applied"]]);
  standIn.close();
});

test("what nobody applied in 30 days is given up", async () => {
  const { standIn, ask, find, names } = await scene({ handedOver: false });
  await approve((await ask({ amount: 6 })).id);
  await expect(ask({ amount: 1 })).rejects.toMatchObject({ fields: [{ path: "amount" }] });
  env.advance(31 * dayMs);
  await (await watchQuotaRequests.handler())(task(), {});
  expect(await find()).toMatchObject({ state: "expired", onCluster: { changes: [{ queue: names.mine, state: "dropped" }] } });
  expect(await ask({ amount: 6 })).toMatchObject({ state: "open" });
  standIn.close();
});

test("what was given until a day is taken back on the cluster when it comes", async () => {
  const { standIn, ask, find, write, readNow, names, theirs } = await scene();
  const until = new Date(env.deps.now().getTime() + 3 * dayMs).toISOString();
  const made = await ask({ amount: 5, from: theirs.name, until, borrowingLimit: null });
  await approve(made.id);
  await approve(made.id, team[1]);
  await write();
  await readNow();
  expect([standIn.nominal(names.mine), standIn.nominal(names.theirs)]).toEqual(["13", "7"]);
  env.advance(3 * dayMs);
  await (await watchQuotaRequests.handler())(task(), {});
  await write();
  await readNow();
  expect([standIn.nominal(names.mine), standIn.nominal(names.theirs)]).toEqual(["8", "12"]);
  const ended = await find();
  expect([
    ended.state,
    ended.onCluster?.changes.map(({ isReturn, state, after }) => [isReturn, state, after.nominal, after.borrowingLimit]),
  ]).toEqual([
    "ended",
    [
      [false, "applied", 7, 4],
      [false, "applied", 13, null],
      [true, "applied", 8, 4],
      [true, "applied", 12, 4],
    ],
  ]);
  standIn.close();
});

test("a queue that was taken back before the approval is not written to", async () => {
  const { standIn, ask, find, write, names, cluster } = await scene();
  const made = await ask({ amount: 1 });
  await takeBackQueue(env.deps, team[0], { cluster, queue: names.mine });
  await approve(made.id);
  await write();
  expect([standIn.nominal(names.mine), states(await find())]).toEqual(["8", [[names.mine, "owner"]]]);
  standIn.close();
});
