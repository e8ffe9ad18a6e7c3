import { openDatabase } from "@plumbline/db";
import { openTestEnvironment, type TestEnvironment } from "@plumbline/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Caller, Deps } from "../kernel/index.ts";
import { listLineage } from "../lineage/index.ts";
import * as experiments from "./index.ts";

// Every statement names its workspace, and row-level security stands behind it. Run as the owner of the tables, whom
// no policy binds, the same calls show that the first layer holds alone.
let env: TestEnvironment;
let unbound: Deps;
beforeAll(async () => {
  env = await openTestEnvironment();
  unbound = { ...env.deps, db: openDatabase({ appUrl: env.urls.owner, systemUrl: env.urls.owner }) };
});
afterAll(async () => {
  await unbound.db.close();
  await env.close();
});

const dataset = { name: "iris", digest: "d", sourceType: "code", source: "x" };

/** A workspace with one of everything; all have the same names and numbers. */
async function furnish(deps: Deps, caller: Caller, mark: string) {
  const { experimentId } = await experiments.createExperiment(deps, caller, {
    name: "same",
    tags: [
      { key: "mark", value: mark },
      { key: "mlflow.experiment.primaryMetric.name", value: "loss" },
    ],
  });
  const { runId } = await experiments.createRun(deps, caller, { experimentId, name: mark });
  const { modelId } = await experiments.createLoggedModel(deps, caller, {
    experimentId,
    name: mark,
    sourceRunId: runId,
    tags: [{ key: "mark", value: mark }],
  });
  await experiments.logBatch(deps, caller, {
    runId,
    metrics: [
      { key: "loss", value: 1, timestamp: 1 },
      { key: `only ${mark}`, value: 1, timestamp: 1, modelId },
    ],
    params: [{ key: `only ${mark}`, value: mark }],
  });
  await experiments.logInputs(deps, caller, { runId, datasets: [{ dataset: { ...dataset, source: mark } }] });
  await experiments.logOutputs(deps, caller, { runId, models: [{ modelId }] });
  return { experimentId, runId, modelId };
}

/** Everything that can be seen of a workspace. */
async function view(deps: Deps, caller: Caller, experimentIds: string[]) {
  const [experimentId = ""] = experimentIds;
  const everything = { experimentIds, view: "all" as const };
  const { items: runs } = await experiments.searchRuns(deps, caller, everything);
  return {
    experiment: await experiments.getExperiment(deps, caller, { experimentId }),
    byName: await experiments.findExperimentByName(deps, caller, { name: "same" }),
    experiments: await experiments.searchExperiments(deps, caller, { view: "all" }),
    tagged: await experiments.searchExperiments(deps, caller, { filter: "tags.mark != ''" }),
    activity: await experiments.listExperiments(deps, caller, { view: "all" }),
    runs,
    found: (
      await experiments.searchRuns(deps, caller, {
        ...everything,
        filter: "metrics.loss = 1 AND dataset.name = 'iris'",
        orderBy: ["metrics.loss"],
      })
    ).items,
    count: await experiments.countRuns(deps, caller, everything),
    columns: await experiments.listRunColumns(deps, caller, { experimentId }),
    datasets: await experiments.listDatasets(deps, caller, { experimentIds }),
    models: await experiments.searchLoggedModels(deps, caller, { experimentIds }),
    measured: await experiments.searchLoggedModels(deps, caller, {
      experimentIds,
      filter: "metrics.`only mine` = 1",
      orderBy: [{ field: "metrics.only mine" }],
    }),
    lineage: await Promise.all(runs.map(({ runId }) => listLineage(deps, caller, { kind: "run", id: runId }))),
    shared: await listLineage(deps, caller, { kind: "dataset", id: "iris@d" }),
  };
}

describe.each([
  ["both layers", () => env.deps],
  ["the statements alone", () => unbound],
] as const)("with %s", (_name, depsOf) => {
  test("a workspace shows its own, and nothing of a neighbour with the same names and numbers", async () => {
    const deps = depsOf();
    const mine = env.callerOf({ workspace: await env.createWorkspace(), role: "admin" });
    const own = await furnish(deps, mine, "mine");
    const before = await view(deps, mine, [own.experimentId]);
    const theirs = env.callerOf({ workspace: await env.createWorkspace(), role: "admin" });
    const foreign = await furnish(deps, theirs, "theirs");
    expect(foreign.experimentId).toBe(own.experimentId);
    const after = await view(deps, mine, [own.experimentId]);
    expect(after).toEqual(before);
    expect(JSON.stringify(after)).not.toContain("theirs");
    expect(JSON.stringify(await view(deps, theirs, [own.experimentId]))).not.toContain('mine"');
    expect(after.measured.items).toHaveLength(1);
    expect(after.activity.items[0]).toMatchObject({ runCount: 1, bestMetric: { runId: own.runId } });
  });

  test("nothing that is known of a neighbour can be read or changed", async () => {
    const deps = depsOf();
    const owner = env.callerOf({ workspace: await env.createWorkspace(), role: "admin" });
    const known = await furnish(deps, owner, "known");
    const before = await view(deps, owner, [known.experimentId]);
    const stranger = env.callerOf({ workspace: await env.createWorkspace(), role: "admin" });
    const run = { runId: known.runId };
    const model = { modelId: known.modelId };
    const experiment = { experimentId: known.experimentId };
    const own = (await experiments.createRun(deps, stranger, {})).runId;
    const attempts: [string, () => Promise<unknown>][] = [
      ["getExperiment", () => experiments.getExperiment(deps, stranger, experiment)],
      ["renameExperiment", () => experiments.renameExperiment(deps, stranger, { ...experiment, name: "x" })],
      ["deleteExperiment", () => experiments.deleteExperiment(deps, stranger, experiment)],
      ["restoreExperiment", () => experiments.restoreExperiment(deps, stranger, experiment)],
      ["setExperimentTag", () => experiments.setExperimentTag(deps, stranger, { ...experiment, key: "k", value: "" })],
      ["deleteExperimentTag", () => experiments.deleteExperimentTag(deps, stranger, { ...experiment, key: "mark" })],
      ["createRun", () => experiments.createRun(deps, stranger, experiment)],
      ["listRunColumns", () => experiments.listRunColumns(deps, stranger, experiment)],
      ["getRun", () => experiments.getRun(deps, stranger, run)],
      ["updateRun", () => experiments.updateRun(deps, stranger, { ...run, name: "x" })],
      ["deleteRun", () => experiments.deleteRun(deps, stranger, run)],
      ["restoreRun", () => experiments.restoreRun(deps, stranger, run)],
      ["logBatch", () => experiments.logBatch(deps, stranger, { ...run, params: [{ key: "k", value: "" }] })],
      ["deleteRunTag", () => experiments.deleteRunTag(deps, stranger, { ...run, key: "mlflow.runName" })],
      ["logInputs", () => experiments.logInputs(deps, stranger, { ...run, datasets: [{ dataset }] })],
      ["logInputs of a model", () => experiments.logInputs(deps, stranger, { runId: own, models: [model] })],
      ["logOutputs", () => experiments.logOutputs(deps, stranger, { runId: own, models: [model] })],
      ["createLoggedModel", () => experiments.createLoggedModel(deps, stranger, experiment)],
      ["getLoggedModel", () => experiments.getLoggedModel(deps, stranger, model)],
      ["finalizeLoggedModel", () => experiments.finalizeLoggedModel(deps, stranger, { ...model, status: "READY" })],
      ["deleteLoggedModel", () => experiments.deleteLoggedModel(deps, stranger, model)],
      ["setLoggedModelTags", () => experiments.setLoggedModelTags(deps, stranger, { ...model, tags: [] })],
      ["deleteLoggedModelTag", () => experiments.deleteLoggedModelTag(deps, stranger, { ...model, key: "mark" })],
      ["logLoggedModelParams", () => experiments.logLoggedModelParams(deps, stranger, { ...model, params: [] })],
    ];
    for (const [name, attempt] of attempts) await expect(attempt(), name).rejects.toMatchObject({ code: "not-found" });
    expect(await view(deps, owner, [known.experimentId])).toEqual(before);
    expect(await experiments.searchRuns(deps, stranger, { experimentIds: [known.experimentId], view: "all" })).toEqual({
      items: [],
      nextCursor: null,
    });
    for (const [kind, id] of [
      ["run", known.runId],
      ["logged-model", known.modelId],
      ["dataset", "iris@d"],
    ] as const) {
      expect(await listLineage(deps, stranger, { kind, id })).toEqual({ items: [] });
    }
  });
});
