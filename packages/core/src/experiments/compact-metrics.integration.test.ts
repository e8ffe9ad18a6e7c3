import type { Tx } from "@plumbline/db";
import { openTestEnvironment, type TestEnvironment, type TestWorkspace } from "@plumbline/testing";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compactMetrics } from "./compact-metrics.ts";
import { createRun } from "./create-run.ts";
import type { LoggedMetric } from "./ingest/check-batch.ts";
import { logBatch } from "./log-batch.ts";
import { encodeMetricBlock, mergeMetricBlocks, summarizePoints } from "./metric-block.ts";
import { getCurves, getMetricHistory } from "./metric-history.ts";
import { comparePoints, type MetricPoint, toInt64 } from "./metric-point.ts";
import { findPageBlocks } from "./store/metric-reads.ts";

let env: TestEnvironment;
let workspace: TestWorkspace;
let caller: ReturnType<TestEnvironment["callerOf"]>;
beforeAll(async () => {
  env = await openTestEnvironment();
  workspace = await env.createWorkspace();
  caller = env.callerOf({ workspace, role: "contributor" });
});
afterAll(() => env.close());

const hourMs = 3_600_000;
interface Circumstances {
  /** How much later it is than when the points were written. */
  readonly laterMs?: number;
  readonly signal?: AbortSignal;
  readonly db?: TestEnvironment["db"];
}
async function run({ laterMs = hourMs, signal = AbortSignal.timeout(60_000), db = env.db }: Circumstances = {}): Promise<void> {
  const deps = { ...env.deps, db, now: () => new Date(Date.now() + laterMs) };
  const handler = await compactMetrics.handler();
  await handler({ deps, taskId: "test", workspaceId: null, signal }, {});
}
/** As `run`, over all blocks: a test cannot wait until time has passed what an earlier one went through. */
async function compact(circumstances?: Circumstances): Promise<void> {
  await env.sql("UPDATE metric_compaction SET considered_until = '2020-01-01', window_until = NULL, run_key = 0, key_id = 0");
  await run(circumstances);
}

const newRun = async (of = caller) => (await createRun(env.deps, of, { experimentId: "0" })).runId;
const log = (runId: string, metrics: readonly LoggedMetric[], of = caller) => logBatch(env.deps, of, { runId, metrics });
const point = (key: string, step: number, value = step / 3) => ({ key, value, step, timestamp: 1_700_000_000_000 + step * 37 });
const history = async (runId: string, key: string, of = caller) => (await getMetricHistory(env.deps, of, { runId, key })).items;

async function pagesOf(runId: string, key: string, limit: number) {
  const paged: Awaited<ReturnType<typeof history>> = [];
  let cursor: string | undefined;
  do {
    const page = await getMetricHistory(env.deps, caller, { runId, key, limit, ...(cursor ? { cursor } : {}) });
    paged.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return paged;
}

interface BlockRow {
  readonly points: Buffer;
  readonly count: number;
  readonly digest: string;
  readonly merged: boolean;
}
const blocksOf = (runId: string, key: string) =>
  env.sql<BlockRow>(
    `SELECT b.points, b.count, encode(b.digest, 'hex') AS digest, b.lo_time IS NOT NULL AS merged FROM metric_block b
     JOIN run r ON r.key = b.run_key JOIN metric_key k ON k.id = b.key_id WHERE r.run_id = $1 AND k.name = $2 ORDER BY b.lo_step, b.digest`,
    [runId, key],
  );
const summaryOf = async (runId: string, key: string) =>
  (
    await env.sql<{ count: number; numericCount: number; sum: number; min: number | null; max: number | null }>(
      `SELECT s.count::int, s.numeric_count::int AS "numericCount", s.sum, s.min, s.max FROM metric_summary s
       JOIN run r ON r.key = s.run_key JOIN metric_key k ON k.id = s.key_id WHERE r.run_id = $1 AND k.name = $2`,
      [runId, key],
    )
  )[0];
const stored = async (runId: string, key: string) => mergeMetricBlocks((await blocksOf(runId, key)).map((block) => block.points));

const int64 = fc.oneof(fc.nat(4), fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(toInt64));
const metrics = fc.record({
  key: fc.constantFrom("a", "b"),
  step: int64,
  timestamp: fc.oneof(fc.nat(3), fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }).map(toInt64)),
  value: fc.constantFrom<LoggedMetric["value"]>(0, 1.5, -2, 0.25, "NaN", "Infinity", "-Infinity"),
});
const batches = fc.array(fc.array(metrics, { minLength: 1, maxLength: 15 }), { minLength: 1, maxLength: 10 });

describe("what was logged", () => {
  /** Everything of a metric, read in every way. */
  async function readings(runId: string, { key, limit }: { key: string; limit: number }) {
    const range = { runIds: [runId], keys: [key], startStep: 0, endStep: 3, maxPoints: 1000 };
    const [points, whole, curves] = [await stored(runId, key), await history(runId, key), await getCurves(env.deps, caller, range)];
    // Integers beyond 2^53 are rounded on the way out, so neighbours may look alike: compared as they come.
    expect(await pagesOf(runId, key, limit)).toEqual(whole);
    return { points, whole, curve: curves.curves[0]?.points ?? [] };
  }

  async function expectCountedOnce(runId: string, key: string): Promise<void> {
    const points = await stored(runId, key);
    const { count, numericCount, sum, min, max } = summarizePoints(points);
    expect(await summaryOf(runId, key)).toEqual({ count, numericCount, sum, min: min ?? null, max: max ?? null });
    expect((await blocksOf(runId, key)).reduce((total, block) => total + block.count, 0)).toBe(points.length);
  }

  test("reads the same before and after, by whole and by page, and is counted once", async () => {
    await fc.assert(
      fc.asyncProperty(batches, batches, fc.integer({ min: 1, max: 40 }), async (early, late, limit) => {
        const runId = await newRun();
        const keys = [...new Set([...early, ...late].flat().map((metric) => metric.key))];
        const readAll = () => Promise.all(keys.map((key) => readings(runId, { key, limit })));
        for (const round of [early, late]) {
          for (const batch of round) await log(runId, batch);
          const before = await readAll();
          await compact();
          expect(await readAll()).toEqual(before);
        }
        for (const key of keys) await expectCountedOnce(runId, key);
      }),
      { numRuns: 15 },
    );
  });

  test("point by point becomes blocks of thousands, which are not written again", async () => {
    const runId = await newRun();
    const steps = Array.from({ length: 10_000 }, (_, step) => step);
    for (let from = 0; from < 10_000; from += 250)
      await log(
        runId,
        steps.slice(from, from + 250).map((step) => point("loss", step)),
      );
    await compact();
    const first = await blocksOf(runId, "loss");
    expect(first.map(({ count, merged }) => [count, merged])).toEqual([
      [3333, true],
      [3333, true],
      [3334, true],
    ]);
    for (let step = 10_000; step < 10_020; step += 1) await log(runId, [point("loss", step)]);
    await compact();
    const second = await blocksOf(runId, "loss");
    expect(second.slice(0, 3)).toEqual(first);
    expect(second.slice(3)).toMatchObject([{ count: 20 }]);
    expect((await history(runId, "loss")).map((one) => one.step)).toEqual(Array.from({ length: 10_020 }, (_, step) => step));
  });

  test("of one time, or of times that overlap, joins page by page", async () => {
    const runId = await newRun();
    const steps = Array.from({ length: 9000 }, (_, step) => step);
    for (let from = 0; from < 9000; from += 900) {
      const some = steps.slice(from, from + 900);
      await log(runId, [
        ...some.slice(0, 500).map((step) => ({ ...point("still", step), timestamp: 5 })),
        ...some.slice(0, 500).map((step) => ({ ...point("mixed", step), timestamp: (step * 7919) % 1000 })),
      ]);
    }
    await compact();
    for (const key of ["still", "mixed"]) {
      const whole = await history(runId, key);
      expect(whole).toHaveLength(5000);
      expect(await pagesOf(runId, key, 700)).toEqual(whole);
    }
  });

  test("is read for a page from merged blocks that can hold it, and from all others", async () => {
    const runId = await newRun();
    const steps = Array.from({ length: 20_000 }, (_, step) => point("loss", step));
    for (let from = 0; from < 20_000; from += 1000) await log(runId, steps.slice(from, from + 1000));
    await compact();
    await log(runId, [point("loss", 20_000)]);
    const blocksFrom = (fromTime: number, points: number | null) =>
      env.db.transaction({ role: "app", workspaceId: workspace.id, actorId: "test" }, (tx) =>
        findPageBlocks(tx, workspace.id, { runId, key: "loss", fromTime, points }),
      );
    const counts = (await blocksOf(runId, "loss")).map((block) => block.count);
    expect(counts).toEqual([4000, 4000, 4000, 4000, 4000, 1]);
    expect(await blocksFrom(0, null)).toMatchObject({ blocks: { length: 6 }, untilTime: undefined });
    expect(await blocksFrom(0, 100)).toMatchObject({ blocks: { length: 2 }, untilTime: steps[4000]?.timestamp });
    expect(await blocksFrom(0, 4001)).toMatchObject({ blocks: { length: 3 }, untilTime: steps[8000]?.timestamp });
    expect(await blocksFrom(steps[9000]?.timestamp ?? 0, 4000)).toMatchObject({
      blocks: { length: 3 },
      untilTime: steps[16_000]?.timestamp,
    });
    expect(await blocksFrom(steps[19_999]?.timestamp ?? 0, 100)).toMatchObject({ blocks: { length: 2 }, untilTime: undefined });
  });

  test("is left alone where there is nothing to merge", async () => {
    const runId = await newRun();
    await log(runId, [point("once", 1), point("once", 2)]);
    const written = () => env.sql("SELECT ctid, xmin, * FROM metric_block ORDER BY run_key, key_id, digest");
    await compact();
    const before = await written();
    await compact();
    await run();
    expect(await written()).toEqual(before);
    expect(await blocksOf(runId, "once")).toMatchObject([{ count: 2, merged: false }]);
  });

  test("by two workspaces under the same names stays apart", async () => {
    const others = await env.createWorkspace();
    const other = env.callerOf({ workspace: others, role: "contributor" });
    const [mine, theirs] = [await newRun(), await newRun(other)];
    for (let step = 0; step < 5; step += 1) {
      await log(mine, [point("shared", step, 1)]);
      await log(theirs, [point("shared", step, 2)], other);
    }
    await compact();
    expect((await history(mine, "shared")).map((one) => one.value)).toEqual([1, 1, 1, 1, 1]);
    expect((await history(theirs, "shared", other)).map((one) => one.value)).toEqual([2, 2, 2, 2, 2]);
    expect(
      await env.sql(
        `SELECT b.workspace_id, count(*)::int AS n FROM metric_block b JOIN run r ON r.key = b.run_key AND r.workspace_id = b.workspace_id
         JOIN metric_key k ON k.id = b.key_id AND k.workspace_id = b.workspace_id WHERE r.run_id = ANY($1) GROUP BY 1 ORDER BY 1`,
        [[mine, theirs]],
      ),
    ).toEqual([
      { workspace_id: workspace.id, n: 1 },
      { workspace_id: others.id, n: 1 },
    ]);
  });
});

describe("a request that is repeated", () => {
  const request = [point("m", 1, 5), point("m", 2, 7)];
  const sum = async (runId: string) => summaryOf(runId, "m").then((found) => [found?.count, found?.sum]);

  test("soon writes nothing, since its block is not merged yet", async () => {
    const runId = await newRun();
    await log(runId, request);
    await log(runId, [point("m", 3, 1)]);
    await compact({ laterMs: 0 });
    expect(await blocksOf(runId, "m")).toMatchObject([{ merged: false }, { merged: false }]);
    await log(runId, request);
    expect(await sum(runId)).toEqual([3, 13]);
    expect(await history(runId, "m")).toHaveLength(3);
  });

  test("after its block was merged is shown once, and counted once when it was merged too", async () => {
    const runId = await newRun();
    await log(runId, request);
    for (let step = 3; step < 6000; step += 999) {
      await log(
        runId,
        Array.from({ length: 999 }, (_, ahead) => point("m", step + ahead, 1)),
      );
    }
    const [before, counted] = [await history(runId, "m"), await sum(runId)];
    await compact();
    await log(runId, request);
    expect(await history(runId, "m")).toEqual(before);
    expect((await sum(runId))[0]).toBe(before.length + 2);
    await compact();
    expect(await history(runId, "m")).toEqual(before);
    expect(await sum(runId)).toEqual(counted);
    expect(await blocksOf(runId, "m")).toMatchObject([{ merged: true }, { merged: true }]);
  });

  test("with the very points of the block that is being merged is counted once", async () => {
    const runId = await newRun();
    await log(runId, request.slice(0, 1));
    await log(runId, request.slice(1));
    await log(runId, request);
    await env.sql(
      "UPDATE metric_block SET created_at = now() + interval '1 day' WHERE count = 2 AND run_key = (SELECT key FROM run WHERE run_id = $1)",
      [runId],
    );
    await compact();
    expect(await blocksOf(runId, "m")).toMatchObject([{ count: 2, merged: false }]);
    expect(await sum(runId)).toEqual([2, 12]);
  });
});

describe("beside others", () => {
  test("no point is lost, doubled or out of sight for a moment while writers and several workers go on", async () => {
    const runId = await newRun();
    let acknowledged = 0;
    let isWriting = true;
    const writer = async (number: number) => {
      for (let step = 0; step < 60; step += 1) {
        const batch = [point("m", number * 1000 + step), point(`own-${number}`, step)];
        await log(runId, batch);
        acknowledged += 1;
        if (step % 5 === 0) await log(runId, batch);
      }
    };
    const worker = async () => {
      while (isWriting) await compact();
    };
    const reader = async () => {
      while (isWriting) {
        const atLeast = acknowledged;
        const seen = await history(runId, "m");
        expect(seen.length).toBeGreaterThanOrEqual(atLeast);
        expect(new Set(seen.map((one) => one.step)).size).toBe(seen.length);
      }
    };
    const background = [worker(), worker(), reader()];
    await Promise.all([1, 2, 3, 4].map(writer)).finally(() => {
      isWriting = false;
    });
    await Promise.all(background);
    await compact();
    expect(await history(runId, "m")).toHaveLength(240);
    expect(await summaryOf(runId, "m")).toMatchObject({ count: 240 });
    expect(await summaryOf(runId, "own-3")).toMatchObject({ count: 60 });
  });

  /** Holds the summaries of a run as a writer does, until `work` is done. */
  const whileHeld = (runId: string, work: () => Promise<void>): Promise<void> =>
    env.db.transaction({ role: "app", workspaceId: workspace.id, actorId: "writer" }, async (tx) => {
      await tx.rows("SELECT s.key_id FROM metric_summary s JOIN run r ON r.key = s.run_key WHERE r.run_id = $1 FOR UPDATE OF s", [runId]);
      await work();
    });
  const counted = async () => {
    const runId = await newRun();
    for (const batch of [
      [1, 2],
      [2, 3],
      [3, 4, 5],
    ])
      await log(
        runId,
        batch.map((step) => point("m", step, 1)),
      );
    return runId;
  };

  test("it gives way to a writer, and leaves all as it was", async () => {
    const runId = await counted();
    const before = await blocksOf(runId, "m");
    await whileHeld(runId, async () => {
      await expect(compact()).rejects.toMatchObject({ code: "55P03" });
    });
    expect(await blocksOf(runId, "m")).toEqual(before);
    await run();
    expect(await blocksOf(runId, "m")).toMatchObject([{ count: 5, merged: true }]);
    expect(await summaryOf(runId, "m")).toMatchObject({ count: 5, sum: 5 });
  });

  test("killed with its blocks deleted and not yet counted, it has done nothing, and is done again", async () => {
    const runId = await counted();
    const before = await blocksOf(runId, "m");
    await whileHeld(runId, async () => {
      const killed = expect(compact()).rejects.toThrow();
      const kill = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE usename = current_user AND datname = current_database() AND wait_event_type = 'Lock'`;
      await expect.poll(() => env.db.transaction({ role: "retention" }, (tx) => tx.rows(kill)), { interval: 5 }).toHaveLength(1);
      await killed;
    });
    expect(await blocksOf(runId, "m")).toEqual(before);
    await run();
    expect(await history(runId, "m")).toHaveLength(5);
    expect(await summaryOf(runId, "m")).toMatchObject({ count: 5, sum: 5 });
  });
});

test.each(["app", "system"] as const)("the role %s may neither delete blocks nor say how far merging has come", async (role) => {
  const scope = role === "app" ? { role, workspaceId: workspace.id, actorId: "test" } : { role };
  for (const statement of ["DELETE FROM metric_block", "UPDATE metric_block SET count = 0", "SELECT id FROM metric_compaction"]) {
    await expect(env.db.transaction(scope, (tx) => tx.execute(statement))).rejects.toThrow("permission denied");
  }
});

describe("much to do", () => {
  /** Ends the run after so many transactions. */
  function stoppingAfter(transactions: number): Required<Pick<Circumstances, "signal" | "db">> {
    const controller = new AbortController();
    let left = transactions;
    const transaction = <R>(scope: Parameters<typeof env.db.transaction>[0], work: (tx: Tx) => Promise<R>): Promise<R> =>
      env.db.transaction(scope, work).finally(() => {
        left -= 1;
        if (left === 0) controller.abort();
      });
    return { signal: controller.signal, db: { ...env.db, transaction } };
  }

  test("is gone on with by the next run where the last one stopped", async () => {
    const runId = await newRun();
    const keys = Array.from({ length: 1000 }, (_, key) => `k${key}`);
    for (let step = 0; step < 3; step += 1)
      await log(
        runId,
        keys.map((key) => point(key, step)),
      );
    const merged = async () =>
      (
        await env.sql<{ n: number }>(
          "SELECT count(*)::int AS n FROM metric_block b JOIN run r ON r.key = b.run_key WHERE r.run_id = $1 AND b.count = 3",
          [runId],
        )
      )[0]?.n;
    await compact(stoppingAfter(1));
    const seen = [await merged()];
    for (let transactions = 2; transactions < 40 && (await merged()) !== 1000; transactions += 1) {
      await run(stoppingAfter(transactions));
      seen.push(await merged());
    }
    expect(seen[0]).toBe(0);
    expect(new Set(seen).size).toBeGreaterThan(2);
    expect(seen.at(-1)).toBe(1000);
    expect(await history(runId, "k777")).toHaveLength(3);
  });

  test("of one run and key is done in rounds", async () => {
    const runId = await newRun();
    await log(runId, [point("long", 0)]);
    const blocks = Array.from({ length: 17_000 }, (_, step) => encodeMetricBlock([point("long", step + 1) as MetricPoint]));
    await env.sql(
      `INSERT INTO metric_block (workspace_id, run_key, key_id, digest, lo_step, hi_step, count, points)
       SELECT b.workspace_id, b.run_key, b.key_id, t.digest, t.step, t.step, 1, t.points
       FROM metric_block b JOIN run r ON r.key = b.run_key, unnest($2::bytea[], $3::bigint[], $4::bytea[]) AS t(digest, step, points) WHERE r.run_id = $1`,
      [runId, blocks.map((one) => one.digest), blocks.map((one) => one.loStep), blocks.map((one) => one.bytes)],
    );
    const before = await stored(runId, "long");
    await compact();
    expect((await blocksOf(runId, "long")).map((block) => block.count)).toEqual([4096, 4096, 4096, 4096, 617]);
    expect(await stored(runId, "long")).toEqual(before.toSorted(comparePoints));
  });

  test("written over days is all found", async () => {
    const runIds = [await newRun(), await newRun(), await newRun()];
    for (const [place, runId] of runIds.entries()) {
      for (let step = 0; step < 3; step += 1) await log(runId, [point("m", step)]);
      await env.sql(
        "UPDATE metric_block b SET created_at = b.created_at - make_interval(hours => $2) FROM run r WHERE r.key = b.run_key AND r.run_id = $1",
        [runId, place * 31],
      );
    }
    await compact();
    for (const runId of runIds) expect(await blocksOf(runId, "m")).toMatchObject([{ count: 3, merged: true }]);
  });

  test("stops at no damaged block: its run and key stay as they are", async () => {
    const runId = await newRun();
    for (const step of [1, 2, 3]) await log(runId, [point("broken", step), point("whole", step)]);
    await env.sql(
      `UPDATE metric_block b SET points = '\\x09' FROM run r, metric_key k
       WHERE r.key = b.run_key AND k.id = b.key_id AND r.run_id = $1 AND k.name = 'broken' AND b.lo_step = 2`,
      [runId],
    );
    await compact();
    expect(await blocksOf(runId, "whole")).toMatchObject([{ count: 3 }]);
    expect(await blocksOf(runId, "broken")).toHaveLength(3);
  });
});
