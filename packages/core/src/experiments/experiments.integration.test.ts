import { openTestEnvironment, type TestEnvironment } from "@plumbline/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Caller } from "../kernel/index.ts";
import { createWorkspace } from "../workspaces/index.ts";
import {
  createExperiment,
  createRun,
  deleteExperiment,
  deleteExperimentTag,
  deleteRun,
  findExperimentByName,
  getExperiment,
  getRun,
  listExperiments,
  logBatch,
  renameExperiment,
  restoreExperiment,
  restoreRun,
  searchExperiments,
  setExperimentTag,
  updateRun,
} from "./index.ts";

let env: TestEnvironment;
beforeAll(async () => {
  env = await openTestEnvironment();
});
afterAll(() => env.close());

const newCaller = async (): Promise<Caller> => env.callerOf({ workspace: await env.createWorkspace(), role: "admin" });
const notFound = (id: string) => ({ code: "not-found", params: { noun: "experiment", id } });

describe("numbers and names", () => {
  test("a new workspace has Default as 0, and counts from 1 on its own", async () => {
    const administrator = env.callerOf({ platformRole: "platform-admin", user: await env.createUser() });
    const made = await createWorkspace(env.deps, administrator, { name: "fresh" });
    const [row] = await env.sql<{ id: number }>("SELECT id FROM workspace WHERE name = $1", [made.name]);
    const caller = env.callerOf({ workspace: { id: row?.id ?? 0, name: made.name } });
    expect(await getExperiment(env.deps, caller, { experimentId: "0" })).toMatchObject({
      name: "Default",
      artifactLocation: "mlflow-artifacts:/0",
      tags: [],
    });
    for (const other of [caller, await newCaller()]) {
      expect(await createExperiment(env.deps, other, { name: "first" })).toMatchObject({
        experimentId: "1",
        artifactLocation: "mlflow-artifacts:/1",
      });
      expect(await createExperiment(env.deps, other, { name: "second" })).toMatchObject({ experimentId: "2" });
    }
  });

  test("experiments made at the same moment get numbers of their own, and a name goes to one of them", async () => {
    const caller = await newCaller();
    const names = ["a", "b", "c", "same", "same", "same"];
    const settled = await Promise.allSettled(names.map((name) => createExperiment(env.deps, caller, { name })));
    const made = settled.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
    expect(made.map(({ name }) => name).sort()).toEqual(["a", "b", "c", "same"]);
    expect(made.map(({ experimentId }) => Number(experimentId)).sort()).toEqual([1, 2, 3, 4]);
  });

  test("a name is taken also by a deleted experiment", async () => {
    const caller = await newCaller();
    const { experimentId } = await createExperiment(env.deps, caller, { name: "taken" });
    await deleteExperiment(env.deps, caller, { experimentId });
    const conflict = { code: "conflict", params: { reason: "experiment-name-taken", name: "taken" } };
    await expect(createExperiment(env.deps, caller, { name: "taken" })).rejects.toMatchObject(conflict);
    const other = await createExperiment(env.deps, caller, { name: "other" });
    await expect(renameExperiment(env.deps, caller, { experimentId: other.experimentId, name: "taken" })).rejects.toMatchObject(conflict);
  });

  test("an experiment is found by its name, deleted ones too", async () => {
    const caller = await newCaller();
    const made = await createExperiment(env.deps, caller, { name: " padded ", tags: [{ key: "k", value: "v" }] });
    expect(made.name).toBe("padded");
    expect(await findExperimentByName(env.deps, caller, { name: " padded " })).toEqual(made);
    await deleteExperiment(env.deps, caller, { experimentId: made.experimentId });
    expect(await findExperimentByName(env.deps, caller, { name: "padded" })).toMatchObject({ lifecycleStage: "deleted" });
    await expect(findExperimentByName(env.deps, caller, { name: "nobody" })).rejects.toMatchObject({
      code: "not-found",
      params: { reason: "experiment-name-unknown", name: "nobody" },
    });
  });

  test.each(["s3://bucket/x#y", "s3://bucket/x?y=1", "mlflow-artifacts:/../other", "mlflow-artifacts:/a/%2e%2e/b"])(
    "refuses the artifact location %s",
    async (artifactLocation) => {
      await expect(createExperiment(env.deps, await newCaller(), { name: "x", artifactLocation })).rejects.toMatchObject({
        code: "invalid",
        params: { reason: "artifact-location" },
      });
    },
  );
});

describe("lifecycle", () => {
  test("deleting takes the active runs along; restoring brings every run back", async () => {
    const caller = await newCaller();
    const { experimentId } = await createExperiment(env.deps, caller, { name: "moved" });
    const kept = await createRun(env.deps, caller, { experimentId });
    const gone = await createRun(env.deps, caller, { experimentId });
    const outside = await createRun(env.deps, caller, {});
    await deleteRun(env.deps, caller, { runId: gone.runId });
    await deleteExperiment(env.deps, caller, { experimentId });
    expect(await getRun(env.deps, caller, { runId: kept.runId })).toMatchObject({ lifecycleStage: "deleted" });
    expect(await getRun(env.deps, caller, { runId: outside.runId })).toMatchObject({ lifecycleStage: "active" });
    await expect(updateRun(env.deps, caller, { runId: kept.runId, status: "FAILED" })).rejects.toMatchObject({
      code: "invalid",
      params: { reason: "run-deleted", runId: kept.runId },
    });
    await restoreRun(env.deps, caller, { runId: kept.runId });
    expect(await getRun(env.deps, caller, { runId: kept.runId })).toMatchObject({ lifecycleStage: "active" });
    expect(await restoreExperiment(env.deps, caller, { experimentId })).toMatchObject({ experimentId, lifecycleStage: "active" });
    for (const { runId } of [kept, gone]) expect(await getRun(env.deps, caller, { runId })).toMatchObject({ lifecycleStage: "active" });
  });

  test("deleting a deleted one and restoring an active one find nothing", async () => {
    const caller = await newCaller();
    const { experimentId } = await createExperiment(env.deps, caller, { name: "once" });
    await expect(restoreExperiment(env.deps, caller, { experimentId })).rejects.toMatchObject(notFound(experimentId));
    await deleteExperiment(env.deps, caller, { experimentId });
    await expect(deleteExperiment(env.deps, caller, { experimentId })).rejects.toMatchObject(notFound(experimentId));
  });

  test("a deleted experiment takes no new name, tag or run", async () => {
    const caller = await newCaller();
    const { experimentId } = await createExperiment(env.deps, caller, { name: "closed", tags: [{ key: "k", value: "v" }] });
    await deleteExperiment(env.deps, caller, { experimentId });
    const deleted = { code: "invalid", params: { reason: "experiment-deleted", experimentId } };
    await expect(renameExperiment(env.deps, caller, { experimentId, name: "open" })).rejects.toMatchObject(deleted);
    await expect(setExperimentTag(env.deps, caller, { experimentId, key: "k", value: "w" })).rejects.toMatchObject(deleted);
    await expect(deleteExperimentTag(env.deps, caller, { experimentId, key: "k" })).rejects.toMatchObject(deleted);
    await expect(createRun(env.deps, caller, { experimentId })).rejects.toMatchObject(deleted);
  });

  test("no run is left active when its experiment is deleted at the same moment", async () => {
    const caller = await newCaller();
    for (let round = 0; round < 5; round++) {
      const { experimentId } = await createExperiment(env.deps, caller, { name: `race ${round}` });
      await Promise.allSettled([
        ...Array.from({ length: 6 }, () => createRun(env.deps, caller, { experimentId })),
        deleteExperiment(env.deps, caller, { experimentId }),
      ]);
      expect(
        await env.sql("SELECT 1 FROM run WHERE workspace_id = $1 AND experiment_id = $2 AND lifecycle_stage = 'active'", [
          caller.workspace?.id,
          Number(experimentId),
        ]),
      ).toEqual([]);
    }
  });

  test("times follow names and stages, not tags", async () => {
    const caller = await newCaller();
    const made = await createExperiment(env.deps, caller, { name: "timed" });
    const { experimentId } = made;
    env.advance(1000);
    await setExperimentTag(env.deps, caller, { experimentId, key: "note", value: "" });
    expect((await getExperiment(env.deps, caller, { experimentId })).lastUpdateTime).toBe(made.lastUpdateTime);
    const renamed = await renameExperiment(env.deps, caller, { experimentId, name: "renamed" });
    expect(renamed).toMatchObject({ name: "renamed", creationTime: made.creationTime, tags: [{ key: "note", value: "" }] });
    expect(renamed.lastUpdateTime).toBeGreaterThanOrEqual(made.lastUpdateTime + 1000);
    expect(await getExperiment(env.deps, caller, { experimentId })).toEqual(renamed);
    expect(await renameExperiment(env.deps, caller, { experimentId, name: "renamed" })).toMatchObject({ name: "renamed" });
  });
});

test("tags are set, changed and removed; bad keys and missing ones are refused", async () => {
  const caller = await newCaller();
  const set = (key: string, value: string) => setExperimentTag(env.deps, caller, { experimentId: "0", key, value });
  await set("a", "1");
  await set("a", "2");
  await set("b", "x".repeat(20_000));
  expect((await getExperiment(env.deps, caller, { experimentId: "0" })).tags.map(({ key, value }) => [key, value.length])).toEqual([
    ["a", 1],
    ["b", 20_000],
  ]);
  await expect(set("../a", "1")).rejects.toMatchObject({ params: { reason: "key-path" } });
  await expect(set("c", "x".repeat(20_001))).rejects.toMatchObject({ code: "invalid", fields: [{ path: "value" }] });
  await deleteExperimentTag(env.deps, caller, { experimentId: "0", key: "a" });
  await expect(deleteExperimentTag(env.deps, caller, { experimentId: "0", key: "a" })).rejects.toMatchObject({
    code: "not-found",
    params: { reason: "experiment-tag-unknown", experimentId: "0", key: "a" },
  });
});

test("a foreign experiment is not found, whatever is asked of it", async () => {
  const owner = await newCaller();
  const { experimentId } = await createExperiment(env.deps, owner, { name: "theirs", tags: [{ key: "k", value: "v" }] });
  const { runId } = await createRun(env.deps, owner, { experimentId });
  const stranger = await newCaller();
  const ref = { experimentId };
  const refused = [
    getExperiment(env.deps, stranger, ref),
    renameExperiment(env.deps, stranger, { ...ref, name: "mine" }),
    deleteExperiment(env.deps, stranger, ref),
    restoreExperiment(env.deps, stranger, ref),
    setExperimentTag(env.deps, stranger, { ...ref, key: "k", value: "w" }),
    deleteExperimentTag(env.deps, stranger, { ...ref, key: "k" }),
    createRun(env.deps, stranger, ref),
  ];
  for (const attempt of await Promise.allSettled(refused))
    expect(attempt).toMatchObject({ status: "rejected", reason: notFound(experimentId) });
  await expect(findExperimentByName(env.deps, stranger, { name: "theirs" })).rejects.toMatchObject({ code: "not-found" });
  await expect(deleteRun(env.deps, stranger, { runId })).rejects.toMatchObject({ code: "not-found" });
  expect((await searchExperiments(env.deps, stranger, {})).items.map(({ name }) => name)).toEqual(["Default"]);
  expect((await listExperiments(env.deps, stranger, {})).items.map(({ name }) => name)).toEqual(["Default"]);
  expect(await getExperiment(env.deps, owner, ref)).toMatchObject({
    name: "theirs",
    lifecycleStage: "active",
    tags: [{ key: "k", value: "v" }],
  });
});

describe("listExperiments", () => {
  test("orders by activity, counts runs, names the owner and the best run", async () => {
    const workspace = await env.createWorkspace();
    const user = await env.createUser();
    await env.addMember(workspace, user, "contributor");
    const caller = env.callerOf({ workspace, user, role: "contributor" });
    const make = async (name: string, tags: { key: string; value: string }[] = []) =>
      (await createExperiment(env.deps, caller, { name, tags })).experimentId;
    const quiet = await make("quiet");
    const busy = await make("Busy bee", [
      { key: "mlflow.experiment.primaryMetric.name", value: "loss" },
      { key: "mlflow.experiment.primaryMetric.greaterIsBetter", value: "False" },
    ]);
    const future = Date.now() + 60_000;
    const losses = [0.5, 0.25, Number.NaN];
    for (const [index, loss] of losses.entries()) {
      const { runId } = await createRun(env.deps, caller, { experimentId: busy, runId: `r${index}`, startTime: future + index });
      await logBatch(env.deps, caller, { runId, metrics: [{ key: "loss", value: Number.isNaN(loss) ? "NaN" : loss, timestamp: 1 }] });
    }
    await updateRun(env.deps, caller, { runId: "r0", status: "FINISHED" });
    const deleted = await createRun(env.deps, caller, { experimentId: busy, startTime: future + 99 });
    await deleteRun(env.deps, caller, { runId: deleted.runId });
    const { items } = await listExperiments(env.deps, caller, {});
    expect(items.map(({ experimentId }) => experimentId)).toEqual([busy, quiet, "0"]);
    expect(items[0]).toMatchObject({
      runCount: 3,
      runningCount: 2,
      lastRunTime: future + 2,
      owner: user.name,
      bestMetric: { key: "loss", value: 0.25, runId: "r1" },
    });
    expect(items[1]).toMatchObject({ runCount: 0, runningCount: 0, lastRunTime: null, owner: user.name, bestMetric: null });
    expect(items[2]).toMatchObject({ owner: "system" });
    expect((await listExperiments(env.deps, caller, { search: "BEE" })).items.map(({ experimentId }) => experimentId)).toEqual([busy]);
    expect((await listExperiments(env.deps, caller, { search: "%" })).items).toEqual([]);
  });

  test("pages without gaps, and refuses a cursor of another list", async () => {
    const caller = await newCaller();
    for (let index = 1; index <= 5; index++) await createExperiment(env.deps, caller, { name: `e${index}` });
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listExperiments(env.deps, caller, { limit: 2, ...(cursor ? { cursor } : {}) });
      seen.push(...page.items.map(({ experimentId }) => experimentId));
      cursor = page.nextCursor ?? undefined;
      if (cursor) await expect(listExperiments(env.deps, caller, { search: "e", cursor })).rejects.toMatchObject({ code: "invalid" });
    } while (cursor);
    expect(seen).toEqual(["5", "4", "3", "2", "1", "0"]);
  });
});
