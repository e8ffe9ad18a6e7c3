import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { openTestEnvironment, type TestEnvironment, type TestWorkspace } from "@plumbline/testing";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import "../../jobs/index.ts";
import { listArtifacts, writeArtifact } from "../../artifacts/index.ts";
import type { Caller } from "../../kernel/index.ts";
import { createModel, registerVersion } from "../../registry/index.ts";
import {
  carryOutBulkAct,
  createExperiment,
  createRun,
  deleteExperiment,
  deleteRun,
  getBulkAct,
  getExperiment,
  listTrashedExperiments,
  listTrashedRuns,
  purgeExperiment,
  restoreExperiment,
  restoreRun,
  setRetention,
} from "../index.ts";

let env: TestEnvironment;
let workspace: TestWorkspace;
let caller: Caller;
beforeAll(async () => {
  env = await openTestEnvironment();
});
beforeEach(async () => {
  workspace = await env.createWorkspace();
  caller = env.callerOf({ workspace, role: "admin", user: await env.createUser() });
});
afterAll(() => env.close());

const newExperiment = () => createExperiment(env.deps, caller, { name: randomUUID() });
const newRun = async (experimentId = "0", name = "run") => (await createRun(env.deps, caller, { experimentId, name })).runId;

async function carryOut(actId: string): Promise<void> {
  const handler = await carryOutBulkAct.handler();
  const context = { deps: env.deps, taskId: randomUUID(), workspaceId: workspace.id, signal: new AbortController().signal };
  await handler(context, { actId });
}

test("lists who deleted a run, when, and when it goes; page by page, the last deleted first", async () => {
  const runIds: string[] = [];
  for (const [at, name] of ["first", "second", "third"].entries()) {
    const runId = await newRun("0", name);
    await deleteRun({ ...env.deps, now: () => new Date(Date.now() + 1000 * at) }, caller, { runId });
    runIds.unshift(runId);
  }
  const page = await listTrashedRuns(env.deps, caller, { limit: 2 });
  expect(page.items).toMatchObject([
    { runId: runIds[0], name: "third", experimentName: "Default", deletedBy: { id: caller.actor.id }, goesAt: null },
    { runId: runIds[1] },
  ]);
  const rest = await listTrashedRuns(env.deps, caller, { limit: 2, cursor: page.nextCursor ?? "" });
  expect(rest).toMatchObject({ items: [{ runId: runIds[2] }], nextCursor: null });
  await setRetention(env.deps, caller, { experimentId: "0", keepDeletedDays: 7, trashAfterDays: null });
  const [found] = (await listTrashedRuns(env.deps, caller, { search: "SECOND" })).items;
  expect(Date.parse(found?.goesAt ?? "") - Date.parse(found?.deletedAt ?? "")).toBe(7 * 86_400_000);
  await restoreRun(env.deps, caller, { runId: runIds[1] ?? "" });
  expect((await listTrashedRuns(env.deps, caller, { search: "second" })).items).toEqual([]);
});

test("a deleted experiment stands for its runs", async () => {
  const { experimentId, name } = await newExperiment();
  await newRun(experimentId);
  await newRun(experimentId);
  await deleteExperiment(env.deps, caller, { experimentId });
  expect((await listTrashedRuns(env.deps, caller, {})).items).toEqual([]);
  expect((await listTrashedExperiments(env.deps, caller, {})).items).toMatchObject([
    { experimentId, name, runs: 2, deletedBy: { id: caller.actor.id } },
  ]);
  await restoreExperiment(env.deps, caller, { experimentId });
  expect((await listTrashedExperiments(env.deps, caller, {})).items).toEqual([]);
});

test("an experiment is removed for good by its name, with runs and files", async () => {
  const { experimentId, name } = await newExperiment();
  const runId = await newRun(experimentId);
  const path = `${experimentId}/${runId}/artifacts/notes.txt`;
  await writeArtifact(env.deps, caller, { path, source: Readable.from([Buffer.from("kept?")]) });
  await expect(purgeExperiment(env.deps, caller, { experimentId, name })).rejects.toMatchObject({ params: { reason: "not-deleted" } });
  await deleteExperiment(env.deps, caller, { experimentId });
  await expect(purgeExperiment(env.deps, caller, { experimentId, name: "other" })).rejects.toMatchObject({
    params: { reason: "other-name" },
  });
  const { id: actId } = await purgeExperiment(env.deps, caller, { experimentId, name });
  await carryOut(actId);
  expect(await getBulkAct(env.deps, caller, { actId })).toMatchObject({ state: "done", total: 1, done: 1, changed: 1, refused: 0 });
  await expect(getExperiment(env.deps, caller, { experimentId })).rejects.toMatchObject({ code: "not-found" });
  expect((await listArtifacts(env.deps, caller, { path: experimentId })).items).toEqual([]);
});

test("an experiment of many runs goes in parts, the last of which takes it along", async () => {
  const { experimentId, name } = await newExperiment();
  await Promise.all(Array.from({ length: 250 }, () => newRun(experimentId)));
  await deleteExperiment(env.deps, caller, { experimentId });
  const { id: actId } = await purgeExperiment(env.deps, caller, { experimentId, name });
  await carryOut(actId);
  expect(await getBulkAct(env.deps, caller, { actId })).toMatchObject({ state: "done", total: 250, done: 250, changed: 250 });
  await expect(getExperiment(env.deps, caller, { experimentId })).rejects.toMatchObject({ code: "not-found" });
});

test("an experiment stays with the runs that something needs, and says which", async () => {
  const { experimentId, name } = await newExperiment();
  const [needed, free] = [await newRun(experimentId), await newRun(experimentId)];
  await createModel(env.deps, caller, { name: "scoring" });
  await registerVersion(env.deps, caller, { model: "scoring", source: `runs:/${needed}/model`, runId: needed });
  await deleteExperiment(env.deps, caller, { experimentId });
  const { id: actId } = await purgeExperiment(env.deps, caller, { experimentId, name });
  await carryOut(actId);
  const act = await getBulkAct(env.deps, caller, { actId });
  expect(act).toMatchObject({ state: "done", changed: 1, refused: 1, refusals: [{ runId: needed }] });
  expect((await listTrashedExperiments(env.deps, caller, {})).items).toMatchObject([{ experimentId, runs: 1 }]);
  expect(free).not.toBe(needed);
});

test("Default is never removed", async () => {
  await expect(purgeExperiment(env.deps, caller, { experimentId: "0", name: "Default" })).rejects.toMatchObject({
    params: { reason: "default-experiment" },
  });
});

test("an experiment that was restored meanwhile keeps its runs", async () => {
  const { experimentId, name } = await newExperiment();
  await newRun(experimentId);
  await deleteExperiment(env.deps, caller, { experimentId });
  const { id: actId } = await purgeExperiment(env.deps, caller, { experimentId, name });
  await restoreExperiment(env.deps, caller, { experimentId });
  await carryOut(actId);
  expect(await getBulkAct(env.deps, caller, { actId })).toMatchObject({ state: "cancelled", changed: 0 });
  expect(await getExperiment(env.deps, caller, { experimentId })).toMatchObject({ lifecycleStage: "active" });
});
