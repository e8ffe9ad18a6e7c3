import { randomUUID } from "node:crypto";
import { openTestEnvironment, type TestEnvironment, type TestWorkspace } from "@plumbline/testing";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import "../../jobs/index.ts";
import type { Caller } from "../../kernel/index.ts";
import { createModel, registerVersion } from "../../registry/index.ts";
import {
  applyRetention,
  createExperiment,
  createRun,
  deleteExperiment,
  deleteRun,
  getExperiment,
  getRetention,
  getRun,
  logBatch,
  previewRetention,
  setRetention,
  updateRun,
} from "../index.ts";

let env: TestEnvironment;
let workspace: TestWorkspace;
let caller: Caller;
let experimentId: string;
beforeAll(async () => {
  env = await openTestEnvironment();
});
beforeEach(async () => {
  workspace = await env.createWorkspace();
  caller = env.callerOf({ workspace, role: "admin" });
  ({ experimentId } = await createExperiment(env.deps, caller, { name: randomUUID() }));
});
afterAll(() => env.close());

const dayMs = 86_400_000;
const start = Date.now();

async function endedRun(daysAgo: number): Promise<string> {
  const endTime = start - daysAgo * dayMs;
  const { runId } = await createRun(env.deps, caller, { experimentId, startTime: endTime - 1000 });
  await updateRun(env.deps, caller, { runId, status: "FINISHED", endTime });
  return runId;
}

/** The worker's task, so many days later. */
async function apply(days = 0): Promise<void> {
  const handler = await applyRetention.handler();
  const deps = { ...env.deps, now: () => new Date(start + days * dayMs + 1) };
  await handler({ deps, taskId: "test", workspaceId: null, signal: AbortSignal.timeout(30_000) }, {});
}

const stageOf = async (runId: string) => (await getRun(env.deps, caller, { runId })).lifecycleStage;

test("nothing goes where nothing is set", async () => {
  const runId = await endedRun(4000);
  await deleteRun(env.deps, caller, { runId });
  expect(await getRetention(env.deps, caller, { experimentId })).toEqual({
    keepDeletedDays: null,
    trashAfterDays: null,
    updatedBy: null,
    updatedAt: null,
  });
  await apply(4000);
  expect(await stageOf(runId)).toBe("deleted");
});

test("finished runs are deleted on the day, but for those that are tagged, needed, or still run", async () => {
  const [old, young, tagged, needed] = [await endedRun(10), await endedRun(9), await endedRun(10), await endedRun(10)];
  const { runId: running } = await createRun(env.deps, caller, { experimentId, startTime: start - 20 * dayMs });
  await logBatch(env.deps, caller, { runId: tagged, tags: [{ key: "keep", value: "" }] });
  await createModel(env.deps, caller, { name: "scoring" });
  await registerVersion(env.deps, caller, { model: "scoring", source: `runs:/${needed}/model`, runId: needed });
  const rules = { experimentId, keepDeletedDays: null, trashAfterDays: 10 };
  await setRetention(env.deps, caller, rules);
  await apply();
  expect(await Promise.all([old, young, tagged, needed, running].map(stageOf))).toEqual([
    "deleted",
    "active",
    "active",
    "active",
    "active",
  ]);
  const preview = await previewRetention(env.deps, caller, { ...rules, trashAfterDays: 5 });
  expect(preview).toMatchObject({ toTrash: { runs: 1, isCapped: false }, toRemove: { runs: 0 }, stay: { tagged: 1, needed: 1 } });
});

test("deleted runs are removed for good after the days they are kept, and it is recorded", async () => {
  const [gone, needed] = [await endedRun(1), await endedRun(1)];
  await createModel(env.deps, caller, { name: "scoring" });
  await registerVersion(env.deps, caller, { model: "scoring", source: `runs:/${needed}/model`, runId: needed });
  for (const runId of [gone, needed]) await deleteRun(env.deps, caller, { runId });
  await setRetention(env.deps, caller, { experimentId, keepDeletedDays: 7, trashAfterDays: null });
  await apply(6);
  expect(await stageOf(gone)).toBe("deleted");
  await apply(8);
  await expect(stageOf(gone)).rejects.toMatchObject({ code: "not-found" });
  expect(await stageOf(needed)).toBe("deleted");
  const events = await env.sql<{ action: string; actor_kind: string }>(
    "SELECT action, actor_kind FROM audit_event WHERE workspace_id = $1 AND actor_kind = 'system' ORDER BY action DESC",
    [workspace.id],
  );
  expect(events).toEqual([
    { action: "experiments.run.purge", actor_kind: "system" },
    { action: "experiments.retention.apply", actor_kind: "system" },
  ]);
});

test("a deleted experiment goes with its runs", async () => {
  await endedRun(1);
  await setRetention(env.deps, caller, { experimentId, keepDeletedDays: 7, trashAfterDays: null });
  await deleteExperiment(env.deps, caller, { experimentId });
  await apply(8);
  await expect(getExperiment(env.deps, caller, { experimentId })).rejects.toMatchObject({ code: "not-found" });
});

test("days are whole and at least one", async () => {
  for (const keepDeletedDays of [0, 1.5, 3651])
    await expect(setRetention(env.deps, caller, { experimentId, keepDeletedDays, trashAfterDays: null })).rejects.toMatchObject({
      code: "invalid",
    });
});
