import { openTestEnvironment, type TestEnvironment, type TestWorkspace } from "@plumbline/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Caller } from "../kernel/index.ts";
import { createRun, deleteRun, getMetricHistory, getRun, logBatch, restoreRun } from "./index.ts";

// The points of a run that was written to before are stored while it is looked up.

let env: TestEnvironment;
let workspace: TestWorkspace;
let caller: Caller;
beforeAll(async () => {
  env = await openTestEnvironment();
  workspace = await env.createWorkspace();
  caller = env.callerOf({ workspace, role: "contributor" });
});
afterAll(() => env.close());

const log = (runId: string, step: number) =>
  logBatch(env.deps, caller, { runId, metrics: [{ key: "loss", value: step / 10, timestamp: 1000 + step, step }] });
const stepsOf = async (runId: string) => (await getMetricHistory(env.deps, caller, { runId, key: "loss" })).items.map(({ step }) => step);

/** A run that was written to. */
async function knownRun(runId?: string): Promise<string> {
  const run = await createRun(env.deps, caller, runId === undefined ? {} : { runId });
  await log(run.runId, 0);
  return run.runId;
}

test("points of a deleted run are refused, and are not there when it is restored; those that came with them are stored", async () => {
  const [deleted, ...others] = await Promise.all([knownRun(), knownRun(), knownRun(), knownRun()]);
  await deleteRun(env.deps, caller, { runId: deleted });
  const refused = expect(log(deleted, 1)).rejects.toMatchObject({ params: { reason: "run-deleted" } });
  await Promise.all([refused, ...others.map((runId) => log(runId, 1)), ...others.map((runId) => log(runId, 2))]);
  for (const runId of others) {
    expect(await stepsOf(runId)).toEqual([0, 1, 2]);
    expect((await getRun(env.deps, caller, { runId })).metrics).toMatchObject([{ key: "loss", last: { value: 0.2, step: 2 }, count: 3 }]);
  }
  await restoreRun(env.deps, caller, { runId: deleted });
  expect(await stepsOf(deleted)).toEqual([0]);
  await log(deleted, 3);
  expect(await stepsOf(deleted)).toEqual([0, 3]);
});

test("a run that was removed for good and made again gets its own points", async () => {
  const runId = await knownRun("the-same-name");
  await env.sql("DELETE FROM metric_summary WHERE run_key = (SELECT key FROM run WHERE run_id = $1)", [runId]);
  await env.sql("DELETE FROM metric_arrival WHERE run_key = (SELECT key FROM run WHERE run_id = $1)", [runId]);
  await env.sql("DELETE FROM run WHERE run_id = $1", [runId]);
  await expect(log(runId, 1)).rejects.toMatchObject({ code: "not-found" });
  await createRun(env.deps, caller, { runId });
  await log(runId, 2);
  expect(await stepsOf(runId)).toEqual([2]);
  const orphans = await env.sql("SELECT FROM metric_arrival a LEFT JOIN run r ON r.key = a.run_key WHERE r.key IS NULL");
  expect(orphans).toEqual([]);
});

test("a request that is repeated is stored and counted once", async () => {
  const runId = await knownRun();
  await Promise.all([log(runId, 1), log(runId, 1)]);
  await log(runId, 1);
  expect(await stepsOf(runId)).toEqual([0, 1]);
  const [summary] = await env.sql<{ count: number }>(
    "SELECT s.count::int AS count FROM metric_summary s JOIN run r ON r.key = s.run_key WHERE r.run_id = $1",
    [runId],
  );
  expect(summary?.count).toBe(2);
});
