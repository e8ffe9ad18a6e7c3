import { afterAll, beforeAll, expect, test } from "vitest";
import { claimOf, holdClaim, queueClaim, rankClaim, releaseClaim, setClaimPriority } from "./claims.ts";
import { admitWaiting, ensureLocalPools, placeJob, positionsOf } from "./index.ts";
import { openTestQuotas, type TestQuotas } from "./open-test-quotas.ts";

let site: TestQuotas;
beforeAll(async () => {
  site = await openTestQuotas();
});
afterAll(() => site.env.close());

const now = () => site.deps.now();

test("a claim waits, is admitted, released, and comes again with a turn of its own", async () => {
  const workspace = await site.createWorkspace();
  const request = site.requestOf(await site.addPool({ capacity: 4 }), 4);
  const queued = await site.within(workspace, (ctx) => queueClaim(ctx, request));
  expect(queued).toMatchObject({ state: "waiting", turn: 1, amount: 4 });
  expect(await site.within(workspace, (ctx) => queueClaim(ctx, request))).toEqual(queued);
  expect((await admitWaiting(site.deps)).admitted).toEqual([{ workspaceId: workspace.id, kind: "job", id: request.holder.id }]);
  expect((await admitWaiting(site.deps)).admitted).toEqual([]);
  const release = () => site.within(workspace, (ctx) => releaseClaim(ctx, request.holder, { endedAt: now(), cause: "ended" }));
  const released = await release();
  expect(released).toMatchObject({ state: "released", cause: "ended" });
  expect(await release()).toEqual(released);
  expect(await site.within(workspace, (ctx) => queueClaim(ctx, request))).toMatchObject({ state: "waiting", turn: 2 });
});

test("queued at once by many, a holder has one claim", async () => {
  const workspace = await site.createWorkspace();
  const request = site.requestOf(await site.addPool({ capacity: 4 }), 1);
  const claims = await Promise.all(Array.from({ length: 8 }, () => site.within(workspace, (ctx) => queueClaim(ctx, request))));
  expect(new Set(claims.map(({ id }) => id)).size).toBe(1);
});

test("what is taken back keeps its place when it comes again, what ended does not", async () => {
  const workspace = await site.createWorkspace();
  const poolId = await site.addPool({ capacity: 4 });
  const [taken, ended] = [site.requestOf(poolId, 1), site.requestOf(poolId, 1)];
  const first = await site.within(workspace, async (ctx) => [await queueClaim(ctx, taken), await queueClaim(ctx, ended)]);
  site.env.advance(60_000);
  const again = await site.within(workspace, async (ctx) => {
    await releaseClaim(ctx, taken.holder, { endedAt: ctx.now, cause: "preempted" });
    await releaseClaim(ctx, ended.holder, { endedAt: ctx.now, cause: "ended" });
    return [await queueClaim(ctx, taken), await queueClaim(ctx, ended)];
  });
  expect(again[0]?.ranked_at).toEqual(first[0]?.ranked_at);
  expect(again[1]?.ranked_at.getTime()).toBeGreaterThan(first[1]?.ranked_at.getTime() ?? 0);
});

test("a queue of a cluster has an order of its own, by which positions are counted", async () => {
  const workspace = await site.createWorkspace();
  const poolId = await site.addPool({ capacity: 0 });
  const [first, second] = [site.requestOf(poolId, 1), site.requestOf(poolId, 1)];
  const placesOf = () =>
    site.within(workspace, async (ctx) => {
      const places = await positionsOf(ctx, [first.holder, second.holder]);
      return [first, second].map(({ holder }) => places.get(holder.id));
    });
  await site.within(workspace, (ctx) => queueClaim(ctx, first));
  site.env.advance(1000);
  await site.within(workspace, (ctx) => queueClaim(ctx, second));
  expect(await placesOf()).toEqual([
    { at: 1, of: 2 },
    { at: 2, of: 2 },
  ]);
  const later = new Date(now().getTime() + 1);
  await site.within(workspace, (ctx) => rankClaim(ctx, first.holder, later));
  expect(await placesOf()).toEqual([
    { at: 2, of: 2 },
    { at: 1, of: 2 },
  ]);
  // What waits no more is left as it was.
  await site.within(workspace, (ctx) => releaseClaim(ctx, first.holder, { endedAt: ctx.now, cause: "cancelled" }));
  await site.within(workspace, (ctx) => rankClaim(ctx, first.holder, now()));
  expect(await site.within(workspace, (ctx) => claimOf(ctx, first.holder))).toMatchObject({ ranked_at: later });
});

test("what its cluster has not yet stands behind what it has", async () => {
  const workspace = await site.createWorkspace();
  const poolId = await site.addPool({ capacity: 0 });
  await site.sql("UPDATE pool SET admission = 'kueue' WHERE id = $1", [poolId]);
  const requests = [site.requestOf(poolId, 1), site.requestOf(poolId, 1), site.requestOf(poolId, 1)];
  for (const request of requests) {
    await site.within(workspace, (ctx) => queueClaim(ctx, request));
    site.env.advance(1000);
  }
  const [, second] = requests;
  if (!second) throw new Error("nothing was queued");
  await site.within(workspace, (ctx) => rankClaim(ctx, second.holder, now()));
  const holders = requests.map(({ holder }) => holder);
  const places = await site.within(workspace, (ctx) => positionsOf(ctx, holders));
  expect(holders.map(({ id }) => places.get(id)?.at)).toEqual([2, 1, 3]);
});

test("an owner takes back what was borrowed: the borrower is told until it has released", async () => {
  const [owner, borrower] = [await site.createWorkspace(), await site.createWorkspace()];
  const poolId = await site.addPool({ capacity: 4 });
  await site.guarantee(poolId, owner, { nominal: 4 });
  const lent = await site.queue(borrower, poolId, { amount: 4 });
  await admitWaiting(site.deps);
  expect(await site.sql("SELECT borrowed FROM claim WHERE holder_id = $1", [lent.id])).toEqual([{ borrowed: 4 }]);
  const wanted = await site.queue(owner, poolId, { amount: 2 });
  const evict = [{ workspaceId: borrower.id, kind: "job", id: lent.id, cause: "reclaimed" }];
  expect(await admitWaiting(site.deps)).toMatchObject({ admitted: [], evict });
  expect(await admitWaiting(site.deps)).toMatchObject({ admitted: [], evict });
  await site.within(borrower, (ctx) => releaseClaim(ctx, lent, { endedAt: now(), cause: "preempted" }));
  expect(await admitWaiting(site.deps)).toEqual({ admitted: [{ workspaceId: owner.id, kind: "job", id: wanted.id }], evict: [] });
});

test("two passes at once admit nothing twice and no more than there is", async () => {
  const workspace = await site.createWorkspace();
  const poolId = await site.addPool({ capacity: 5 });
  for (let count = 0; count < 10; count++) await site.queue(workspace, poolId, { amount: 1 });
  const passes = await Promise.all([1, 2, 3].map(() => admitWaiting(site.deps)));
  const admitted = passes.flatMap((pass) => pass.admitted.filter(({ workspaceId }) => workspaceId === workspace.id));
  expect(new Set(admitted.map(({ id }) => id)).size).toBe(5);
  expect(admitted).toHaveLength(5);
});

test("a cluster's admission is recorded, and only of what waits; priorities change only while it waits", async () => {
  const workspace = await site.createWorkspace();
  const poolId = await site.addPool({ capacity: 4, admission: "kueue" });
  const holder = await site.queue(workspace, poolId, { amount: 1 });
  await admitWaiting(site.deps);
  expect(await site.within(workspace, (ctx) => claimOf(ctx, holder))).toMatchObject({ state: "waiting" });
  expect(await site.within(workspace, (ctx) => setClaimPriority(ctx, holder, "high"))).toMatchObject({ priority: "high" });
  expect(await site.within(workspace, (ctx) => holdClaim(ctx, holder, { at: now() }))).toMatchObject({ state: "admitted" });
  expect(await site.within(workspace, (ctx) => holdClaim(ctx, holder, { at: now() }))).toBeUndefined();
  expect(await site.within(workspace, (ctx) => setClaimPriority(ctx, holder, "low"))).toBeUndefined();
});

test("another workspace finds no claim of this one", async () => {
  const [workspace, other] = [await site.createWorkspace(), await site.createWorkspace()];
  const holder = await site.queue(workspace, await site.addPool({ capacity: 1 }), { amount: 1 });
  expect(await site.within(other, (ctx) => claimOf(ctx, holder))).toBeUndefined();
});

test("the pools of the machine follow what it has, and a job is placed on them", async () => {
  const workspace = await site.createWorkspace();
  const place = (wish: { gpus: number; cpu: number; cluster?: string; nodes?: number }) =>
    site.within(workspace, (ctx) => placeJob(ctx, { nodes: 1, cluster: "local", ...wish }));
  await site.sql("UPDATE pool SET retired_at = now()");
  await ensureLocalPools(site.deps, { cores: 8, gpus: 1 });
  await ensureLocalPools(site.deps, { cores: 6, gpus: 0 });
  expect(await place({ gpus: 0, cpu: 2.5 })).toMatchObject({ executor: "local", clusterId: null, poolName: "local-cpu", amount: 2.5 });
  await expect(place({ gpus: 1, cpu: 1 })).rejects.toMatchObject({ code: "invalid", fields: [{ path: "resources.gpus" }] });
  await expect(place({ gpus: 0, cpu: 7 })).rejects.toMatchObject({ code: "invalid", fields: [{ path: "resources.cpu" }] });
  await expect(place({ gpus: 0, cpu: 1, nodes: 2 })).rejects.toMatchObject({ fields: [{ path: "nodes" }] });
  await ensureLocalPools(site.deps, null);
  await expect(place({ gpus: 0, cpu: 1 })).rejects.toMatchObject({ code: "invalid", fields: [{ path: "resources" }] });
});
