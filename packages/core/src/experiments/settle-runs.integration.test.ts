import type { Database } from "@plumbline/db";
import { openTestEnvironment, type TestEnvironment, type TestWorkspace } from "@plumbline/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { Caller } from "../kernel/index.ts";
import {
  createExperiment,
  createRun,
  deleteRun,
  deleteRunTag,
  logBatch,
  restoreRun,
  searchRuns,
  setRunNote,
  settleRuns,
  updateRun,
} from "./index.ts";
import { findTargets } from "./store/batch-writes.ts";
import { clearBlocks } from "./store/ranked-blocks.ts";

let env: TestEnvironment;
let workspace: TestWorkspace;
let caller: Caller;
let experimentId: string;
let counter = 0;
beforeAll(async () => {
  env = await openTestEnvironment();
  workspace = await env.createWorkspace();
  caller = env.callerOf({ workspace, role: "admin" });
});
afterAll(() => env.close());
beforeEach(async () => {
  experimentId = (await createExperiment(env.deps, caller, { name: `settling ${counter++}` })).experimentId;
});

let laterMs = 0;
/** One round of the worker's task, so much later than the round before. */
async function round(sinceMs: number): Promise<void> {
  laterMs += sinceMs;
  const deps = { ...env.deps, now: () => new Date(Date.now() + laterMs) };
  const handler = await settleRuns.handler();
  await handler({ deps, taskId: "test", workspaceId: null, signal: AbortSignal.timeout(30_000) }, {});
}
/** Long enough for any run that nobody writes to. */
const settle = async (): Promise<void> => {
  await round(0);
  await round(120_000);
};

const newRun = async (status: "RUNNING" | "FINISHED" = "FINISHED"): Promise<string> => {
  const { runId } = await createRun(env.deps, caller, { experimentId, tags: [{ key: "team", value: "a" }] });
  await log(runId, 1);
  await updateRun(env.deps, caller, { runId, status });
  return runId;
};
const log = (runId: string, value: number) =>
  logBatch(env.deps, caller, { runId, metrics: [{ key: "loss", value, timestamp: value, step: value }] });
const isHot = async (runId: string): Promise<boolean> =>
  (await env.sql("SELECT FROM hot_run h JOIN run r ON r.key = h.run_key WHERE r.run_id = $1", [runId])).length > 0;
const ranksOf = async (runId: string): Promise<Record<string, number | string>> => {
  const rows = await env.sql<{ field: string; value: number | string }>(
    "SELECT COALESCE(n.name, k.field::text) AS field, k.value FROM run r JOIN ranked_number k ON k.run_key = r.key LEFT JOIN metric_key n ON n.id = k.field WHERE r.run_id = $1",
    [runId],
  );
  const texts = await env.sql<{ field: string; value: string }>(
    "SELECT k.field, k.head AS value FROM run r JOIN ranked_text k ON k.run_key = r.key WHERE r.run_id = $1",
    [runId],
  );
  return Object.fromEntries([...rows, ...texts].map(({ field, value }) => [field, value]));
};
/** The same numbers as they lie in blocks. */
const blockOf = async (runId: string): Promise<Record<string, number>> => {
  const rows = await env.sql<{ field: string; value: number }>(
    `SELECT COALESCE(n.name, b.field::text) AS field, b.numbers[r.key % 480 + 1] AS value FROM run r
     JOIN ranked_block b ON b.workspace_id = r.workspace_id AND b.block = r.key / 480 LEFT JOIN metric_key n ON n.id = b.field WHERE r.run_id = $1`,
    [runId],
  );
  return Object.fromEntries(rows.map(({ field, value }) => [field, value]));
};
const find = async (filter: string): Promise<string[]> =>
  (await searchRuns(env.deps, caller, { experimentIds: [experimentId], filter })).items.map(({ runId }) => runId);

describe("a run settles", () => {
  test("when it has ended and nobody has written to it for five seconds", async () => {
    const runId = await newRun();
    await round(0);
    await round(4000);
    expect(await isHot(runId)).toBe(true);
    await round(1000);
    expect(await isHot(runId)).toBe(false);
    expect(await ranksOf(runId)).toMatchObject({ loss: 1, "tags.team": "a", "attributes.status": "FINISHED", "attributes.run_id": runId });
    expect(await blockOf(runId)).toMatchObject({ loss: 1 });
  });

  test("when it runs and nobody has written to it for a minute", async () => {
    const runId = await newRun("RUNNING");
    await round(0);
    await round(59_000);
    expect(await isHot(runId)).toBe(true);
    await round(1000);
    expect(await isHot(runId)).toBe(false);
  });

  test("later, when it was written to since it was marked", async () => {
    const runId = await newRun();
    await round(0);
    await log(runId, 2);
    await round(60_000);
    expect(await isHot(runId)).toBe(true);
    await round(60_000);
    expect(await ranksOf(runId)).toMatchObject({ loss: 2 });
    expect(await blockOf(runId)).toMatchObject({ loss: 2 });
  });
});

describe("a settled run", () => {
  test("has its numbers beside those of others, and NaN for what it has none of", async () => {
    const [one, other] = [await newRun(), await newRun()];
    await logBatch(env.deps, caller, { runId: other, metrics: [{ key: "only other", value: 5, timestamp: 1, step: 1 }] });
    await settle();
    await log(other, 2);
    await settle();
    const { "-1": start } = await ranksOf(one);
    expect(await blockOf(one)).toMatchObject({ loss: 1, "only other": Number.NaN, "-1": start });
    expect(await blockOf(other)).toMatchObject({ loss: 2, "only other": 5 });
  });

  test.each([
    ["a point", (runId: string) => log(runId, 3), "metrics.loss = 3"],
    ["a param", (runId: string) => logBatch(env.deps, caller, { runId, params: [{ key: "lr", value: "1" }] }), "params.lr = '1'"],
    ["a tag", (runId: string) => logBatch(env.deps, caller, { runId, tags: [{ key: "team", value: "b" }] }), "tags.team = 'b'"],
    ["a tag taken away", (runId: string) => deleteRunTag(env.deps, caller, { runId, key: "team" }), "tags.team IS NULL"],
    ["a note", (runId: string) => setRunNote(env.deps, caller, { runId, text: "seen", basedOn: 0 }), "tags.mlflow.note.content = 'seen'"],
    ["a name", (runId: string) => updateRun(env.deps, caller, { runId, name: "renamed" }), "run_name = 'renamed'"],
    ["an end", (runId: string) => updateRun(env.deps, caller, { runId, endTime: 7 }), "end_time = 7"],
  ])("is found by %s at once, and when it has settled again", async (_what, write, filter) => {
    const runId = await newRun();
    await settle();
    expect(await find(filter)).toEqual([]);
    await write(runId);
    expect(await find(filter)).toEqual([runId]);
    await settle();
    expect(await isHot(runId)).toBe(false);
    expect(await find(filter)).toEqual([runId]);
    expect(await find("tags.team = 'a'")).toEqual(filter.includes("team") ? [] : [runId]);
  });

  test("is not found while it is deleted", async () => {
    const runId = await newRun();
    await settle();
    await deleteRun(env.deps, caller, { runId });
    expect(await find("metrics.loss = 1")).toEqual([]);
    await restoreRun(env.deps, caller, { runId });
    expect(await find("metrics.loss = 1")).toEqual([runId]);
  });

  test("that is settled again is written no row that says the same", async () => {
    const runId = await newRun();
    await settle();
    const versions = () =>
      env.sql("SELECT k.field, k.xmin::text FROM ranked_text k JOIN run r ON r.key = k.run_key WHERE r.run_id = $1 ORDER BY k.field", [
        runId,
      ]);
    const before = await versions();
    await log(runId, 4);
    await settle();
    expect(await versions()).toEqual(before);
    expect(await ranksOf(runId)).toMatchObject({ loss: 4 });
  });
});

test.each(["active", "all"] as const)("of many experiments the newest runs come page by page, settled and hot ones: %s", async (view) => {
  const experimentIds = [experimentId];
  for (let index = 1; index < 5; index++)
    experimentIds.push((await createExperiment(env.deps, caller, { name: `settling ${view} ${index}` })).experimentId);
  const made: { runId: string; startTime: number }[] = [];
  const create = async (index: number) => {
    const startTime = (index * 7) % 11;
    const { runId } = await createRun(env.deps, caller, { experimentId: experimentIds[index % 5] ?? "", startTime });
    made.push({ runId, startTime });
  };
  for (let index = 0; index < 20; index++) await create(index);
  await settle();
  for (let index = 20; index < 30; index++) await create(index);
  for (const { runId } of made.splice(0, 3)) await deleteRun(env.deps, caller, { runId });
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await searchRuns(env.deps, caller, { experimentIds, view, limit: 2, ...(cursor ? { cursor } : {}) });
    seen.push(...page.items.filter(({ lifecycleStage }) => lifecycleStage === "active").map(({ runId }) => runId));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  const newest = made.sort((left, right) => right.startTime - left.startTime || (left.runId < right.runId ? -1 : 1));
  expect(seen).toEqual(newest.map(({ runId }) => runId));
});

test("a run that was brought with another start stands at its new one", async () => {
  const [older, newer] = [await newRun(), await newRun()];
  await settle();
  await env.sql("UPDATE run SET start_time = 5 WHERE run_id = $1", [newer]);
  await log(newer, 1);
  await settle();
  expect(
    (await searchRuns(env.deps, caller, { experimentIds: [experimentId], orderBy: ["metrics.loss"] })).items.map(({ runId }) => runId),
  ).toEqual([older, newer]);
});

test("two that write to one block keep what the other wrote", async () => {
  const [gone, settling] = [await newRun(), await newRun()];
  await settle();
  await log(settling, 2);
  await round(0);
  const [{ key } = { key: 0 }] = await env.sql<{ key: number }>("SELECT key FROM run WHERE run_id = $1", [gone]);
  const [cleared, isWaitedFor] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const clearing = env.db.transaction({ role: "retention" }, async (tx) => {
    await clearBlocks(tx, workspace.id, [key]);
    cleared.resolve();
    await isWaitedFor.promise;
  });
  await cleared.promise;
  const settled = round(120_000);
  await vi.waitUntil(
    async () =>
      (
        await env.sql(
          "SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
        )
      ).length > 0,
    10_000,
  );
  isWaitedFor.resolve();
  await Promise.all([clearing, settled]);
  expect(await blockOf(gone)).toMatchObject({ loss: Number.NaN });
  expect(await blockOf(settling)).toMatchObject({ loss: 2 });
});

test("a writer that saw a run before it was marked is waited for", async () => {
  const runId = await newRun();
  const scope = { role: "app", workspaceId: workspace.id, actorId: "test" } as const;
  const [seen, listed] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const writing = env.db.transaction(scope, async (tx) => {
    const [target] = await findTargets(tx, workspace.id, { runIds: [runId], mustLock: false });
    expect(target?.is_hot).toBe(true);
    seen.resolve();
    await listed.promise;
    await tx.execute("UPDATE metric_summary SET last_value = 9 WHERE workspace_id = $1 AND run_key = $2", [workspace.id, target?.key]);
  });
  await seen.promise;
  await env.sql("UPDATE hot_run SET settling_at = to_timestamp(0)");
  const db: Database = {
    ...env.db,
    transaction: async (of, work) => {
      const result = await env.db.transaction(of, work);
      listed.resolve();
      return result;
    },
  };
  const handler = await settleRuns.handler();
  await handler({ deps: { ...env.deps, db }, taskId: "test", workspaceId: null, signal: AbortSignal.timeout(30_000) }, {});
  await writing;
  expect(await isHot(runId)).toBe(false);
  expect(await find("metrics.loss = 9")).toEqual([runId]);
});

test("while one worker settles runs, another leaves them alone", async () => {
  const runId = await newRun();
  await round(0);
  const lock = await env.db.takeLock("experiments.settle-runs");
  await round(120_000);
  expect(await isHot(runId)).toBe(true);
  await lock?.release();
  await round(0);
  expect(await isHot(runId)).toBe(false);
});
