import type * as contract from "@plumbline/contracts/experiments/run";
import type { CallInput } from "@plumbline/contracts/operation";
import { openTestEnvironment, type TestEnvironment } from "@plumbline/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Caller } from "../kernel/index.ts";
import { countRuns, createExperiment, createRun, deleteRun, logBatch, logInputs, searchRuns, updateRun } from "./index.ts";

let env: TestEnvironment;
let caller: Caller;
let experimentId: string;

interface Wanted {
  readonly name: string;
  readonly loss?: number | "NaN" | "Infinity";
  readonly lr?: string;
  readonly team?: string;
}

const runs: readonly Wanted[] = [
  { name: "alpha", loss: 0.5, lr: "0.1", team: "Risk" },
  { name: "Beta", loss: 0.25, lr: "0.01" },
  { name: "gamma", loss: "NaN", lr: "0.1", team: "risk" },
  { name: "delta_1", loss: "Infinity", team: "r\\sk" },
  { name: "empty" },
];

beforeAll(async () => {
  env = await openTestEnvironment();
  caller = env.callerOf({ workspace: await env.createWorkspace(), role: "admin" });
  experimentId = (await createExperiment(env.deps, caller, { name: "searched" })).experimentId;
  for (const [index, { name, loss, lr, team }] of runs.entries()) {
    const { runId } = await createRun(env.deps, caller, { experimentId, runId: name, name, userId: "ada", startTime: 1000 + index });
    await logBatch(env.deps, caller, {
      runId,
      metrics:
        loss === undefined
          ? []
          : [
              { key: "loss", value: 9, timestamp: 1 },
              { key: "loss", value: loss, timestamp: 2, step: 1 },
              { key: "val/f1 score", value: 0.2, timestamp: 1 },
            ],
      params: lr === undefined ? [] : [{ key: "lr", value: lr }],
      tags: team === undefined ? [] : [{ key: "team", value: team }],
    });
  }
  await updateRun(env.deps, caller, { runId: "alpha", status: "FINISHED", endTime: 5000 });
  await updateRun(env.deps, caller, { runId: "Beta", status: "FAILED", endTime: 4000 });
  const dataset = { sourceType: "code", source: "x" };
  await logInputs(env.deps, caller, {
    runId: "alpha",
    datasets: [{ dataset: { ...dataset, name: "iris", digest: "d1" }, tags: [{ key: "mlflow.data.context", value: "train" }] }],
  });
  await logInputs(env.deps, caller, {
    runId: "Beta",
    datasets: [
      { dataset: { ...dataset, name: "iris", digest: "d2" } },
      { dataset: { ...dataset, name: "wine", digest: "d3" }, tags: [{ key: "mlflow.data.context", value: "eval" }] },
    ],
  });
});
afterAll(() => env.close());

type Search = Partial<CallInput<typeof contract.searchRuns>>;
const find = async (search: Search): Promise<string[]> =>
  (await searchRuns(env.deps, caller, { experimentIds: [experimentId], ...search })).items.map(({ runId }) => runId);
/** Oldest first, as the runs stand above. */
const match = (filter: string): Promise<string[]> => find({ filter, orderBy: ["start_time ASC"] });

describe("filters", () => {
  test.each([
    ["metrics.loss < 0.5", ["Beta"]],
    ["metrics.loss <= 0.5", ["alpha", "Beta"]],
    ["metrics.loss > 0.25", ["alpha", "delta_1"]],
    ["metrics.loss >= 0.25", ["alpha", "Beta", "delta_1"]],
    ["metrics.loss = 0.25", ["Beta"]],
    ["metrics.loss = 9", []],
    ["metrics.loss != 0.5", ["Beta", "gamma", "delta_1"]],
    ["metrics.loss = 1e999", ["delta_1"]],
    ["metrics.`val/f1 score` > 0.1 AND metrics.loss < 1", ["alpha", "Beta"]],
    ["metrics.unknown != 1", []],
    ["params.lr = '0.1'", ["alpha", "gamma"]],
    ["params.lr != '0.1'", ["Beta"]],
    ["params.lr IS NULL", ["delta_1", "empty"]],
    ["params.lr IS NOT NULL", ["alpha", "Beta", "gamma"]],
    ["tags.team = 'risk'", ["gamma"]],
    ["tags.team != 'risk'", ["alpha", "delta_1"]],
    ["tags.team LIKE 'r%'", ["gamma", "delta_1"]],
    ["tags.team ILIKE 'R_SK'", ["alpha", "gamma", "delta_1"]],
    ["tags.team LIKE 'r\\%'", ["delta_1"]],
    ["tags.unknown IS NULL AND params.lr = '0.01'", ["Beta"]],
    ["run_name LIKE '%lta\\_1'", []],
    ["run_name LIKE 'delta_%'", ["delta_1"]],
    ["attributes.run_name ILIKE 'b%'", ["Beta"]],
    ["status = 'FINISHED'", ["alpha"]],
    ["status = 'finished'", []],
    ["status != 'RUNNING'", ["alpha", "Beta"]],
    ["user_id = 'ada' AND start_time >= 1003", ["delta_1", "empty"]],
    ["start_time > 1002.5", ["delta_1", "empty"]],
    ["end_time != 4000", ["alpha"]],
    ["end_time < 4500", ["Beta"]],
    ["run_id IN ('alpha', 'empty')", ["alpha", "empty"]],
    ["run_id NOT IN ('alpha', 'empty')", ["Beta", "gamma", "delta_1"]],
    ["dataset.name = 'iris'", ["alpha", "Beta"]],
    ["dataset.name != 'iris'", ["Beta"]],
    ["dataset.digest IN ('d1', 'd3')", ["alpha", "Beta"]],
    ["dataset.context = 'train'", ["alpha"]],
    ["dataset.context != 'train'", ["Beta"]],
    ["dataset.name LIKE 'w%' AND dataset.name ILIKE 'IR%'", ["Beta"]],
    ["", ["alpha", "Beta", "gamma", "delta_1", "empty"]],
  ])("%s", async (filter, expected) => {
    expect(await match(filter)).toEqual(expected);
  });

  test("a refused filter carries the language's message and place", async () => {
    await expect(match("metrics.loss > 'x'")).rejects.toMatchObject({
      code: "invalid",
      message: "Expected numeric value type for metric. Found 'x'",
      params: { reason: "filter", offset: 15 },
    });
    await expect(match("params.lr = '\u0000'")).rejects.toMatchObject({ code: "invalid" });
    await expect(find({ orderBy: ["metrics.loss UP"] })).rejects.toMatchObject({ code: "invalid", params: { reason: "order-by" } });
  });
});

describe("orders", () => {
  test.each([
    [[], ["empty", "delta_1", "gamma", "Beta", "alpha"]],
    [["metrics.loss ASC"], ["Beta", "alpha", "delta_1", "gamma", "empty"]],
    [["metrics.loss DESC"], ["delta_1", "alpha", "Beta", "gamma", "empty"]],
    [["params.lr"], ["Beta", "gamma", "alpha", "empty", "delta_1"]],
    [
      ["params.lr DESC", "start_time"],
      ["alpha", "gamma", "Beta", "delta_1", "empty"],
    ],
    [["end_time DESC"], ["alpha", "Beta", "empty", "delta_1", "gamma"]],
    [["end_time"], ["Beta", "alpha", "empty", "delta_1", "gamma"]],
    [["run_name"], ["Beta", "alpha", "delta_1", "empty", "gamma"]],
    [
      ["status DESC", "run_id"],
      ["delta_1", "empty", "gamma", "alpha", "Beta"],
    ],
    [["tags.team"], ["alpha", "delta_1", "gamma", "empty", "Beta"]],
    [["metrics.unknown"], ["empty", "delta_1", "gamma", "Beta", "alpha"]],
  ])("%j", async (orderBy, expected) => {
    expect(await find({ orderBy })).toEqual(expected);
  });

  test.each([[[]], [["metrics.loss"]], [["metrics.loss DESC"]], [["params.lr DESC", "end_time"]], [["tags.team", "run_name DESC"]]])(
    "pages of %j hold every run once, in order",
    async (orderBy) => {
      const whole = await find({ orderBy });
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await searchRuns(env.deps, caller, {
          experimentIds: [experimentId],
          orderBy,
          limit: 2,
          ...(cursor ? { cursor } : {}),
        });
        seen.push(...page.items.map(({ runId }) => runId));
        cursor = page.nextCursor ?? undefined;
      } while (cursor);
      expect(seen).toEqual(whole);
    },
  );

  test("a cursor fits no other filter, order, view or experiments, and no forged one is bound", async () => {
    const { nextCursor } = await searchRuns(env.deps, caller, { experimentIds: [experimentId], limit: 2 });
    const cursor = nextCursor ?? "";
    const others: Search[] = [
      { filter: "status = 'FAILED'" },
      { orderBy: ["run_id"] },
      { view: "all" },
      { experimentIds: ["0", experimentId] },
      { cursor: "garbage" },
    ];
    for (const other of others)
      await expect(find({ cursor, ...other })).rejects.toMatchObject({ code: "invalid", fields: [{ path: "cursor" }] });
    const [bound] = JSON.parse(Buffer.from(cursor, "base64url").toString()) as string[];
    for (const position of [[], ["x", "y"], [1, 2], [1.5, "a"], [1, "\u0000"]]) {
      const forged = Buffer.from(JSON.stringify([bound, ...position])).toString("base64url");
      await expect(find({ cursor: forged })).rejects.toMatchObject({ code: "invalid", fields: [{ path: "cursor" }] });
    }
  });
});

describe("what comes back", () => {
  test("params, tags, metrics, inputs of each run; NaN and infinity as text", async () => {
    const { items } = await searchRuns(env.deps, caller, { experimentIds: [experimentId], orderBy: ["start_time"] });
    expect(items[0]).toMatchObject({
      runId: "alpha",
      params: [{ key: "lr", value: "0.1" }],
      tags: [
        { key: "mlflow.runName", value: "alpha" },
        { key: "team", value: "Risk" },
      ],
      metrics: [
        {
          key: "loss",
          last: { value: 0.5, timestamp: 2, step: 1 },
          first: { value: 9, timestamp: 1, step: 0 },
          min: 0.5,
          max: 9,
          mean: 4.75,
          count: 2,
        },
        { key: "val/f1 score", last: { value: 0.2 }, count: 1 },
      ],
      inputs: [
        {
          dataset: { name: "iris", digest: "d1", sourceType: "code", source: "x" },
          tags: [{ key: "mlflow.data.context", value: "train" }],
        },
      ],
      modelInputs: [],
      modelOutputs: [],
    });
    expect(items[1]?.inputs.map(({ dataset }) => dataset.name)).toEqual(["iris", "wine"]);
    expect(items[2]?.metrics[0]).toMatchObject({ key: "loss", last: { value: "NaN" }, min: 9, max: 9, mean: 9, count: 2 });
    expect(items[3]?.metrics[0]).toMatchObject({ key: "loss", last: { value: "Infinity" }, mean: "Infinity" });
    expect(items[4]).toMatchObject({ params: [], metrics: [], inputs: [] });
  });

  test("only the columns asked for", async () => {
    const columns = { metrics: ["loss"], params: [], tags: ["team"] };
    const { items } = await searchRuns(env.deps, caller, { experimentIds: [experimentId], orderBy: ["start_time"], columns });
    expect(items[0]).toMatchObject({ params: [], tags: [{ key: "team", value: "Risk" }] });
    expect(items[0]?.metrics.map(({ key }) => key)).toEqual(["loss"]);
  });

  test("runs of the view asked for, and of several experiments", async () => {
    const { runId } = await createRun(env.deps, caller, { experimentId: "0", runId: "elsewhere", startTime: 1001 });
    await deleteRun(env.deps, caller, {
      runId: (await createRun(env.deps, caller, { experimentId: "0", runId: "gone", startTime: 1 })).runId,
    });
    expect(await find({ experimentIds: ["0", experimentId, "0"], filter: "start_time < 1003" })).toEqual(["gamma", "Beta", runId, "alpha"]);
    expect(await find({ experimentIds: ["0"], view: "deleted" })).toEqual(["gone"]);
    expect(await find({ experimentIds: ["0"], view: "all" })).toEqual(["elsewhere", "gone"]);
    expect(await find({ experimentIds: [] })).toEqual([]);
    expect(await find({ experimentIds: ["99"] })).toEqual([]);
  });

  test("another workspace's runs never", async () => {
    const stranger = env.callerOf({ workspace: await env.createWorkspace(), role: "admin" });
    for (const filter of ["", "params.lr != ''", "params.lr IS NULL", "metrics.loss != 7", "dataset.name != ''", "run_id = 'alpha'"]) {
      const asked = { experimentIds: ["0", experimentId], filter, view: "all" as const };
      expect((await searchRuns(env.deps, stranger, asked)).items).toEqual([]);
      expect(await countRuns(env.deps, stranger, asked)).toEqual({ value: 0, isCapped: false });
    }
  });
});

test("counts stop at 10,000", async () => {
  expect(await countRuns(env.deps, caller, { experimentIds: [experimentId], filter: "params.lr = '0.1'" })).toEqual({
    value: 2,
    isCapped: false,
  });
  const crowded = (await createExperiment(env.deps, caller, { name: "crowded" })).experimentId;
  const fill = (from: number, to: number) =>
    env.sql(
      `INSERT INTO run (workspace_id, run_id, experiment_id, name, status, user_id, created_by, start_time, artifact_uri)
       SELECT $1, 'n' || g, $2, 'n', 'RUNNING', '', '', g, '' FROM generate_series($3::int, $4::int) g`,
      [caller.workspace?.id, Number(crowded), from, to],
    );
  await fill(1, 10_000);
  expect(await countRuns(env.deps, caller, { experimentIds: [crowded] })).toEqual({ value: 10_000, isCapped: false });
  await fill(10_001, 10_001);
  expect(await countRuns(env.deps, caller, { experimentIds: [crowded] })).toEqual({ value: 10_000, isCapped: true });
});

describe("a filter of very many comparisons", () => {
  const search = (filter: string) => searchRuns(env.deps, caller, { experimentIds: [experimentId], filter });
  const many = (count: number, comparison: string) => Array.from({ length: count }, () => comparison).join(" AND ");

  test.each([
    ["metrics.loss < 1", ["alpha", "Beta"]],
    ["params.lr = '0.1'", ["alpha", "gamma"]],
    ["tags.team != 'x'", ["alpha", "gamma", "delta_1"]],
    ["tags.team IS NULL", ["Beta", "empty"]],
    ["dataset.name = 'iris'", ["alpha", "Beta"]],
  ])("is answered like one: %s", async (comparison, names) => {
    const { items } = await search(many(100, comparison));
    expect(items.map(({ name }) => name).sort()).toEqual([...names].sort());
  });

  test("is refused beyond a hundred", async () => {
    await expect(search(many(101, "metrics.loss < 1"))).rejects.toMatchObject({
      code: "invalid",
      message: "A filter may hold at most 100 comparisons; this one has 101.",
    });
  });
});
