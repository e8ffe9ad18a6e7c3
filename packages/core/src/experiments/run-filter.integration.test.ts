import { openTestEnvironment, type TestEnvironment } from "@plumbline/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Caller } from "../kernel/index.ts";
import {
  countRuns,
  createExperiment,
  createRun,
  deleteRun,
  logBatch,
  searchExperiments,
  searchLoggedModels,
  searchRuns,
  updateRun,
} from "./index.ts";

let env: TestEnvironment;
let caller: Caller;
let first: string;
let second: string;

const hour = 3_600_000;

async function run(
  experimentId: string,
  runId: string,
  made: { losses?: readonly number[]; ago?: number; lasted?: number; tags?: object },
) {
  const startTime = Date.now() - (made.ago ?? 0);
  const tags = Object.entries(made.tags ?? {}).map(([key, value]) => ({ key, value: String(value) }));
  await createRun(env.deps, caller, { experimentId, runId, startTime, tags });
  const metrics = (made.losses ?? []).map((value, step) => ({ key: "loss", value, step, timestamp: 1 }));
  await logBatch(env.deps, caller, { runId, metrics, params: [{ key: "lr", value: runId === "a" ? "0.1" : "0.2" }] });
  if (made.lasted !== undefined) await updateRun(env.deps, caller, { runId, status: "FINISHED", endTime: startTime + made.lasted });
}

beforeAll(async () => {
  env = await openTestEnvironment();
  caller = env.callerOf({ workspace: await env.createWorkspace(), role: "admin" });
  first = (await createExperiment(env.deps, caller, { name: "first" })).experimentId;
  second = (await createExperiment(env.deps, caller, { name: "second" })).experimentId;
  await run(first, "a", { losses: [3, 1, 2], ago: 10 * hour, lasted: 3 * hour });
  await run(first, "b", { losses: [5, 4], ago: 2 * hour, lasted: 90_000, tags: { "mlflow.parentRunId": "a" } });
  await run(second, "c", { ago: hour, tags: { "plumbline.job": "job-1" } });
});
afterAll(() => env.close());

const find = async (filter: string, orderBy: string[] = ["run_id"]): Promise<string[]> =>
  (await searchRuns(env.deps, caller, { filter, orderBy })).items.map(({ runId }) => runId);

describe("what the stock language lacks", () => {
  test.each([
    ["metrics.loss > 3 OR params.lr = '0.1'", ["a", "b"]],
    ["NOT metrics.loss > 3", ["a", "c"]],
    ["metrics.loss IS NULL", ["c"]],
    ["NOT (params.lr = '0.1' OR metrics.loss IS NULL)", ["b"]],
    ["params.lr IN ('0.1', '9')", ["a"]],
    ["metrics.loss IN (2, 7)", ["a"]],
    ["metrics.loss NOT IN (2, 7)", ["b"]],
    ["metrics.loss BETWEEN 2 AND 4", ["a", "b"]],
    ["metrics.loss NOT BETWEEN 2 AND 3", ["b"]],
    ["run_id RLIKE '^[ab]$' AND run_id NOT RLIKE 'a'", ["b"]],
    ["params.lr NOT LIKE '%1'", ["b", "c"]],
    ["metrics.loss.min < 2", ["a"]],
    ["metrics.loss.max = 5 OR metrics.loss.first = 3", ["a", "b"]],
    ["metrics.loss.mean = 2 AND metrics.loss.count = 3", ["a"]],
    ["mean(metrics.loss) > 4", ["b"]],
    ["start_time > -3h", ["b", "c"]],
    ["start_time BETWEEN now - 3h AND -90m", ["b"]],
    ["start_time > '2020-01-01' AND start_time < now", ["a", "b", "c"]],
    ["duration > 2h", ["a"]],
    ["duration BETWEEN 1m AND 2m", ["b"]],
    ["duration IS NULL", ["c"]],
    ["end_time IS NULL", ["c"]],
    ["child_of = 'a'", ["b"]],
    ["child_of IS NULL", ["a", "c"]],
    ["job = 'job-1'", ["c"]],
  ])("%s", async (filter, expected) => {
    expect(await find(filter)).toEqual(expected);
    expect(await countRuns(env.deps, caller, { filter })).toEqual({ value: expected.length, isCapped: false });
  });

  test.each([
    [["min(metrics.loss)"], ["a", "b", "c"]],
    [["metrics.loss.max DESC"], ["b", "a", "c"]],
    [["metrics.loss.count"], ["b", "a", "c"]],
    [["duration"], ["b", "a", "c"]],
    [["duration DESC"], ["a", "b", "c"]],
    [
      ["child_of", "run_id DESC"],
      ["b", "c", "a"],
    ],
  ])("in the order of %j", async (orderBy, expected) => {
    expect(await find("", orderBy)).toEqual(expected);
  });

  test("a metric that is named like a figure goes first, in the workspace that has it alone", async () => {
    const other = env.callerOf({ workspace: await env.createWorkspace(), role: "admin" });
    const search = async (filter: string, orderBy: string[] = []) =>
      (await searchRuns(env.deps, other, { filter, orderBy })).items.map(({ runId }) => runId);
    for (const [runId, loss] of [
      ["x", 1],
      ["y", 2],
    ] as const) {
      await createRun(env.deps, other, { runId, startTime: loss });
      await logBatch(env.deps, other, { runId, metrics: [{ key: "loss", value: loss, timestamp: 1 }] });
    }
    expect(await search("metrics.loss.min = 1")).toEqual(["x"]);
    await logBatch(env.deps, other, { runId: "y", metrics: [{ key: "loss.min", value: 1, timestamp: 1 }] });
    expect(await search("metrics.loss.min = 1")).toEqual(["y"]);
    expect(await search("metrics.loss.min IS NULL")).toEqual(["x"]);
    expect(await search("metrics.`loss.min` = 1")).toEqual(["y"]);
    expect(await search("min(metrics.loss) = 1")).toEqual(["x"]);
    expect(await search("", ["metrics.loss.min"])).toEqual(["y", "x"]);
    expect(await search("", ["min(metrics.loss)"])).toEqual(["x", "y"]);
    expect(await find("metrics.loss.min = 1")).toEqual(["a"]);
  });
});

describe("a regular expression that PostgreSQL cannot read", () => {
  test.each([
    ["run_name RLIKE '['", 15],
    ["NOT (run_id = 'none' AND params.lr REGEXP 'a**')", 42],
    ["params.nobody RLIKE '(a'", 20],
    ["params.lr RLIKE 'a' OR params.lr NOT RLIKE \"a{2,1}\"", 43],
  ])("%s is refused with its place, whatever the runs", async (filter, offset) => {
    await expect(searchRuns(env.deps, caller, { filter })).rejects.toMatchObject({
      code: "invalid",
      message: expect.stringMatching(/^Invalid regular expression: /),
      params: { reason: "filter", offset, expected: ["a regular expression"] },
      fields: [{ path: "filter", place: { offset, expected: ["a regular expression"] } }],
    });
    await expect(countRuns(env.deps, caller, { filter })).rejects.toMatchObject({ params: { offset } });
  });

  test("in every kind of search", async () => {
    await expect(searchExperiments(env.deps, caller, { filter: "name RLIKE '['" })).rejects.toMatchObject({ params: { offset: 11 } });
    const models = searchLoggedModels(env.deps, caller, { experimentIds: ["0"], filter: "name RLIKE '['" });
    await expect(models).rejects.toMatchObject({ params: { offset: 11 } });
  });
});

test("searches of experiments and logged models know OR, NOT and parentheses too", async () => {
  const { items } = await searchExperiments(env.deps, caller, {
    filter: "(name = 'first' OR name RLIKE '^sec') AND NOT (name IN ('second') AND creation_time > -1d)",
  });
  expect(items.map(({ name }) => name)).toEqual(["first"]);
  const models = await searchLoggedModels(env.deps, caller, {
    experimentIds: ["0"],
    filter: "name = x OR NOT (metrics.a BETWEEN 1 AND 2)",
  });
  expect(models.items).toEqual([]);
});

describe("all experiments of the workspace", () => {
  const ids = async (experimentIds?: string[] | "all", view: "active" | "deleted" | "all" = "active") => {
    const { items } = await searchRuns(env.deps, caller, { ...(experimentIds && { experimentIds }), view, orderBy: ["run_id"] });
    return items.map(({ runId }) => runId);
  };

  test("are what is searched where none is named", async () => {
    expect(await ids()).toEqual(["a", "b", "c"]);
    expect(await ids("all")).toEqual(["a", "b", "c"]);
    expect(await ids([first])).toEqual(["a", "b"]);
    expect(await ids([])).toEqual([]);
  });

  test("page by page, also when an experiment is added between", async () => {
    const page = await searchRuns(env.deps, caller, { orderBy: ["run_id"], limit: 2 });
    await createExperiment(env.deps, caller, { name: "third" });
    const next = await searchRuns(env.deps, caller, { orderBy: ["run_id"], limit: 2, cursor: page.nextCursor ?? "" });
    expect([...page.items, ...next.items].map(({ runId }) => runId)).toEqual(["a", "b", "c"]);
    await expect(
      searchRuns(env.deps, caller, { experimentIds: [first], orderBy: ["run_id"], cursor: page.nextCursor ?? "" }),
    ).rejects.toMatchObject({ code: "invalid" });
  });

  test("of this workspace alone, by the view", async () => {
    const stranger = env.callerOf({ workspace: await env.createWorkspace(), role: "admin" });
    const filter = "NOT metrics.loss > 1000 OR artifact.path IS NULL OR model.name IS NULL OR created_by LIKE '%'";
    expect((await searchRuns(env.deps, stranger, { filter, view: "all" })).items).toEqual([]);
    expect(await countRuns(env.deps, stranger, { filter })).toEqual({ value: 0, isCapped: false });
    await deleteRun(env.deps, caller, { runId: "c" });
    expect(await ids("all", "deleted")).toEqual(["c"]);
    expect(await ids("all", "all")).toEqual(["a", "b", "c"]);
  });
});
