import { longRunMinutes } from "@plumbline/contracts/notifications";
import { openTestEnvironment, type TestEnvironment, type TestWorkspace } from "@plumbline/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Caller } from "../../kernel/index.ts";
import { listNotifications, setPreferences } from "../../notifications/index.ts";
import { createRun, deleteRun, logBatch, tellOfRun, updateRun } from "../index.ts";

let env: TestEnvironment;
let workspace: TestWorkspace;
let ada: Caller;
beforeAll(async () => {
  env = await openTestEnvironment();
  workspace = await env.createWorkspace();
  ada = await newMember();
});
afterAll(() => env.close());

async function newMember(): Promise<Caller> {
  const user = await env.createUser();
  await env.addMember(workspace, user, "contributor");
  return env.callerOf({ workspace, user, role: "contributor" });
}

const minuteMs = 60_000;
const newRun = async ({
  startedAgoMs = minuteMs,
  tags = {},
  caller = ada,
}: {
  startedAgoMs?: number;
  tags?: Record<string, string>;
  caller?: Caller;
} = {}) => {
  const startTime = env.deps.now().getTime() - startedAgoMs;
  const given = { experimentId: "0", name: "steady-otter", startTime, tags: Object.entries(tags).map(([key, value]) => ({ key, value })) };
  return (await createRun(env.deps, caller, given)).runId;
};
const end = (runId: string, status: "FINISHED" | "FAILED" | "KILLED", endTime = env.deps.now().getTime()) =>
  updateRun(env.deps, ada, { runId, status, endTime });
const logLoss = (runId: string, value: number, step = 0) =>
  logBatch(env.deps, ada, { runId, metrics: [{ key: "loss", value, timestamp: 1, step }] });

/** Does what a worker would: runs the tasks that the writes to this run asked for. */
async function work(runId: string): Promise<number> {
  const tasks = await env.sql<{ id: string; payload: Parameters<Awaited<ReturnType<typeof tellOfRun.handler>>>[1] }>(
    "DELETE FROM task WHERE name = $1 AND payload->>'runId' = $2 RETURNING id, payload",
    [tellOfRun.name, runId],
  );
  const handle = await tellOfRun.handler();
  for (const { id, payload } of tasks) {
    await handle({ deps: env.deps, taskId: id, workspaceId: workspace.id, signal: new AbortController().signal }, payload);
  }
  return tasks.length;
}
const heard = async (runId: string, caller = ada) =>
  (await listNotifications(env.deps, caller, { limit: 100 })).items.filter(({ subject }) => subject.id === runId).map(({ kind }) => kind);

describe("whoever made a run is told", () => {
  test("that it failed, once, and nobody else is", async () => {
    const other = await newMember();
    const runId = await newRun();
    await end(runId, "FAILED");
    await end(runId, "FAILED");
    expect(await work(runId)).toBe(1);
    expect(await heard(runId)).toEqual(["experiments.run-failed"]);
    expect(await heard(runId, other)).toEqual([]);
    // Another process may ask again.
    const handle = await tellOfRun.handler();
    const context = { deps: env.deps, taskId: "again", workspaceId: workspace.id, signal: new AbortController().signal };
    await handle(context, { workspaceId: workspace.id, runId, kind: "failed" });
    expect(await heard(runId)).toHaveLength(1);
  });

  test("that it ended, where it took long: not a moment less", async () => {
    const now = env.deps.now().getTime();
    const long = await newRun({ startedAgoMs: longRunMinutes * minuteMs });
    await end(long, "FINISHED", now);
    const short = await newRun({ startedAgoMs: longRunMinutes * minuteMs });
    await end(short, "FINISHED", now - 1);
    expect([await work(long), await work(short)]).toEqual([1, 0]);
    expect(await heard(long)).toEqual(["experiments.run-ended"]);
  });

  test("that it logged NaN, at the first one, whatever follows", async () => {
    const runId = await newRun();
    await logLoss(runId, 0.5);
    expect(await work(runId)).toBe(0);
    for (const step of [1, 2, 3]) await logLoss(runId, Number.NaN, step);
    expect(await work(runId)).toBe(1);
    const [message] = (await listNotifications(env.deps, ada, { limit: 1 })).items;
    expect(message).toMatchObject({
      kind: "experiments.run-nan",
      group: "runs",
      title: "steady-otter logged NaN as loss",
      link: `/w/${workspace.name}/runs/${runId}/metrics`,
    });
    await logLoss(runId, Number.NaN, 4);
    expect(await work(runId)).toBe(0);
  });

  test("of the children of a search once, and of no child's end", async () => {
    const parent = await newRun();
    const tags = { "mlflow.parentRunId": parent };
    const [first, second, third] = [await newRun({ tags }), await newRun({ tags }), await newRun({ tags, startedAgoMs: 3_600_000 })];
    for (const runId of [first, second]) await end(runId, "FAILED");
    await end(third, "FINISHED");
    for (const runId of [first, second, third]) expect(await work(runId)).toBe(1);
    expect([...(await heard(first)), ...(await heard(second)), ...(await heard(third))]).toEqual(["experiments.run-failed"]);
  });
});

describe("nobody is told", () => {
  test("of a run that was stopped, that ended long ago, or that is deleted", async () => {
    const stopped = await newRun({ startedAgoMs: 3_600_000 });
    await end(stopped, "KILLED");
    const old = await newRun({ startedAgoMs: 30 * 3_600_000 });
    await end(old, "FAILED", env.deps.now().getTime() - 2 * 3_600_000);
    expect([await work(stopped), await work(old)]).toEqual([0, 0]);
    const deleted = await newRun();
    await end(deleted, "FAILED");
    await deleteRun(env.deps, ada, { runId: deleted });
    await work(deleted);
    expect(await heard(deleted)).toEqual([]);
  });

  test("who wants no message of that kind", async () => {
    const ben = await newMember();
    const kept = await setPreferences(env.deps, ben, { runs: { failed: false, ended: true, nan: true } });
    expect(kept).toMatchObject({ runs: { failed: false, ended: true, nan: true }, email: { runs: true, votes: true } });
    const email = { votes: false, mentions: true, outcomes: true, reminders: true, runs: true };
    expect(await setPreferences(env.deps, ben, { email })).toMatchObject({ runs: { failed: false }, email: { votes: false } });
    const runId = await newRun({ caller: ben });
    await end(runId, "FAILED");
    await logLoss(runId, Number.NaN);
    await work(runId);
    expect(await heard(runId, ben)).toEqual(["experiments.run-nan"]);
  });

  test("of a write that was refused", async () => {
    const runId = await newRun();
    await logBatch(env.deps, ada, { runId, params: [{ key: "depth", value: "1" }] });
    await expect(
      logBatch(env.deps, ada, {
        runId,
        params: [{ key: "depth", value: "2" }],
        metrics: [{ key: "loss", value: "NaN", timestamp: 1 }],
      }),
    ).rejects.toMatchObject({ code: "conflict" });
    expect(await work(runId)).toBe(0);
  });
});
