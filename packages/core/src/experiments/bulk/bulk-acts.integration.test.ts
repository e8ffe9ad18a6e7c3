import { randomUUID } from "node:crypto";
import { openTestEnvironment, type TestEnvironment, type TestWorkspace } from "@plumbline/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import "../../jobs/index.ts";
import type { Caller } from "../../kernel/index.ts";
import { createModel, registerVersion } from "../../registry/index.ts";
import {
  cancelBulkAct,
  carryOutBulkAct,
  createExperiment,
  createLoggedModel,
  createRun,
  deleteExperiment,
  deleteRun,
  deleteRuns,
  getBulkAct,
  getLoggedModel,
  getRun,
  listDatasets,
  logBatch,
  logInputs,
  moveRuns,
  purgeRuns,
  restoreRuns,
  searchRuns,
  settleRuns,
  stopRuns,
  tagRuns,
  untagRuns,
  updateRun,
} from "../index.ts";

let env: TestEnvironment;
let workspace: TestWorkspace;
let caller: Caller;
beforeAll(async () => {
  env = await openTestEnvironment();
});
beforeEach(async () => {
  workspace = await env.createWorkspace();
  caller = env.callerOf({ workspace, role: "admin" });
});
afterAll(() => env.close());

const newExperiment = async () => (await createExperiment(env.deps, caller, { name: randomUUID() })).experimentId;
const newRun = async (experimentId = "0") => (await createRun(env.deps, caller, { experimentId })).runId;
const newRuns = (count: number, experimentId = "0") => Promise.all(Array.from({ length: count }, () => newRun(experimentId)));

/** Runs the task that was asked for, as a worker does. */
async function carryOut(actId: string, signal = new AbortController().signal): Promise<void> {
  const handler = await carryOutBulkAct.handler();
  await handler({ deps: env.deps, taskId: randomUUID(), workspaceId: workspace.id, signal }, { actId });
}

/** Gives runs that nobody has written to for a while their ranks: marks them first, then settles them. */
async function settle(afterMs = 0): Promise<void> {
  const handler = await settleRuns.handler();
  for (const waitMs of [afterMs, afterMs + 120_000]) {
    const deps = { ...env.deps, now: () => new Date(Date.now() + waitMs) };
    await handler({ deps, taskId: "test", workspaceId: null, signal: AbortSignal.timeout(30_000) }, {});
  }
}

const found = async (filter: string, experimentIds: "all" | string[] = "all") =>
  (await searchRuns(env.deps, caller, { experimentIds, filter, limit: 1000 })).items.map(({ runId }) => runId).sort();

describe("which runs", () => {
  test("are named, each once; those that are not there are told", async () => {
    const [a = "", b = ""] = await newRuns(2);
    const act = await tagRuns(env.deps, caller, { runIds: [a, b, a, "nowhere"], key: "k", value: "v" });
    expect(act).toMatchObject({ state: "done", total: 3, done: 3, changed: 2, refused: 1 });
    expect(act.refusals).toEqual([{ runId: "nowhere", reason: "There is no such run." }]);
    expect(await found("tags.k = 'v'")).toEqual([a, b].sort());
  });

  test("match a filter, and are as many as were expected", async () => {
    const experimentId = await newExperiment();
    const runIds = await newRuns(3, experimentId);
    const matching = { experimentIds: [experimentId], filter: "attributes.status = 'RUNNING'" };
    const input = { key: "k", value: "v" };
    await expect(tagRuns(env.deps, caller, { ...input, matching: { ...matching, expected: 2 } })).rejects.toMatchObject({
      code: "conflict",
      params: { reason: "other-runs-match", expected: 2, found: 3 },
    });
    expect(await found("tags.k = 'v'")).toEqual([]);
    const act = await tagRuns(env.deps, caller, { ...input, matching: { ...matching, expected: 3 } });
    expect(act).toMatchObject({ changed: 3, filter: matching.filter });
    expect(await found("tags.k = 'v'")).toEqual([...runIds].sort());
  });

  test("are chosen in one way", async () => {
    const matching = { filter: "", expected: 1 };
    for (const chosen of [{}, { runIds: ["a"], matching }])
      await expect(deleteRuns(env.deps, caller, chosen)).rejects.toMatchObject({ code: "invalid", params: { reason: "runs-unchosen" } });
  });

  test("of another workspace are not there", async () => {
    const other = env.callerOf({ workspace: await env.createWorkspace(), role: "admin" });
    const { runId } = await createRun(env.deps, other, {});
    expect(await deleteRuns(env.deps, caller, { runIds: [runId] })).toMatchObject({ changed: 0, refused: 1 });
    expect(await getRun(env.deps, other, { runId })).toMatchObject({ lifecycleStage: "active" });
  });
});

describe("many runs", () => {
  test("are a task that goes on where it was, and tells how far it is", async () => {
    const runIds = await newRuns(450);
    const act = await tagRuns(env.deps, caller, { runIds, key: "k", value: "v" });
    expect(act).toMatchObject({ state: "queued", total: 450, done: 0 });
    await expect(carryOut(act.id, AbortSignal.abort())).rejects.toThrow();
    expect(await getBulkAct(env.deps, caller, { actId: act.id })).toMatchObject({ state: "running", done: 200, finishedAt: null });
    await carryOut(act.id);
    expect(await getBulkAct(env.deps, caller, { actId: act.id })).toMatchObject({ state: "done", done: 450, changed: 450, refused: 0 });
    expect(await found("tags.k = 'v'")).toHaveLength(450);
  });

  test("stop being changed when whoever asked for it says so", async () => {
    const act = await tagRuns(env.deps, caller, { runIds: await newRuns(101), key: "k", value: "v" });
    const another = env.callerOf({ workspace, role: "admin", user: await env.createUser() });
    await expect(cancelBulkAct(env.deps, another, { actId: act.id })).rejects.toMatchObject({ code: "forbidden" });
    expect(await cancelBulkAct(env.deps, caller, { actId: act.id })).toMatchObject({ state: "cancelled", done: 0 });
    await carryOut(act.id);
    expect(await found("tags.k = 'v'")).toEqual([]);
    await expect(cancelBulkAct(env.deps, caller, { actId: act.id })).rejects.toMatchObject({ code: "conflict" });
  });
});

describe("tags", () => {
  test("that are there already change nothing; deleted runs are refused", async () => {
    const [a = "", b = "", c = ""] = await newRuns(3);
    await logBatch(env.deps, caller, { runId: a, tags: [{ key: "k", value: "v" }] });
    await deleteRun(env.deps, caller, { runId: c });
    expect(await tagRuns(env.deps, caller, { runIds: [a, b, c], key: "k", value: "v" })).toMatchObject({ done: 3, changed: 1, refused: 1 });
    expect(await untagRuns(env.deps, caller, { runIds: [a, b], key: "k" })).toMatchObject({ changed: 2 });
    expect(await untagRuns(env.deps, caller, { runIds: [a, b], key: "k" })).toMatchObject({ changed: 0, refused: 0 });
  });

  test("that clients keep are refused, and keys that are none", async () => {
    const [runId = ""] = await newRuns(1);
    await expect(tagRuns(env.deps, caller, { runIds: [runId], key: "mlflow.runName", value: "v" })).rejects.toMatchObject({
      params: { reason: "kept-tag" },
    });
    await expect(tagRuns(env.deps, caller, { runIds: [runId], key: "a*b", value: "v" })).rejects.toMatchObject({ code: "invalid" });
  });
});

describe("moving", () => {
  test("takes models and datasets along, and searches find the runs where they are", async () => {
    const [from, to] = [await newExperiment(), await newExperiment()];
    const runId = await newRun(from);
    await logBatch(env.deps, caller, { runId, metrics: [{ key: "m", value: 1, timestamp: 1 }], params: [{ key: "p", value: "x" }] });
    const dataset = { name: "d", digest: "1", sourceType: "local", source: "{}" };
    await logInputs(env.deps, caller, { runId, datasets: [{ dataset }] });
    const { modelId } = await createLoggedModel(env.deps, caller, { experimentId: from, sourceRunId: runId });
    await settle();
    expect(await moveRuns(env.deps, caller, { runIds: [runId], experimentId: to })).toMatchObject({ changed: 1 });
    for (const filter of ["metrics.m = 1", "params.p = 'x'", "dataset.name = 'd'"]) {
      expect(await found(filter, [to])).toEqual([runId]);
      expect(await found(filter, [from])).toEqual([]);
    }
    expect(await getLoggedModel(env.deps, caller, { modelId })).toMatchObject({ experimentId: to });
    expect((await listDatasets(env.deps, caller, { experimentIds: [to] })).items).toMatchObject([{ name: "d" }]);
    await settle();
    expect(await found("metrics.m = 1", [to])).toEqual([runId]);
  });

  test("meets writers: what they log is found where the run is then", async () => {
    const places = [await newExperiment(), await newExperiment()];
    const runId = await newRun(places[0]);
    const log = (step: number) => logBatch(env.deps, caller, { runId, metrics: [{ key: "m", value: step, timestamp: step, step }] });
    const writes = Array.from({ length: 40 }, (_, step) => log(step));
    const settling = settle();
    for (const experimentId of [places[1], places[0], places[1]])
      await moveRuns(env.deps, caller, { runIds: [runId], experimentId: experimentId ?? "" });
    await Promise.all([...writes, settling]);
    await settle(300_000);
    expect(await found("metrics.m = 39", [places[1] ?? ""])).toEqual([runId]);
    expect(await found("metrics.m = 39", [places[0] ?? ""])).toEqual([]);
    const hot = await env.sql("SELECT FROM hot_run h JOIN run r ON r.key = h.run_key WHERE r.run_id = $1", [runId]);
    expect(hot).toEqual([]);
  });

  test("goes only into an experiment that is there and not deleted", async () => {
    const [runId = ""] = await newRuns(1);
    await expect(moveRuns(env.deps, caller, { runIds: [runId], experimentId: "4711" })).rejects.toMatchObject({ code: "not-found" });
    const experimentId = await newExperiment();
    await deleteExperiment(env.deps, caller, { experimentId });
    await expect(moveRuns(env.deps, caller, { runIds: [runId], experimentId })).rejects.toMatchObject({
      params: { reason: "experiment-deleted" },
    });
  });
});

describe("deleting and restoring", () => {
  test("leave what is so already, and write an event for each run", async () => {
    const runIds = await newRuns(3);
    expect(await deleteRuns(env.deps, caller, { runIds })).toMatchObject({ changed: 3 });
    expect(await deleteRuns(env.deps, caller, { runIds })).toMatchObject({ changed: 0, refused: 0 });
    expect(await restoreRuns(env.deps, caller, { runIds })).toMatchObject({ changed: 3 });
    const events = await env.sql<{ action: string }>(
      "SELECT action FROM audit_event WHERE workspace_id = $1 AND subject_kind = 'run' AND subject_id = $2 ORDER BY id",
      [workspace.id, runIds[0]],
    );
    expect(events.map(({ action }) => action)).toEqual(["experiments.run.create", "experiments.run.delete", "experiments.run.restore"]);
  });

  test("a run of a deleted experiment comes back with it alone", async () => {
    const experimentId = await newExperiment();
    const runId = await newRun(experimentId);
    await deleteExperiment(env.deps, caller, { experimentId });
    expect(await restoreRuns(env.deps, caller, { runIds: [runId] })).toMatchObject({ changed: 0, refused: 1 });
  });
});

describe("stopping", () => {
  test("marks what runs elsewhere, leaves what has ended, cancels the jobs of runs", async () => {
    const [elsewhere = "", ended = "", own = "", foreign = ""] = await newRuns(4);
    await updateRun(env.deps, caller, { runId: ended, status: "FINISHED", endTime: Date.now() });
    const addJob = (runId: string, submittedBy: string, number: number) =>
      env.sql(
        `INSERT INTO job (id, workspace_id, number, name, kind, executor, spec, resolved, nodes, cpu, memory_bytes, gpus, priority, time_limit_seconds,
           run_id, submitted_by, submitted_by_kind, submitted_at)
         VALUES ($1, $2, $3, 'j', 'script', 'local', '{}', '{}', 1, 1, 1, 0, 'normal', 60, $4, $5, 'user', now())`,
        [randomUUID(), workspace.id, number, runId, submittedBy],
      );
    const person = env.callerOf({ workspace, role: "contributor", user: await env.createUser() });
    await addJob(own, person.actor.id, 1);
    await addJob(foreign, "somebody", 2);
    const act = await stopRuns(env.deps, person, { runIds: [elsewhere, ended, own, foreign] });
    expect(act).toMatchObject({ done: 4, changed: 2, refused: 1 });
    expect(act.refusals).toMatchObject([{ runId: foreign, reason: expect.stringContaining("somebody else's") }]);
    expect(await getRun(env.deps, caller, { runId: elsewhere })).toMatchObject({ status: "KILLED", endTime: expect.any(Number) });
    expect(await getRun(env.deps, caller, { runId: ended })).toMatchObject({ status: "FINISHED" });
    expect(await env.sql("SELECT number, wish FROM job WHERE workspace_id = $1 ORDER BY number", [workspace.id])).toEqual([
      { number: 1, wish: "cancel" },
      { number: 2, wish: "run" },
    ]);
  });
});

describe("for good", () => {
  test("go deleted runs with points, ranks and models; what something needs stays, and is told", async () => {
    const [gone = "", kept = "", active = ""] = await newRuns(3);
    await logBatch(env.deps, caller, { runId: gone, metrics: [{ key: "m", value: 1, timestamp: 1 }], tags: [{ key: "t", value: "v" }] });
    await createLoggedModel(env.deps, caller, { experimentId: "0", sourceRunId: gone });
    await settle();
    await createModel(env.deps, caller, { name: "scoring" });
    await registerVersion(env.deps, caller, { model: "scoring", source: `runs:/${kept}/model`, runId: kept });
    const [{ key } = { key: 0 }] = await env.sql<{ key: number }>("SELECT key FROM run WHERE workspace_id = $1 AND run_id = $2", [
      workspace.id,
      gone,
    ]);
    await deleteRuns(env.deps, caller, { runIds: [gone, kept] });
    const runIds = [gone, kept, active];
    await expect(purgeRuns(env.deps, caller, { runIds, count: 2 })).rejects.toMatchObject({ params: { reason: "other-count", found: 3 } });
    const { id: actId } = await purgeRuns(env.deps, caller, { runIds, count: 3 });
    await carryOut(actId);
    const act = await getBulkAct(env.deps, caller, { actId });
    expect(act).toMatchObject({ state: "done", changed: 1, refused: 2 });
    expect(act.refusals).toEqual(
      expect.arrayContaining([
        { runId: kept, reason: expect.stringContaining("scoring 1") },
        { runId: active, reason: expect.stringContaining("not deleted") },
      ]),
    );
    await expect(getRun(env.deps, caller, { runId: gone })).rejects.toMatchObject({ code: "not-found" });
    for (const table of ["metric_arrival", "metric_summary", "run_tag", "hot_run", "ranked_number", "ranked_text"])
      expect(await env.sql(`SELECT FROM ${table} WHERE run_key = $1`, [key])).toEqual([]);
    const numbers = await env.sql<{ number: number }>(
      "SELECT numbers[$2 % 480 + 1] AS number FROM ranked_block WHERE workspace_id = $1 AND block = $2::bigint / 480",
      [workspace.id, key],
    );
    expect(new Set(numbers.map(({ number }) => number))).toEqual(new Set([Number.NaN]));
    expect(await env.sql("SELECT FROM logged_model WHERE workspace_id = $1", [workspace.id])).toEqual([]);
    expect(await getRun(env.deps, caller, { runId: kept })).toMatchObject({ lifecycleStage: "deleted" });
  });
});
