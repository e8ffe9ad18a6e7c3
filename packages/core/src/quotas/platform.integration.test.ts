import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Caller } from "../kernel/index.ts";
import {
  admitWaiting,
  createPool,
  ensureLocalPools,
  listBudgets,
  listPoolSettings,
  removeQuota,
  setBudget,
  setQuota,
  setRate,
  updatePool,
} from "./index.ts";
import { openTestQuotas, type TestQuotas } from "./open-test-quotas.ts";

let site: TestQuotas;
let team: Caller;
beforeAll(async () => {
  site = await openTestQuotas();
  team = await site.platform();
});
afterAll(() => site.env.close());

const make = (capacity: number) => createPool(site.deps, team, { name: `p-${randomUUID()}`, resource: "gpu", flavour: "h100", capacity });
const changesOf = async (workspaceId: number, topic: string) =>
  (await site.sql<{ subject: string }>("SELECT subject FROM change WHERE workspace_id = $1 AND topic = $2", [workspaceId, topic])).map(
    ({ subject }) => subject,
  );

test("guarantees together are at most what the pool has, with what is shared on purpose", async () => {
  const [one, other] = [await site.createWorkspace(), await site.createWorkspace()];
  const pool = await make(8);
  await setQuota(site.deps, team, { pool: pool.id, workspaceName: one.name, nominal: 5 });
  await expect(setQuota(site.deps, team, { pool: pool.id, workspaceName: other.name, nominal: 4 })).rejects.toMatchObject({
    code: "invalid",
    fields: [{ path: "nominal", message: expect.stringContaining(`would be 9 of the 8 GPUs of ${pool.name}. Lower one by 1.`) }],
  });
  const set = await setQuota(site.deps, team, { pool: pool.id, workspaceName: other.name, nominal: 3 });
  expect(set.quotas.map(({ nominal }) => nominal).sort()).toEqual([3, 5]);
  await expect(updatePool(site.deps, team, { pool: pool.id, shared: 1 })).rejects.toMatchObject({ params: { reason: "over-promised" } });
  await expect(updatePool(site.deps, team, { pool: pool.id, capacity: 7 })).rejects.toMatchObject({ params: { reason: "over-promised" } });
  await removeQuota(site.deps, team, { pool: pool.id, workspaceName: other.name });
  await expect(removeQuota(site.deps, team, { pool: pool.id, workspaceName: other.name })).rejects.toMatchObject({ code: "not-found" });
  expect(await updatePool(site.deps, team, { pool: pool.id, shared: 1 })).toMatchObject({ shared: 1 });
  expect(await changesOf(one.id, "pool")).toContain(pool.id);
});

test("two who set guarantees at once do not promise more than there is", async () => {
  const workspaces = await Promise.all([1, 2, 3, 4].map(() => site.createWorkspace()));
  const pool = await make(8);
  const set = await Promise.allSettled(
    workspaces.map(({ name }) => setQuota(site.deps, team, { pool: pool.id, workspaceName: name, nominal: 4 })),
  );
  expect(set.filter(({ status }) => status === "fulfilled")).toHaveLength(2);
});

test("a pool is held with its reason, drained and opened again; what it is made of stays", async () => {
  const workspace = await site.createWorkspace();
  const pool = await make(4);
  const holder = await site.queue(workspace, pool.id, { amount: 1 });
  await admitWaiting(site.deps);
  await updatePool(site.deps, team, { pool: pool.id, state: "held", stateReason: "new drivers" });
  expect(await updatePool(site.deps, team, { pool: pool.id, state: "draining" })).toMatchObject({
    state: "draining",
    stateReason: "new drivers",
  });
  expect((await admitWaiting(site.deps)).evict).toMatchObject([{ id: holder.id, cause: "drained" }]);
  expect(await updatePool(site.deps, team, { pool: pool.id, state: "open" })).toMatchObject({
    state: "open",
    stateReason: null,
    capacity: 4,
  });
  await expect(createPool(site.deps, team, { name: pool.name, resource: "gpu", flavour: "h100", capacity: 1 })).rejects.toMatchObject({
    code: "conflict",
  });
});

test("what the machine or a cluster says is not set here", async () => {
  const workspace = await site.createWorkspace();
  await ensureLocalPools(site.deps, { cores: 4, gpus: 0 });
  const machine = (await listPoolSettings(site.deps, team, {})).items.find(({ name }) => name === "local-cpu");
  expect(machine).toMatchObject({ isCapacitySetHere: false, capacity: 4, admission: "own" });
  await expect(updatePool(site.deps, team, { pool: machine?.id ?? "", capacity: 2 })).rejects.toMatchObject({
    params: { reason: "set-by-machine" },
  });
  const cluster = await site.addPool({ capacity: 8, admission: "kueue", cluster_id: randomUUID(), cluster_name: "gpu-one" });
  const onCluster = { code: "conflict", params: { reason: "set-on-cluster" } };
  await expect(setQuota(site.deps, team, { pool: cluster, workspaceName: workspace.name, nominal: 1 })).rejects.toMatchObject(onCluster);
  await expect(updatePool(site.deps, team, { pool: cluster, state: "held" })).rejects.toMatchObject(onCluster);
  expect(await updatePool(site.deps, team, { pool: cluster, title: "The big ones" })).toMatchObject({ title: "The big ones" });
  await expect(updatePool(site.deps, team, { pool: randomUUID(), title: "none" })).rejects.toMatchObject({ code: "not-found" });
  await expect(setQuota(site.deps, team, { pool: machine?.id ?? "", workspaceName: "nowhere", nominal: 1 })).rejects.toMatchObject({
    code: "not-found",
  });
});

test("rates are kept with their time, and all money is of one currency", async () => {
  const workspace = await site.createWorkspace();
  const [one, other] = [await make(1), await make(1)];
  await setRate(site.deps, team, { pool: one.id, perUnitHour: 2, currency: "EUR" });
  const [again] = await Promise.all([1, 2].map((perUnitHour) => setRate(site.deps, team, { pool: one.id, perUnitHour, currency: "EUR" })));
  expect(again?.rates.length).toBeGreaterThan(1);
  const wrong = { code: "invalid", fields: [{ path: "currency", message: "use EUR" }] };
  await expect(setRate(site.deps, team, { pool: other.id, perUnitHour: 2, currency: "USD" })).rejects.toMatchObject(wrong);
  await expect(
    setBudget(site.deps, team, { workspaceName: workspace.name, softLimit: 1, hardLimit: 2, currency: "USD" }),
  ).rejects.toMatchObject(wrong);
  await expect(
    setBudget(site.deps, team, { workspaceName: workspace.name, softLimit: 3, hardLimit: 2, currency: "EUR" }),
  ).rejects.toMatchObject({ code: "invalid" });
});

test("budgets show what is spent, reserved and to come, and what happens to new jobs", async () => {
  const workspace = await site.createWorkspace();
  const pool = await make(8);
  await setRate(site.deps, team, { pool: pool.id, perUnitHour: 1, currency: "EUR" });
  site.env.advance(3 * 3_600_000);
  const hours = (count: number) => new Date(site.deps.now().getTime() - count * 3_600_000);
  await site.hold(workspace, pool.id, { amount: 2, from: hours(2), to: hours(1) });
  await site.queue(workspace, pool.id, { amount: 1, timeLimitSeconds: 60 });
  const limits = { workspaceName: workspace.name, currency: "EUR" };
  expect(await setBudget(site.deps, team, { ...limits, softLimit: null, hardLimit: 100 })).toMatchObject({
    spent: expect.closeTo(2, 3),
    reserved: expect.closeTo(1 / 60, 3),
    newJobs: "accepted",
  });
  expect(await setBudget(site.deps, team, { ...limits, softLimit: 1, hardLimit: 100 })).toMatchObject({ newJobs: "warned" });
  expect(await setBudget(site.deps, team, { ...limits, softLimit: 1, hardLimit: 2 })).toMatchObject({
    newJobs: "refused",
    refusedAbout: null,
  });
  const seen = await listBudgets(site.deps, site.env.callerOf({ workspace, role: "viewer" }), {});
  expect(seen.items[0]).toMatchObject({ workspace: workspace.name, isOwn: true, hardLimit: 2 });
  expect(seen.month).toBe(site.deps.now().toISOString().slice(0, 7));
});
