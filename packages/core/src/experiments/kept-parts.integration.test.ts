import { openTestEnvironment, type TestEnvironment, type TestWorkspace } from "@plumbline/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { compactMetrics } from "./compact-metrics.ts";
import { createRun } from "./create-run.ts";
import { logBatch } from "./log-batch.ts";
import { drawCurves, getCurves, sampleMetricHistory } from "./metric-history.ts";
import { leastBytes } from "./part-cache.ts";
import { findPoints } from "./store/metric-reads.ts";

let env: TestEnvironment;
let workspace: TestWorkspace;
let caller: ReturnType<TestEnvironment["callerOf"]>;
beforeAll(async () => {
  env = await openTestEnvironment();
  workspace = await env.createWorkspace();
  caller = env.callerOf({ workspace, role: "contributor" });
});
afterAll(() => env.close());

const key = "loss";
const special = ["NaN", "Infinity", "-Infinity"] as const;
const point = (step: number) => ({ key, step, timestamp: 1_700_000_000_000 + step * 37, value: special[step % 500] ?? Math.sin(step) / 3 });
const points = (from: number, to: number, stride = 1) =>
  Array.from({ length: (to - from) / stride }, (_, index) => point(from + index * stride));
const resources = (some: ReturnType<typeof points>) => some.map(({ step, timestamp, value }) => ({ step, timestamp, value }));

async function compact(): Promise<void> {
  const handler = await compactMetrics.handler();
  const deps = { ...env.deps, now: () => new Date(Date.now() + 3_600_000) };
  await handler({ deps, taskId: "test", workspaceId: null, signal: AbortSignal.timeout(60_000) }, {});
}

test("a curve that is read again is what it was, has what came since, and is the same when merged", async () => {
  const { runId } = await createRun(env.deps, caller, { experimentId: "0" });
  const curve = async (range = {}) =>
    (await getCurves(env.deps, caller, { runIds: [runId], keys: [key], maxPoints: 10_000, ...range })).curves[0]?.points;
  // Two writers, whose steps lie between each other's.
  await Promise.all([
    logBatch(env.deps, caller, { runId, metrics: points(0, 2000, 2) }),
    logBatch(env.deps, caller, { runId, metrics: points(1, 2001, 2) }),
  ]);
  const first = resources(points(0, 2000));
  expect(await curve()).toEqual(first);
  expect(await curve()).toEqual(first);
  expect(await curve({ startStep: 700, endStep: 702 })).toEqual(first.slice(700, 703));
  await logBatch(env.deps, caller, { runId, metrics: points(2000, 6000).slice(0, 1000) });
  for (const from of [3000, 4000, 5000]) await logBatch(env.deps, caller, { runId, metrics: points(from, from + 1000) });
  const all = resources(points(0, 6000));
  expect(await curve()).toEqual(all);
  await compact();
  expect(await curve()).toEqual(all);
  expect(await curve()).toEqual(all);
  // A point that came a second time is still one.
  await logBatch(env.deps, caller, { runId, metrics: points(100, 700) });
  expect(await curve()).toEqual(all);
  expect((await drawCurves(env.deps, caller, { runIds: [runId], keys: [key], maxPoints: 2000 })).curves[0]?.total).toBe(6000);
  const sampled = await sampleMetricHistory(env.deps, caller, { runIds: [runId], key, maxResults: 4 });
  expect(sampled.points.map(({ step }) => step)).toEqual([0, 1500, 3000, 5999]);
});

test("two metrics of a run with the same points, merged into blocks of one digest, stay two", async () => {
  const { runId } = await createRun(env.deps, caller, { experimentId: "0" });
  const keys = ["left", "right"];
  for (const from of [0, 1000, 2000]) {
    for (const name of keys)
      await logBatch(env.deps, caller, { runId, metrics: points(from, from + 1000).map((one) => ({ ...one, key: name })) });
  }
  await compact();
  const expected = keys.map((name) => ({ runId, key: name, points: resources(points(0, 3000)), total: 3000 }));
  for (const asked of [keys, keys, ["right"]]) {
    const { curves } = await getCurves(env.deps, caller, { runIds: [runId], keys: asked, maxPoints: 5000 });
    expect(curves.toSorted((left, right) => left.key.localeCompare(right.key))).toEqual(expected.filter((one) => asked.includes(one.key)));
  }
});

test("of what the reader has, the database says that it is there and sends no points", async () => {
  const { runId } = await createRun(env.deps, caller, { experimentId: "0" });
  await logBatch(env.deps, caller, { runId, metrics: points(0, 1000) });
  await logBatch(env.deps, caller, { runId, metrics: points(1000, 1010) });
  const [run] = await env.sql<{ key: number }>("SELECT key FROM run WHERE run_id = $1", [runId]);
  const [named] = await env.sql<{ id: number }>("SELECT id FROM metric_key WHERE workspace_id = $1 AND name = $2", [workspace.id, key]);
  const wanted = { runKeys: [run?.key ?? 0], keyIds: [named?.id ?? 0], range: { startStep: undefined, endStep: undefined } };
  const read = (kept: readonly string[]) =>
    env.db.transaction({ role: "app", workspaceId: workspace.id, actorId: "test" }, (tx) =>
      findPoints(tx, workspace.id, { ...wanted, kept }),
    );
  const found = (await read([])).toSorted((left, right) => left.loStep - right.loStep);
  expect(found.map(({ digest, points }) => [digest === null, (points?.length ?? 0) >= leastBytes])).toEqual([
    [false, true],
    [true, false],
  ]);
  const again = (await read([found[0]?.digest ?? ""])).toSorted((left, right) => left.loStep - right.loStep);
  expect(again).toEqual([{ ...found[0], points: null }, found[1]]);
});

test("what was kept of a run is for its workspace alone, and ends with the run's points", async () => {
  const { runId } = await createRun(env.deps, caller, { experimentId: "0" });
  await logBatch(env.deps, caller, { runId, metrics: points(0, 1000) });
  const asked = { runIds: [runId], key, maxResults: 2000 };
  expect((await sampleMetricHistory(env.deps, caller, asked)).points).toHaveLength(1000);
  const stranger = env.callerOf({ workspace: await env.createWorkspace(), role: "admin" });
  await expect(sampleMetricHistory(env.deps, stranger, asked)).rejects.toMatchObject({ code: "not-found" });
  await env.sql("DELETE FROM metric_arrival WHERE run_key = (SELECT key FROM run WHERE run_id = $1)", [runId]);
  expect((await sampleMetricHistory(env.deps, caller, asked)).points).toEqual([]);
});
