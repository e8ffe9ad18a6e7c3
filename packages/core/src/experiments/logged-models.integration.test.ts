import type * as contract from "@plumbline/contracts/experiments/logged-model";
import type { CallInput } from "@plumbline/contracts/operation";
import { openTestEnvironment, type TestEnvironment } from "@plumbline/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Caller } from "../kernel/index.ts";
import {
  createExperiment,
  createLoggedModel,
  createRun,
  deleteExperiment,
  deleteLoggedModel,
  deleteLoggedModelTag,
  finalizeLoggedModel,
  getLoggedModel,
  logBatch,
  logLoggedModelParams,
  searchLoggedModels,
  setLoggedModelTags,
} from "./index.ts";

let env: TestEnvironment;
let caller: Caller;
let stranger: Caller;
beforeAll(async () => {
  env = await openTestEnvironment();
  caller = env.callerOf({ workspace: await env.createWorkspace(), role: "admin" });
  stranger = env.callerOf({ workspace: await env.createWorkspace(), role: "admin" });
});
afterAll(() => env.close());

const pair = (key: string, value: string) => ({ key, value });

describe("one model", () => {
  test("begins pending, below its experiment's location, and becomes ready", async () => {
    const { experimentId } = await createExperiment(env.deps, caller, { name: "s3", artifactLocation: "s3://bucket/x" });
    const made = await createLoggedModel(env.deps, caller, {
      experimentId,
      name: "net",
      modelType: "agent",
      sourceRunId: "r",
      params: [pair("depth", "3"), pair("depth", "3")],
      tags: [pair("a", "1"), pair("a", "2")],
    });
    expect(made).toMatchObject({
      experimentId,
      name: "net",
      modelType: "agent",
      sourceRunId: "r",
      status: "PENDING",
      statusMessage: null,
      metrics: [],
    });
    expect(made.modelId).toMatch(/^m-[0-9a-f]{32}$/);
    expect(made.artifactUri).toBe(`s3://bucket/x/models/${made.modelId}/artifacts`);
    expect(made.params).toEqual([pair("depth", "3")]);
    expect(made.tags).toEqual([pair("a", "2")]);
    expect(await getLoggedModel(env.deps, caller, { modelId: made.modelId })).toEqual(made);
    env.advance(5);
    const ready = await finalizeLoggedModel(env.deps, caller, { modelId: made.modelId, status: "READY" });
    expect(ready).toEqual({ ...made, status: "READY", lastUpdateTime: ready.lastUpdateTime });
    expect(ready.lastUpdateTime).toBeGreaterThan(made.lastUpdateTime);
  });

  test("gets a name where none is given; marks of paths and quotes are refused", async () => {
    const { name, modelType, sourceRunId } = await createLoggedModel(env.deps, caller, { experimentId: "0", name: "" });
    expect(name).toMatch(/^[a-z]+-[a-z]+-\d{1,3}$/);
    expect({ modelType, sourceRunId }).toEqual({ modelType: null, sourceRunId: null });
    for (const bad of ["a/b", "a:b", "a.b", "a%b", 'a"b', "a'b"]) {
      await expect(createLoggedModel(env.deps, caller, { experimentId: "0", name: bad })).rejects.toMatchObject({
        code: "invalid",
        params: { reason: "logged-model-name", name: bad },
      });
    }
  });

  test("belongs into an active experiment of the workspace", async () => {
    const { experimentId } = await createExperiment(env.deps, caller, { name: "closed" });
    await deleteExperiment(env.deps, caller, { experimentId });
    await expect(createLoggedModel(env.deps, caller, { experimentId })).rejects.toMatchObject({
      params: { reason: "experiment-deleted", experimentId },
    });
    await expect(createLoggedModel(env.deps, stranger, { experimentId })).rejects.toMatchObject({
      code: "not-found",
      params: { noun: "experiment" },
    });
  });

  test("params are added and never change; tags do", async () => {
    const { modelId } = await createLoggedModel(env.deps, caller, { experimentId: "0", params: [pair("lr", "0.1")] });
    const log = (...params: contract.LoggedModel["params"]) => logLoggedModelParams(env.deps, caller, { modelId, params });
    await log(pair("lr", "0.1"), pair("depth", ""));
    await expect(log(pair("new", "1"), pair("lr", "0.2"))).rejects.toMatchObject({
      code: "invalid",
      params: { reason: "param-changed", key: "lr", old: "0.1", new: "0.2", modelId },
    });
    await expect(log(pair("twice", "1"), pair("twice", "2"))).rejects.toMatchObject({ params: { reason: "param-changed", key: "twice" } });
    await expect(log(pair("k".repeat(251), ""))).rejects.toMatchObject({ params: { reason: "key-length" } });
    expect((await getLoggedModel(env.deps, caller, { modelId })).params).toEqual([pair("depth", ""), pair("lr", "0.1")]);
    await setLoggedModelTags(env.deps, caller, { modelId, tags: [pair("a", "1"), pair("b", "2")] });
    expect((await setLoggedModelTags(env.deps, caller, { modelId, tags: [pair("a", "3")] })).tags).toEqual([
      pair("a", "3"),
      pair("b", "2"),
    ]);
    await deleteLoggedModelTag(env.deps, caller, { modelId, key: "a" });
    await expect(deleteLoggedModelTag(env.deps, caller, { modelId, key: "a" })).rejects.toMatchObject({
      code: "not-found",
      params: { reason: "logged-model-tag-unknown", modelId, key: "a" },
    });
    expect((await getLoggedModel(env.deps, caller, { modelId })).tags).toEqual([pair("b", "2")]);
  });

  test("metrics logged for it stand on it, with run and dataset", async () => {
    const { modelId } = await createLoggedModel(env.deps, caller, { experimentId: "0" });
    const { runId } = await createRun(env.deps, caller, {});
    await logBatch(env.deps, caller, {
      runId,
      metrics: [
        { key: "acc", value: 0.5, timestamp: 10, modelId, datasetName: "iris", datasetDigest: "d1" },
        { key: "acc", value: "NaN", timestamp: 11, step: 1, modelId },
        { key: "other", value: 1, timestamp: 10 },
      ],
    });
    expect((await getLoggedModel(env.deps, caller, { modelId })).metrics).toEqual([
      { key: "acc", value: 0.5, timestamp: 10, step: 0, runId, datasetName: "iris", datasetDigest: "d1" },
      { key: "acc", value: "NaN", timestamp: 11, step: 1, runId, datasetName: null, datasetDigest: null },
    ]);
  });

  test("deleted, it is gone from sight, and may be deleted again", async () => {
    const { experimentId } = await createExperiment(env.deps, caller, { name: "deletions" });
    const { modelId } = await createLoggedModel(env.deps, caller, { experimentId });
    for (let time = 0; time < 2; time++) expect(await deleteLoggedModel(env.deps, caller, { modelId })).toEqual({});
    await expect(getLoggedModel(env.deps, caller, { modelId })).rejects.toMatchObject({
      code: "not-found",
      params: { noun: "logged model", id: modelId },
    });
    expect((await searchLoggedModels(env.deps, caller, { experimentIds: [experimentId] })).items).toEqual([]);
  });

  test("of another workspace, it is not found, whatever is asked of it", async () => {
    const made = await createLoggedModel(env.deps, caller, { experimentId: "0", tags: [pair("a", "1")] });
    const { modelId } = made;
    const refused = [
      getLoggedModel(env.deps, stranger, { modelId }),
      finalizeLoggedModel(env.deps, stranger, { modelId, status: "READY" }),
      deleteLoggedModel(env.deps, stranger, { modelId }),
      setLoggedModelTags(env.deps, stranger, { modelId, tags: [pair("a", "2")] }),
      deleteLoggedModelTag(env.deps, stranger, { modelId, key: "a" }),
      logLoggedModelParams(env.deps, stranger, { modelId, params: [pair("p", "1")] }),
    ];
    for (const attempt of await Promise.allSettled(refused)) {
      expect(attempt).toMatchObject({ status: "rejected", reason: { code: "not-found", params: { noun: "logged model", id: modelId } } });
    }
    expect((await searchLoggedModels(env.deps, stranger, { experimentIds: ["0"] })).items).toEqual([]);
    expect(await getLoggedModel(env.deps, caller, { modelId })).toEqual(made);
  });
});

describe("search", () => {
  let experimentId: string;
  beforeAll(async () => {
    experimentId = (await createExperiment(env.deps, caller, { name: "searched" })).experimentId;
    const { runId } = await createRun(env.deps, caller, { experimentId });
    const make = async (name: string, more: Partial<CallInput<typeof contract.createLoggedModel>> = {}) => {
      env.advance(10);
      return (await createLoggedModel(env.deps, caller, { experimentId, name, ...more })).modelId;
    };
    const tree = await make("tree", { modelType: "sklearn", params: [pair("depth", "3")], tags: [pair("team", "Risk")] });
    const net = await make("Net", { modelType: "torch", params: [pair("depth", "10")], tags: [pair("team", "risk")] });
    await make("bare");
    await finalizeLoggedModel(env.deps, caller, { modelId: tree, status: "READY" });
    const point = (modelId: string, [value, timestamp]: readonly [number, number], datasetName?: string) => ({
      key: "acc",
      value,
      timestamp,
      modelId,
      ...(datasetName ? { datasetName, datasetDigest: "d" } : {}),
    });
    await logBatch(env.deps, caller, {
      runId,
      metrics: [point(tree, [0.9, 1], "iris"), point(tree, [0.2, 2], "wine"), point(net, [0.5, 1], "iris"), point(net, [0.8, 2])],
    });
  });

  type Search = Partial<CallInput<typeof contract.searchLoggedModels>>;
  const find = async (search: Search): Promise<string[]> =>
    (await searchLoggedModels(env.deps, caller, { experimentIds: [experimentId], ...search })).items.map(({ name }) => name);

  test.each([
    ["", ["bare", "Net", "tree"]],
    ["name = 'tree'", ["tree"]],
    ["attributes.name ILIKE 'n%'", ["Net"]],
    ["attributes.name LIKE 'n%'", []],
    ["attributes.name IN ('tree', 'bare')", ["bare", "tree"]],
    ["attributes.name NOT IN ('tree', 'bare')", ["Net"]],
    ["attributes.model_type != 'torch'", ["tree"]],
    ["attributes.status = 'READY'", ["tree"]],
    ["attributes.status = 'LOGGED_MODEL_PENDING'", ["bare", "Net"]],
    ["attributes.status IN ('LOGGED_MODEL_READY')", ["tree"]],
    ["attributes.creation_timestamp > 1", ["bare", "Net", "tree"]],
    ["params.depth = '3'", ["tree"]],
    ["params.depth != '3'", ["Net"]],
    ["tags.team LIKE 'R%'", ["tree"]],
    ["metrics.acc > 0.85", ["tree"]],
    ["metrics.acc <= 0.2", ["tree"]],
    ["metrics.acc < 0.6", ["Net", "tree"]],
    ["metrics.acc = 0.5 AND tags.team = 'risk'", ["Net"]],
    ["metrics.unknown != 1", []],
  ])("%s", async (filter, expected) => {
    expect(await find({ filter })).toEqual(expected);
  });

  test("only values taken on the datasets asked for count", async () => {
    const iris = { name: "iris" };
    expect(await find({ datasets: [iris] })).toEqual(["Net", "tree"]);
    expect(await find({ datasets: [{ name: "iris", digest: "other" }] })).toEqual([]);
    expect(await find({ datasets: [{ name: "wine", digest: "d" }] })).toEqual(["tree"]);
    expect(await find({ filter: "metrics.acc > 0.7", datasets: [iris] })).toEqual(["tree"]);
    expect(await find({ filter: "metrics.acc > 0.7", datasets: [{ name: "wine" }] })).toEqual([]);
    expect(await find({ filter: "name = 'Net'", datasets: [{ name: "wine" }, iris] })).toEqual(["Net"]);
  });

  test("orders by attributes, and by the latest value of a metric, on one dataset if asked", async () => {
    expect(await find({ orderBy: [{ field: "name" }] })).toEqual(["Net", "bare", "tree"]);
    expect(await find({ orderBy: [{ field: "model_type", isAscending: false }] })).toEqual(["Net", "tree", "bare"]);
    expect(await find({ orderBy: [{ field: "creation_timestamp" }] })).toEqual(["tree", "Net", "bare"]);
    expect(await find({ orderBy: [{ field: "metrics.acc" }] })).toEqual(["tree", "Net", "bare"]);
    expect(await find({ orderBy: [{ field: "metrics.acc", isAscending: false }] })).toEqual(["Net", "tree", "bare"]);
    expect(await find({ orderBy: [{ field: "metrics.acc", datasetName: "iris", datasetDigest: "d" }] })).toEqual(["Net", "tree", "bare"]);
    await expect(find({ orderBy: [{ field: "params.depth" }] })).rejects.toMatchObject({
      code: "invalid",
      message: "Invalid order by field name: params.depth. Only metrics are supported.",
    });
  });

  test.each([[[]], [[{ field: "metrics.acc", isAscending: false }]], [[{ field: "model_type" }]]])(
    "pages of %j hold every model once",
    async (orderBy) => {
      const whole = await find({ orderBy });
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await searchLoggedModels(env.deps, caller, {
          experimentIds: [experimentId],
          orderBy,
          limit: 1,
          ...(cursor ? { cursor } : {}),
        });
        seen.push(...page.items.map(({ name }) => name));
        cursor = page.nextCursor ?? undefined;
      } while (cursor);
      expect(seen).toEqual(whole);
    },
  );
});
