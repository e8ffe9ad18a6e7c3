import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { listRunArtifacts, readArtifact, writeArtifact } from "@plumbline/core/artifacts";
import {
  createExperiment,
  createLoggedModel,
  createRun,
  deleteExperiment,
  deleteRun,
  finalizeLoggedModel,
  findExperimentByName,
  getLoggedModel,
  getMetricHistory,
  getRun,
  logBatch,
  logInputs,
  logOutputs,
  purgeExperiment,
  searchRuns,
  updateRun,
} from "@plumbline/core/experiments";
import { createModel, getModel, getVersion, registerVersion, setAlias } from "@plumbline/core/registry";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestImport } from "./open-test-import.ts";

let site: Awaited<ReturnType<typeof openTestImport>>;
let world: Awaited<ReturnType<typeof fill>>;
beforeAll(async () => {
  site = await openTestImport();
  world = await fill();
});
afterAll(() => site.close());

const points = (key: string, count: number) =>
  Array.from({ length: count }, (_, step) => ({ key, value: Math.sin(step), timestamp: 1_700_000_000_000 + step, step }));

/** One of everything that is brought. */
async function fill() {
  const { deps, source } = site;
  const { experimentId } = await createExperiment(deps, source, { name: "credit", tags: [{ key: "team", value: "risk" }] });
  const { experimentId: goneId } = await createExperiment(deps, source, { name: "gone" });
  const run = async (experiment: string, name: string) =>
    (await createRun(deps, source, { experimentId: experiment, name, userId: "ada", startTime: 1_700_000_000_000 })).runId;
  const whole = await run(experimentId, "whole");
  const { modelId } = await createLoggedModel(deps, source, {
    experimentId,
    name: "scorer",
    sourceRunId: whole,
    params: [{ key: "k", value: "9" }],
  });
  await finalizeLoggedModel(deps, source, { modelId, status: "READY" });
  await logBatch(deps, source, {
    runId: whole,
    metrics: [
      ...points("loss", 700),
      { key: "odd", value: "NaN", timestamp: 5, step: 1 },
      { key: "odd", value: "Infinity", timestamp: 6, step: 2 },
      { key: "late", value: 1, timestamp: 2n ** 60n, step: 2n ** 62n + 1n },
      { key: "auc", value: 0.9, timestamp: 7, step: 0, modelId, datasetName: "loans", datasetDigest: "abc" },
    ],
    params: [{ key: "lr", value: "0.1" }],
    tags: [{ key: "mlflow.note.content", value: "A note" }],
  });
  await logBatch(deps, source, { runId: whole, metrics: points("acc", 1000) });
  const dataset = { name: "loans", digest: "abc", sourceType: "local", source: "{}", schema: "{}" };
  await logInputs(deps, source, { runId: whole, datasets: [{ dataset, tags: [{ key: "mlflow.data.context", value: "training" }] }] });
  await logOutputs(deps, source, { runId: whole, models: [{ modelId, step: 3 }] });
  await updateRun(deps, source, { runId: whole, status: "FINISHED", endTime: 1_700_000_100_000 });
  const write = (path: string, text: string) => writeArtifact(deps, source, { path, source: Readable.from([Buffer.from(text)]) });
  await write(`${experimentId}/${whole}/artifacts/model/MLmodel`, "flavors: {}\n");
  await write(`${experimentId}/${whole}/artifacts/notes é.txt`, "plain");
  await write(`${experimentId}/models/${modelId}/artifacts/MLmodel`, "flavors: {}\n");
  const deleted = await run(experimentId, "deleted");
  await logBatch(deps, source, { runId: deleted, metrics: points("loss", 3) });
  await deleteRun(deps, source, { runId: deleted });
  const ofGone = await run(goneId, "of gone");
  await deleteExperiment(deps, source, { experimentId: goneId });
  const ofDefault = await run("0", "default");
  await createModel(deps, source, { name: "scorer", description: "Scores.", tags: [{ key: "a", value: "b" }] });
  for (const given of [`runs:/${whole}/model`, `models:/${modelId}`, `runs:/${whole}/model`])
    await registerVersion(deps, source, { model: "scorer", source: given });
  await site.env.sql("UPDATE model_version SET deleted_at = now() WHERE workspace_id = $1 AND version = 2", [site.from.id]);
  await site.env.sql("UPDATE model_version SET stage = 'production' WHERE workspace_id = $1 AND version = 3", [site.from.id]);
  await setAlias(deps, source, { model: "scorer", alias: "best", version: 1 });
  return { whole, deleted, ofGone, ofDefault, modelId, experimentId };
}

test("a preview counts and writes nothing", async () => {
  const done = await site.bring({ isPreview: true });
  expect(done).toMatchObject({ state: "done", isPreview: true, failure: null, experiments: null });
  expect(done.counts).toMatchObject({
    experiments: { source: 3, brought: 0 },
    runs: { source: 4, brought: 0 },
    loggedModels: { source: 1 },
    models: { source: 1 },
    versions: { source: 2 },
  });
  const { items } = await searchRuns(site.deps, site.target, { experimentIds: ["0"], view: "all" });
  expect(items).toEqual([]);
  expect(JSON.stringify(done)).not.toContain("plb_");
});

test("everything is brought, ids and numbers kept, and both sides are found equal", async () => {
  const { deps, source, target } = site;
  const done = await site.bring();
  expect(await site.problems(done.id)).toEqual([expect.objectContaining({ kind: "stage", subject: "scorer 3", isLoss: false })]);
  expect(done).toMatchObject({ state: "done", isComplete: true, problems: 0, notes: 1 });
  for (const [kind, { source: there, brought, leftOut }] of Object.entries(done.counts))
    expect([kind, brought, leftOut]).toEqual([kind, there, 0]);
  expect(done.checks.map(({ kind, compared, equal }) => [kind, compared > 0 && compared === equal])).toEqual(
    expect.arrayContaining([
      ["runs", true],
      ["points", true],
      ["artifacts", true],
      ["versions", true],
    ]),
  );
  for (const { sourceChecksum, checksum } of done.checks) expect(checksum).toBe(sourceChecksum);

  const [there, here] = [await getRun(deps, source, { runId: world.whole }), await getRun(deps, target, { runId: world.whole })];
  const { experimentId: _there, artifactUri: _uri, createdBy: _by, owner: _owner, ...rest } = there;
  expect(here).toMatchObject(rest);
  expect(here).toMatchObject({ createdBy: target.actor.id, userId: "ada", status: "FINISHED" });
  for (const key of ["loss", "acc", "odd", "late", "auc"]) {
    const of = { runId: world.whole, key };
    expect(await getMetricHistory(deps, target, of)).toEqual(await getMetricHistory(deps, source, of));
  }
  expect(await getRun(deps, target, { runId: world.deleted })).toMatchObject({ lifecycleStage: "deleted", status: "RUNNING" });
  const gone = await findExperimentByName(deps, target, { name: "gone" });
  expect(gone.lifecycleStage).toBe("deleted");
  expect(await getRun(deps, target, { runId: world.ofGone })).toMatchObject({ lifecycleStage: "deleted", experimentId: gone.experimentId });
  expect(await getRun(deps, target, { runId: world.ofDefault })).toMatchObject({ experimentId: "0" });
  const model = await getLoggedModel(deps, target, { modelId: world.modelId });
  expect(model).toMatchObject({ name: "scorer", status: "READY", sourceRunId: world.whole, params: [{ key: "k", value: "9" }] });
  expect(model.metrics).toEqual([expect.objectContaining({ key: "auc", value: 0.9, datasetName: "loans", runId: world.whole })]);
  const { items } = await listRunArtifacts(deps, target, { runId: world.whole });
  expect(items.map(({ path }) => path)).toEqual(["model", "notes é.txt"]);
  expect((await readArtifact(deps, target, { path: `${here.experimentId}/${world.whole}/artifacts/model/MLmodel` })).sizeBytes).toBe(12);
});

test("versions keep their numbers and arrive as experimental, with the stage that they had", async () => {
  const { deps, target } = site;
  expect(await getModel(deps, target, { model: "scorer" })).toMatchObject({ description: "Scores." });
  const [first, third] = [
    await getVersion(deps, target, { model: "scorer", version: 1 }),
    await getVersion(deps, target, { model: "scorer", version: 3 }),
  ];
  expect(first).toMatchObject({ aliases: ["best"], runId: world.whole, stage: "experimental", fileCount: 1 });
  expect(third).toMatchObject({ stage: "experimental", runId: world.whole });
  expect(third.tags).toContainEqual({ key: "plumbline.import.stage", value: "Production" });
  await expect(getVersion(deps, target, { model: "scorer", version: 2 })).rejects.toMatchObject({ code: "not-found" });
});

test("run again, it brings what is new and doubles nothing", async () => {
  const { deps, source, target, env } = site;
  const count = async () =>
    (await env.sql<{ n: string }>("SELECT sum(count) AS n FROM metric_arrival WHERE workspace_id = $1", [site.to.id]))[0]?.n;
  const before = await count();
  const same = await site.bring();
  expect(same.counts).toMatchObject({ runs: { source: 4, brought: 0, unchanged: 4 }, artifacts: { brought: 0, unchanged: 3 } });
  expect(same.counts.points).toMatchObject({ brought: 0, leftOut: 0 });
  expect(await count()).toBe(before);
  await logBatch(deps, source, {
    runId: world.whole,
    metrics: [{ key: "loss", value: 3, timestamp: 9, step: 5000 }],
    tags: [{ key: "new", value: "1" }],
  });
  const more = await site.bring();
  expect(more.counts.points).toMatchObject({ brought: 1 });
  expect((await getMetricHistory(deps, target, { runId: world.whole, key: "loss" })).items).toHaveLength(701);
  expect((await getRun(deps, target, { runId: world.whole })).tags).toContainEqual({ key: "new", value: "1" });
  expect(more).toMatchObject({ state: "done", isComplete: true });
});

test("what is here from elsewhere is left alone and told of", async () => {
  const { deps, source, target } = site;
  const runId = randomUUID().replaceAll("-", "");
  await createRun(deps, target, { runId, name: "ours" });
  await createRun(deps, source, { runId, name: "theirs" });
  await createModel(deps, target, { name: "clashing" });
  await createModel(deps, source, { name: "clashing", description: "theirs" });
  await createExperiment(deps, target, { name: "twice" });
  await createExperiment(deps, source, { name: "twice" });
  const done = await site.bring();
  expect(done).toMatchObject({ state: "done", isComplete: false, problems: 2 });
  expect(await site.problems(done.id)).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ kind: "run", subject: runId, isLoss: true }),
      expect.objectContaining({ kind: "model", subject: "clashing", isLoss: true }),
      expect.objectContaining({ kind: "experiment", subject: "twice", isLoss: false, reason: expect.stringContaining('"twice (2)"') }),
    ]),
  );
  expect((await getRun(deps, target, { runId })).name).toBe("ours");
  expect((await getModel(deps, target, { model: "clashing" })).description).toBe("");
});

test("only the experiments that are asked for come", async () => {
  const { deps, source } = site;
  await createExperiment(deps, source, { name: "alone" });
  const done = await site.bring({ experiments: ["alone", "nowhere"] });
  expect(done.counts).toMatchObject({ experiments: { source: 1, brought: 1 }, models: { source: 0 } });
  expect(await site.problems(done.id)).toEqual([expect.objectContaining({ kind: "experiment", subject: "nowhere" })]);
});

test("what was removed here for good is new to the next import", async () => {
  const { deps, source, target } = site;
  const { experimentId } = await createExperiment(deps, source, { name: "removed" });
  const { runId } = await createRun(deps, source, { experimentId, name: "again" });
  await logBatch(deps, source, { runId, metrics: points("loss", 3) });
  await updateRun(deps, source, { runId, status: "FINISHED", endTime: 1_700_000_100_000 });
  await site.bring({ experiments: ["removed"] });
  const before = await findExperimentByName(deps, target, { name: "removed" });
  await deleteExperiment(deps, target, { experimentId: before.experimentId });
  await purgeExperiment(deps, target, { experimentId: before.experimentId, name: "removed" });
  await site.carryOut();
  await expect(getRun(deps, target, { runId })).rejects.toMatchObject({ code: "not-found" });
  const done = await site.bring({ experiments: ["removed"] });
  expect(done).toMatchObject({ state: "done", isComplete: true, counts: { experiments: { brought: 1 }, runs: { brought: 1 } } });
  const after = await findExperimentByName(deps, target, { name: "removed" });
  expect(await getRun(deps, target, { runId })).toMatchObject({ experimentId: after.experimentId, lifecycleStage: "active" });
  expect((await getMetricHistory(deps, target, { runId, key: "loss" })).items).toHaveLength(3);
});
