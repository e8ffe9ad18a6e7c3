import * as contract from "@plumbline/contracts/experiments/group-runs";
import type { CallInput } from "@plumbline/contracts/operation";
import { openTestEnvironment, type TestEnvironment, type TestWorkspace } from "@plumbline/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Caller } from "../kernel/index.ts";
import { createExperiment, createRun, deleteRun, groupRuns, logBatch, logInputs, searchRuns, updateRun } from "./index.ts";

let env: TestEnvironment;
let workspace: TestWorkspace;
let caller: Caller;
let experimentId: string;
beforeAll(async () => {
  env = await openTestEnvironment();
  workspace = await env.createWorkspace();
  caller = env.callerOf({ workspace, role: "admin" });
  experimentId = await sweep();
});
afterAll(() => env.close());

interface Made {
  params?: Record<string, string>;
  tags?: Record<string, string>;
  auc?: number[];
  userId?: string;
  datasets?: string[];
}

/** One run, a second after the one before it. */
async function make(experiment: string, runId: string, made: Made): Promise<void> {
  env.advance(1000);
  await createRun(env.deps, caller, {
    experimentId: experiment,
    runId,
    name: `name of ${runId}`,
    userId: made.userId ?? "",
    startTime: env.deps.now().getTime(),
  });
  const pairs = (values: Record<string, string> = {}) => Object.entries(values).map(([key, value]) => ({ key, value }));
  const metrics = (made.auc ?? []).map((value, step) => ({
    key: "auc",
    value: Number.isNaN(value) ? ("NaN" as const) : value,
    timestamp: 1,
    step,
  }));
  await logBatch(env.deps, caller, { runId, params: pairs(made.params), tags: pairs(made.tags), metrics });
  const datasets = (made.datasets ?? []).map((name) => ({ dataset: { name, digest: `d-${name}`, sourceType: "local", source: "{}" } }));
  if (datasets.length > 0) await logInputs(env.deps, caller, { runId, datasets });
}

async function sweep(): Promise<string> {
  const { experimentId: made } = await createExperiment(env.deps, caller, { name: "sweep" });
  await make(made, "parent", { userId: "ada" });
  const child = { "mlflow.parentRunId": "parent" };
  await make(made, "a1", { params: { lr: "0.1" }, tags: child, auc: [0.5, 0.75], userId: "ada", datasets: ["loans"] });
  await make(made, "a2", { params: { lr: "0.1" }, tags: child, auc: [0.25, 0.25], userId: "ben", datasets: ["loans", "cards"] });
  await make(made, "a3", { params: { lr: "0.1" }, auc: [Number.NaN], userId: "ben" });
  await make(made, "b1", { params: { lr: `it's "0.2"` }, auc: [1], tags: { team: "risk" } });
  await make(made, "gone", { params: { lr: "0.1" }, auc: [9] });
  await deleteRun(env.deps, caller, { runId: "gone" });
  await updateRun(env.deps, caller, { runId: "b1", status: "FAILED" });
  return made;
}

type Grouping = Omit<CallInput<typeof contract.groupRuns>, "experimentIds">;
const group = (input: Grouping) => groupRuns(env.deps, caller, { experimentIds: [experimentId], ...input });
const counts = async (input: Grouping) => (await group(input)).items.map(({ value, runs }) => [value, runs]);
const lr = { by: "param" as const, key: "lr" };

describe("groups", () => {
  test("by a param: each value, and the runs without it; deleted ones are left out", async () => {
    expect(await counts({ grouping: lr })).toEqual([
      ["0.1", 3],
      [`it's "0.2"`, 1],
      [null, 1],
    ]);
    expect(await group({ grouping: lr })).toMatchObject({ groupCount: 3, isCapped: false, isPartial: false, nextCursor: null });
  });

  test.each([
    [
      "tag",
      { by: "tag" as const, key: "team" },
      [
        [null, 4],
        ["risk", 1],
      ],
    ],
    [
      "status",
      { by: "status" as const },
      [
        ["RUNNING", 4],
        ["FAILED", 1],
      ],
    ],
    [
      "user",
      { by: "user" as const },
      [
        ["ada", 2],
        ["ben", 2],
        [null, 1],
      ],
    ],
    [
      "dataset, a run of two in both",
      { by: "dataset" as const },
      [
        [null, 3],
        ["loans", 2],
        ["cards", 1],
      ],
    ],
  ])("by %s", async (_, grouping, expected) => {
    expect(await counts({ grouping })).toEqual(expected);
  });

  test("by parent: the children under its name, and the runs without one", async () => {
    const { items } = await group({ grouping: { by: "parent" } });
    expect(items.map(({ value, title, runs }) => [value, title, runs])).toEqual([
      [null, null, 3],
      ["parent", "name of parent", 2],
    ]);
  });

  test("of the runs that match the filter", async () => {
    expect(await counts({ grouping: lr, filter: "metrics.auc > 0.5" })).toEqual([
      ["0.1", 1],
      [`it's "0.2"`, 1],
    ]);
    expect(await group({ grouping: lr, filter: "metrics.auc > 5" })).toMatchObject({ items: [], groupCount: 0 });
    await expect(group({ grouping: lr, filter: "metrics.auc >" })).rejects.toMatchObject({ code: "invalid", fields: [{ path: "filter" }] });
  });
});

describe("figures", () => {
  test("say of how many runs they are made, and which is best; NaN is none", async () => {
    const { items } = await group({ grouping: lr, figures: [{ key: "auc" }, { key: "auc", figure: "first" }, { key: "nothing" }] });
    const [last, first, nothing] = items[0]?.figures ?? [];
    expect(last).toEqual({ key: "auc", figure: "last", runs: 2, mean: 0.5, min: 0.25, max: 0.75, minRunId: "a2", maxRunId: "a1" });
    expect(first).toMatchObject({ figure: "first", runs: 2, mean: 0.375, min: 0.25, max: 0.5 });
    expect(nothing).toMatchObject({ runs: 0, mean: null, min: null, max: null, minRunId: null, maxRunId: null });
  });

  test("of numbers at the end of what can be told do not overflow", async () => {
    const { experimentId: extreme } = await createExperiment(env.deps, caller, { name: "extreme" });
    for (const [at, auc] of [1.7e308, 1.7e308, 1e-310].entries()) await make(extreme, `e${at}`, { params: { lr: "1" }, auc: [auc] });
    await make(extreme, "e3", { params: { lr: "2" }, auc: [Number.POSITIVE_INFINITY] });
    const input = { experimentIds: [extreme], grouping: lr, figures: [{ key: "auc" }], order: { by: "figure" as const, key: "auc" } };
    const { items } = await groupRuns(env.deps, caller, input);
    const [infinite, large] = items.map(({ figures }) => figures[0]);
    expect(infinite).toMatchObject({ mean: "Infinity", min: "Infinity" });
    expect(large).toMatchObject({ min: 1e-310, max: 1.7e308 });
    expect(Number(large?.mean) / 1.7e308).toBeCloseTo(2 / 3);
  });
});

describe("order and pages", () => {
  test.each([
    ["by value, upwards", { by: "value" as const }, false, ["0.1", `it's "0.2"`, null]],
    ["by value, downwards", { by: "value" as const }, true, [`it's "0.2"`, "0.1", null]],
    ["by the newest run", { by: "latest" as const }, true, [`it's "0.2"`, "0.1", null]],
    ["by a figure, groups without it last", { by: "figure" as const, key: "auc" }, true, [`it's "0.2"`, "0.1", null]],
    ["by a figure, upwards", { by: "figure" as const, key: "auc", of: "min" as const }, false, ["0.1", `it's "0.2"`, null]],
  ])("%s, page by page", async (...[, order, isDescending, expected]) => {
    const seen: (string | null)[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const page: Awaited<ReturnType<typeof group>> = await group({
        grouping: lr,
        order,
        isDescending,
        limit: 1,
        ...(cursor ? { cursor } : {}),
      });
      seen.push(...page.items.map(({ value }) => value));
      expect(page.groupCount).toBe(3);
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(expected);
  });

  test("a cursor of another grouping is refused", async () => {
    const { nextCursor } = await group({ grouping: lr, limit: 1 });
    await expect(group({ grouping: { by: "status" }, limit: 1, cursor: nextCursor ?? "" })).rejects.toMatchObject({ code: "invalid" });
  });

  test("no more groups are listed than the limit, and it is said that there are more", async () => {
    const { experimentId: wide } = await createExperiment(env.deps, caller, { name: "wide" });
    await env.sql(
      `WITH made AS (INSERT INTO run (workspace_id, run_id, experiment_id, name, status, user_id, created_by, start_time, artifact_uri)
         SELECT $1, 'w' || i, $2, 'w', 'FINISHED', '', 'x', i, '' FROM generate_series(1, $3::int) i RETURNING key, run_id)
       INSERT INTO run_param (workspace_id, run_key, key, value) SELECT $1, key, 'seed', run_id FROM made`,
      [workspace.id, Number(wide), contract.runGroupsMax + 1],
    );
    const input = { experimentIds: [wide], grouping: { by: "param" as const, key: "seed" }, order: { by: "latest" as const }, limit: 500 };
    const first = await groupRuns(env.deps, caller, input);
    expect(first).toMatchObject({ groupCount: contract.runGroupsMax, isCapped: true, isPartial: false });
    expect(first.items[0]?.value).toBe(`w${contract.runGroupsMax + 1}`);
    let seen = first.items.length;
    for (let cursor = first.nextCursor; cursor !== null; ) {
      const page: typeof first = await groupRuns(env.deps, caller, { ...input, cursor });
      seen += page.items.length;
      cursor = page.nextCursor;
    }
    expect(seen).toBe(contract.runGroupsMax);
  });
});

describe("the runs of a group", () => {
  const within = async (grouping: Grouping["grouping"], value: string | null, digest?: string) => {
    const { items } = await searchRuns(env.deps, caller, {
      experimentIds: [experimentId],
      within: { grouping, value, ...(digest ? { digest } : {}) },
    });
    return items.map(({ runId }) => runId);
  };

  test("are those that were counted, whatever the value holds", async () => {
    expect(await within(lr, "0.1")).toEqual(["a3", "a2", "a1"]);
    expect(await within(lr, `it's "0.2"`)).toEqual(["b1"]);
    expect(await within(lr, null)).toEqual(["parent"]);
    expect(await within({ by: "parent" }, "parent")).toEqual(["a2", "a1"]);
    expect(await within({ by: "parent" }, null)).toEqual(["b1", "a3", "parent"]);
    expect(await within({ by: "status" }, "FAILED")).toEqual(["b1"]);
    expect(await within({ by: "user" }, "ben")).toEqual(["a3", "a2"]);
    expect(await within({ by: "user" }, null)).toEqual(["b1"]);
    expect(await within({ by: "dataset" }, "loans", "d-loans")).toEqual(["a2", "a1"]);
    expect(await within({ by: "dataset" }, "loans", "another")).toEqual([]);
    expect(await within({ by: "dataset" }, null)).toEqual(["b1", "a3", "parent"]);
  });

  test("a cursor belongs to its group", async () => {
    const search = { experimentIds: [experimentId], limit: 1 };
    const { nextCursor } = await searchRuns(env.deps, caller, { ...search, within: { grouping: lr, value: "0.1" } });
    const other = searchRuns(env.deps, caller, { ...search, within: { grouping: lr, value: null }, cursor: nextCursor ?? "" });
    await expect(other).rejects.toMatchObject({ code: "invalid" });
  });
});

test("a regular expression that is none is refused, with its place", async () => {
  await expect(group({ grouping: lr, filter: "params.lr RLIKE '('" })).rejects.toMatchObject({
    code: "invalid",
    params: { reason: "filter", offset: 16 },
    fields: [{ path: "filter" }],
  });
});
