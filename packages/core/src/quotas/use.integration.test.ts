import { afterAll, beforeAll, expect, test } from "vitest";
import { releaseClaim } from "./claims.ts";
import { admitWaiting, putClusterPools, recordOutside, recordUse } from "./index.ts";
import { openTestQuotas, type TestQuotas } from "./open-test-quotas.ts";

let site: TestQuotas;
beforeAll(async () => {
  site = await openTestQuotas();
});
afterAll(() => site.env.close());

const minute = 60_000;

test("samples add up by hour, by measure, and are forgotten of units once the claim is released", async () => {
  const workspace = await site.createWorkspace();
  const holder = await site.queue(workspace, await site.addPool({ capacity: 2 }), { amount: 2 });
  const samples = [
    { at: Date.UTC(2026, 0, 1, 9, 59), unit: "a", busyPercent: 40, smActivePercent: null },
    { at: Date.UTC(2026, 0, 1, 10, 0), unit: "a", busyPercent: 60, smActivePercent: 20 },
    { at: Date.UTC(2026, 0, 1, 10, 0), unit: "b", busyPercent: null, smActivePercent: null },
  ];
  await site.within(workspace, (ctx) => recordUse(ctx, holder, samples));
  expect(await site.sql("SELECT 1 FROM use_hour")).toEqual([]);
  await admitWaiting(site.deps);
  await site.within(workspace, (ctx) => recordUse(ctx, holder, samples));
  await site.within(workspace, (ctx) => recordUse(ctx, holder, samples.slice(0, 2)));
  expect(await site.sql("SELECT hour, busy_sum, busy_count, sm_sum, sm_count FROM use_hour ORDER BY hour")).toEqual([
    { hour: new Date(Date.UTC(2026, 0, 1, 9)), busy_sum: 40, busy_count: 1, sm_sum: 0, sm_count: 0 },
    { hour: new Date(Date.UTC(2026, 0, 1, 10)), busy_sum: 60, busy_count: 1, sm_sum: 20, sm_count: 1 },
  ]);
  expect(await site.sql("SELECT unit, measure, percent FROM unit_use")).toEqual([{ unit: "a", measure: "sm-active", percent: 20 }]);
  await site.within(workspace, (ctx) => releaseClaim(ctx, holder, { endedAt: ctx.now, cause: "ended" }));
  expect(await site.sql("SELECT 1 FROM unit_use")).toEqual([]);
  await site.within(workspace, (ctx) => recordUse(ctx, holder, [{ at: Date.now(), unit: "a", busyPercent: 1, smActivePercent: null }]));
  expect(await site.sql("SELECT 1 FROM unit_use")).toEqual([]);
});

test("reports of one claim that come at once are all counted", async () => {
  const workspace = await site.createWorkspace();
  const holder = await site.queue(workspace, await site.addPool({ capacity: 8 }), { amount: 8 });
  await admitWaiting(site.deps);
  const at = Date.UTC(2026, 1, 1, 9, 30);
  const reports = Array.from({ length: 8 }, (_, rank) => [{ at, unit: `gpu-${rank}`, busyPercent: 10, smActivePercent: null }]);
  await Promise.all(reports.map((samples) => site.within(workspace, (ctx) => recordUse(ctx, holder, samples))));
  expect(await site.sql("SELECT busy_sum, busy_count FROM use_hour WHERE hour = $1", [new Date(Date.UTC(2026, 1, 1, 9))])).toEqual([
    { busy_sum: 80, busy_count: 8 },
  ]);
});

const seenPool = (clusterId: string, flavour: string, workspaceIds: readonly number[]) => ({
  ...{ name: flavour, title: flavour, clusterId, clusterName: "gpu-one", resource: "gpu" as const, flavour, mig: null, cohort: "all" },
  ...{ capacity: 8, shared: 2, state: "open" as const, strategy: "best-effort-fifo" as const, reclaim: "any" as const },
  ...{ preemption: "never" as const, queues: [], isManaged: false },
  quotas: workspaceIds.map((workspaceId) => ({ workspaceId, nominal: 3, borrowingLimit: null, lendingLimit: 1, weight: 1 })),
});

test("pools of a cluster are what was read there: changed, retired and found again", async () => {
  const [one, other] = [await site.createWorkspace(), await site.createWorkspace()];
  const cluster = crypto.randomUUID();
  await site.addPool({ capacity: 1, name: "a100" });
  const first = await putClusterPools(site.deps, cluster, [seenPool(cluster, "a100", [one.id, other.id]), seenPool(cluster, "l40s", [])]);
  expect(await site.sql("SELECT name FROM pool WHERE cluster_id = $1 ORDER BY name", [cluster])).toEqual([
    { name: "gpu-one-a100" },
    { name: "l40s" },
  ]);
  const again = await putClusterPools(site.deps, cluster, [seenPool(cluster, "a100", [one.id])]);
  expect(again).toEqual(first.slice(0, 1));
  expect(await site.sql("SELECT workspace_id, nominal FROM quota WHERE pool_id = $1", [first[0]])).toEqual([
    { workspace_id: one.id, nominal: 3 },
  ]);
  expect(await site.sql("SELECT name FROM pool WHERE cluster_id = $1 AND retired_at IS NULL", [cluster])).toEqual([
    { name: "gpu-one-a100" },
  ]);
  expect(await putClusterPools(site.deps, cluster, [seenPool(cluster, "l40s", [])])).toEqual(first.slice(1));
});

test("what is held outside of quotas is summed by hour and idle after half an hour", async () => {
  const poolId = await site.addPool({ capacity: 8 });
  const holding = { namespace: "notebooks", kind: "StatefulSet", amount: 4, since: new Date(0), busyPercent: 1, smActivePercent: null };
  for (let looks = 0; looks < 9; looks++) {
    await recordOutside(site.deps, poolId, [holding]);
    site.env.advance(4 * minute);
  }
  const [hours] = await site.sql<{ held: number; idle: number }>(
    "SELECT sum(unit_hours) AS held, sum(idle_hours) AS idle FROM outside_hour WHERE pool_id = $1",
    [poolId],
  );
  expect(hours?.held).toBeCloseTo((4 * 32) / 60, 1);
  expect(hours?.idle).toBeCloseTo((4 * 4) / 60, 1);
  await recordOutside(site.deps, poolId, []);
  expect(await site.sql("SELECT 1 FROM outside_holding WHERE pool_id = $1", [poolId])).toEqual([]);
});
