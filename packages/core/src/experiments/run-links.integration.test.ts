import { openTestEnvironment, type TestEnvironment } from "@plumbline/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Caller } from "../kernel/index.ts";
import { listLineage } from "../lineage/index.ts";
import {
  createExperiment,
  createLoggedModel,
  createRun,
  deleteRun,
  deleteRunTag,
  getRun,
  listDatasets,
  listRunColumns,
  logBatch,
  logInputs,
  logOutputs,
  restoreRun,
  updateRun,
} from "./index.ts";
import { countRunKeys } from "./store/run-columns.ts";

let env: TestEnvironment;
let caller: Caller;
let stranger: Caller;
beforeAll(async () => {
  env = await openTestEnvironment();
  caller = env.callerOf({ workspace: await env.createWorkspace(), role: "admin" });
  stranger = env.callerOf({ workspace: await env.createWorkspace(), role: "admin" });
});
afterAll(() => env.close());

const newRun = async (experimentId = "0"): Promise<string> => (await createRun(env.deps, caller, { experimentId })).runId;
const newModel = async (): Promise<string> => (await createLoggedModel(env.deps, caller, { experimentId: "0" })).modelId;
const iris = { name: "iris", digest: "d1", sourceType: "code", source: "{}" };
const edges = async (kind: "dataset" | "run" | "logged-model", id: string, as = caller) =>
  (await listLineage(env.deps, as, { kind, id })).items
    .map(({ from, relation, to }) => `${from.kind} ${from.id} -${relation}-> ${to.kind} ${to.id}`)
    .sort();

describe("deleting and restoring a run", () => {
  test("succeeds however often it is asked, and tells of it once", async () => {
    const runId = await newRun();
    for (let time = 0; time < 2; time++) expect(await deleteRun(env.deps, caller, { runId })).toEqual({});
    expect(await getRun(env.deps, caller, { runId })).toMatchObject({ lifecycleStage: "deleted" });
    for (let time = 0; time < 2; time++) expect(await restoreRun(env.deps, caller, { runId })).toEqual({});
    expect(await getRun(env.deps, caller, { runId })).toMatchObject({ lifecycleStage: "active" });
    expect(await env.sql("SELECT kind, data FROM change WHERE subject = $1 ORDER BY id", [runId])).toEqual(
      ["create", "delete", "restore"].map((kind) => ({ kind, data: { experimentId: "0" } })),
    );
  });

  test("a deleted run takes no writes", async () => {
    const runId = await newRun();
    const modelId = await newModel();
    await deleteRun(env.deps, caller, { runId });
    const writes = [
      updateRun(env.deps, caller, { runId, status: "FINISHED" }),
      deleteRunTag(env.deps, caller, { runId, key: "mlflow.runName" }),
      logInputs(env.deps, caller, { runId, datasets: [{ dataset: iris }] }),
      logOutputs(env.deps, caller, { runId, models: [{ modelId }] }),
    ];
    for (const write of await Promise.allSettled(writes)) {
      expect(write).toMatchObject({ status: "rejected", reason: { code: "invalid", params: { reason: "run-deleted", runId } } });
    }
    expect(await getRun(env.deps, caller, { runId })).toMatchObject({ status: "RUNNING", inputs: [], modelOutputs: [] });
  });
});

test("a tag is removed once; the run keeps its name without the tag of the name", async () => {
  const { runId, name } = await createRun(env.deps, caller, { tags: [{ key: "a", value: "1" }] });
  await deleteRunTag(env.deps, caller, { runId, key: "a" });
  await expect(deleteRunTag(env.deps, caller, { runId, key: "a" })).rejects.toMatchObject({
    code: "not-found",
    params: { reason: "run-tag-unknown", runId, key: "a" },
  });
  await deleteRunTag(env.deps, caller, { runId, key: "mlflow.runName" });
  expect(await getRun(env.deps, caller, { runId })).toMatchObject({ name, tags: [] });
  expect(await env.sql("SELECT count(*)::int FROM change WHERE subject = $1 AND kind = 'update'", [runId])).toEqual([{ count: 2 }]);
});

describe("inputs and outputs", () => {
  test("datasets are kept once in an experiment, with the tags each run gave first", async () => {
    const [first, second] = [await newRun(), await newRun()];
    const train = [{ key: "mlflow.data.context", value: "train" }];
    const described = { ...iris, schema: '{"a":1}', profile: '{"rows":3}' };
    await logInputs(env.deps, caller, {
      runId: first,
      datasets: [{ dataset: described, tags: train }, { dataset: { ...iris, source: "again" } }],
    });
    await logInputs(env.deps, caller, {
      runId: first,
      datasets: [{ dataset: iris, tags: [{ key: "mlflow.data.context", value: "test" }] }],
    });
    await logInputs(env.deps, caller, { runId: second, datasets: [{ dataset: iris }] });
    expect((await getRun(env.deps, caller, { runId: first })).inputs).toEqual([{ dataset: described, tags: train }]);
    expect((await getRun(env.deps, caller, { runId: second })).inputs).toEqual([{ dataset: described, tags: [] }]);
    expect(await edges("dataset", "iris@d1")).toEqual(
      [`dataset iris@d1 -input-> run ${first}`, `dataset iris@d1 -input-> run ${second}`].sort(),
    );
  });

  test("the same datasets from many runs at once", async () => {
    const runs = await Promise.all(Array.from({ length: 8 }, () => newRun()));
    const datasets = ["x", "y", "z"].map((name) => ({ dataset: { ...iris, name } }));
    await Promise.all(
      runs.map((runId, index) => logInputs(env.deps, caller, { runId, datasets: index % 2 ? datasets : datasets.toReversed() })),
    );
    for (const runId of runs)
      expect((await getRun(env.deps, caller, { runId })).inputs.map(({ dataset }) => dataset.name).sort()).toEqual(["x", "y", "z"]);
  });

  test("models that a run used and made, each link once, with arrows both ways", async () => {
    const runId = await newRun();
    const [used, made] = [await newModel(), await newModel()];
    for (let time = 0; time < 2; time++) {
      await logInputs(env.deps, caller, { runId, models: [{ modelId: used }] });
      await logOutputs(env.deps, caller, { runId, models: [{ modelId: made, step: 3 }] });
    }
    expect(await getRun(env.deps, caller, { runId })).toMatchObject({
      modelInputs: [{ modelId: used, step: 0 }],
      modelOutputs: [{ modelId: made, step: 3 }],
    });
    expect(await edges("run", runId)).toEqual([
      `logged-model ${used} -input-> run ${runId}`,
      `run ${runId} -output-> logged-model ${made}`,
    ]);
  });

  test("a model made by a run is linked to it; a run that is not here is only named", async () => {
    const runId = await newRun();
    const { modelId } = await createLoggedModel(env.deps, caller, { experimentId: "0", sourceRunId: runId });
    expect(await edges("logged-model", modelId)).toEqual([`run ${runId} -output-> logged-model ${modelId}`]);
    const other = await createLoggedModel(env.deps, caller, { experimentId: "0", sourceRunId: "elsewhere" });
    expect(other.sourceRunId).toBe("elsewhere");
    expect(await edges("logged-model", other.modelId)).toEqual([]);
  });

  test("unknown and foreign models, long tags", async () => {
    const runId = await newRun();
    const { modelId } = await createLoggedModel(env.deps, stranger, { experimentId: "0" });
    for (const id of [modelId, "m-nobody"]) {
      const unknown = { code: "not-found", params: { noun: "logged model", id } };
      await expect(logOutputs(env.deps, caller, { runId, models: [{ modelId: id }] })).rejects.toMatchObject(unknown);
      await expect(logInputs(env.deps, caller, { runId, models: [{ modelId: id }] })).rejects.toMatchObject(unknown);
    }
    const tags = (key: string, value: string) =>
      logInputs(env.deps, caller, { runId, datasets: [{ dataset: iris, tags: [{ key, value }] }] });
    await expect(tags("k".repeat(256), "")).rejects.toMatchObject({ params: { reason: "input-tag-length", part: "key", max: 255 } });
    await expect(tags("k", "v".repeat(501))).rejects.toMatchObject({ params: { reason: "input-tag-length", part: "value", max: 500 } });
  });

  test("datasets of experiments are listed once for each context", async () => {
    const { experimentId } = await createExperiment(env.deps, caller, { name: "data" });
    const context = (value: string) => [{ key: "mlflow.data.context", value }];
    await logInputs(env.deps, caller, {
      runId: await newRun(experimentId),
      datasets: [{ dataset: iris, tags: context("train") }, { dataset: { ...iris, name: "wine" } }],
    });
    await logInputs(env.deps, caller, { runId: await newRun(experimentId), datasets: [{ dataset: iris, tags: context("train") }] });
    await logInputs(env.deps, caller, { runId: await newRun(experimentId), datasets: [{ dataset: iris, tags: context("eval") }] });
    expect(await listDatasets(env.deps, caller, { experimentIds: [experimentId] })).toEqual({
      items: [
        { experimentId, name: "iris", digest: "d1", context: "eval" },
        { experimentId, name: "iris", digest: "d1", context: "train" },
        { experimentId, name: "wine", digest: "d1", context: null },
      ],
    });
    expect(await listDatasets(env.deps, stranger, { experimentIds: [experimentId] })).toEqual({ items: [] });
  });
});

test("a foreign run is not found, whatever is asked of it", async () => {
  const runId = await newRun();
  await logInputs(env.deps, caller, { runId, datasets: [{ dataset: iris }] });
  const refused = [
    getRun(env.deps, stranger, { runId }),
    updateRun(env.deps, stranger, { runId, status: "KILLED" }),
    deleteRun(env.deps, stranger, { runId }),
    restoreRun(env.deps, stranger, { runId }),
    deleteRunTag(env.deps, stranger, { runId, key: "mlflow.runName" }),
    logInputs(env.deps, stranger, { runId, datasets: [{ dataset: iris }] }),
    logOutputs(env.deps, stranger, { runId, models: [{ modelId: "m" }] }),
  ];
  for (const attempt of await Promise.allSettled(refused)) {
    expect(attempt).toMatchObject({ status: "rejected", reason: { code: "not-found", params: { noun: "run", id: runId } } });
  }
  expect(await edges("run", runId, stranger)).toEqual([]);
  expect(await edges("dataset", "iris@d1", stranger)).toEqual([]);
});

test("columns are the keys that runs of one experiment have", async () => {
  const { experimentId } = await createExperiment(env.deps, caller, { name: "columns" });
  expect(await listRunColumns(env.deps, caller, { experimentId })).toEqual({
    metrics: [],
    params: [],
    tags: [],
    common: { metrics: [], params: [], differingParams: [] },
  });
  for (const [index, key] of ["b", "a"].entries()) {
    const runId = await newRun(experimentId);
    await logBatch(env.deps, caller, {
      runId,
      metrics: [{ key, value: 1, timestamp: 1 }],
      params: [{ key: `p${key}`, value: "1" }],
      tags: [{ key: `t${index}`, value: "" }],
    });
  }
  for (let run = 0; run < 2; run++) {
    const metrics = [{ key: "frequent", value: 1, timestamp: 1 }];
    await logBatch(env.deps, caller, { runId: await newRun(experimentId), metrics, params: [{ key: "pb", value: "2" }] });
  }
  await logBatch(env.deps, caller, { runId: await newRun(experimentId), metrics: [{ key: "frequent", value: 1, timestamp: 1 }] });
  await logBatch(env.deps, caller, { runId: await newRun(), metrics: [{ key: "elsewhere", value: 1, timestamp: 1 }] });
  expect(await listRunColumns(env.deps, caller, { experimentId })).toEqual({
    metrics: ["a", "b", "frequent"],
    params: ["pa", "pb"],
    tags: ["mlflow.runName", "t0", "t1"],
    common: { metrics: ["frequent"], params: ["pb"], differingParams: ["pb"] },
  });
  const workspaceId = caller.workspace?.id ?? 0;
  const of = { experimentId: Number(experimentId), lifecycleStage: "active", newestRuns: 2000, mostKeys: 3 };
  const few = await env.db.transaction({ role: "app", workspaceId, actorId: "test" }, (tx) => countRunKeys(tx, workspaceId, of));
  expect(few.metrics).toEqual([["frequent", 3, false]]);
  await expect(listRunColumns(env.deps, stranger, { experimentId: "77" })).rejects.toMatchObject({ code: "not-found" });
});
