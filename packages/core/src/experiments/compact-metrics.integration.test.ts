import type { Tx } from "@plumbline/db";
import { openTestEnvironment, type TestEnvironment, type TestWorkspace } from "@plumbline/testing";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compactMetrics } from "./compact-metrics.ts";
import { createRun } from "./create-run.ts";
import type { LoggedMetric } from "./ingest/check-batch.ts";
import { logBatch } from "./log-batch.ts";
import { decodeMetricBlock, mergePoints, summarizePoints } from "./metric-block.ts";
import { decodeBundle, digestOfBundle, encodeBundle } from "./metric-bundle.ts";
import { getCurves, getMetricHistory } from "./metric-history.ts";
import { comparePoints, type MetricPoint, toInt64 } from "./metric-point.ts";
import { insertArrivals } from "./store/metric-arrivals.ts";
import { findPageParts } from "./store/metric-reads.ts";

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
/** Merges all that arrived until now, as if an hour had passed. */
async function compact({ laterMs = hourMs, signal = AbortSignal.timeout(60_000), db = env.db }: Circumstances = {}): Promise<void> {
  const deps = { ...env.deps, db, now: () => new Date(Date.now() + laterMs) };
  const handler = await compactMetrics.handler();
  await handler({ deps, taskId: "test", workspaceId: null, signal }, {});
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

interface PointRow {
  readonly place: "arrival" | "bundle" | "block";
  readonly points: Buffer | null;
  readonly count: number;
  readonly digest: string;
}
/** All rows with points of a run and key, those that begin first in front. */
const rowsOf = (runId: string, key: string) =>
  env.sql<PointRow>(
    `SELECT p.place, p.points, p.count, p.digest FROM run r JOIN metric_key k ON k.workspace_id = r.workspace_id AND k.name = $2 JOIN LATERAL (
       SELECT 'arrival' AS place, points, count, encode(digest, 'hex') AS digest, lo_step FROM metric_arrival WHERE run_key = r.key AND k.id BETWEEN lo_key AND hi_key
       UNION ALL SELECT 'bundle', points, count, id::text, lo_step FROM metric_bundle WHERE run_key = r.key AND k.id BETWEEN lo_key AND hi_key
       UNION ALL SELECT 'block', points, count, encode(digest, 'hex'), lo_step FROM metric_block WHERE run_key = r.key AND key_id = k.id
     ) AS p ON true WHERE r.run_id = $1 ORDER BY p.lo_step, p.digest`,
    [runId, key],
  );
const layoutOf = async (runId: string, key: string) => (await rowsOf(runId, key)).map(({ place, count }) => `${place} ${count}`);
async function stored(runId: string, key: string) {
  const keyId = await keyIdOf(key);
  const lists = (await rowsOf(runId, key)).flatMap(({ place, points }) => {
    if (points === null) return [];
    if (place === "block") return [decodeMetricBlock(points)];
    return decodeBundle(points)
      .filter((one) => one.keyId === keyId)
      .map((one) => one.points);
  });
  return { points: mergePoints(lists), count: lists.reduce((sum, list) => sum + list.length, 0) };
}
const keyIdOf = async (key: string): Promise<number> =>
  (await env.sql<{ id: number }>("SELECT id FROM metric_key WHERE workspace_id = $1 AND name = $2", [workspace.id, key]))[0]?.id ?? -1;
const runKeyOf = async (runId: string): Promise<number> =>
  (await env.sql<{ key: number }>("SELECT key FROM run WHERE run_id = $1", [runId]))[0]?.key ?? -1;
const summaryOf = async (runId: string, key: string) =>
  (
    await env.sql<{ count: number; numericCount: number; sum: number; min: number | null; max: number | null }>(
      `SELECT s.count::int, s.numeric_count::int AS "numericCount", s.sum, s.min, s.max FROM metric_summary s
       JOIN run r ON r.key = s.run_key JOIN metric_key k ON k.id = s.key_id WHERE r.run_id = $1 AND k.name = $2`,
      [runId, key],
    )
  )[0];

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
    const [{ points }, whole, curves] = [await stored(runId, key), await history(runId, key), await getCurves(env.deps, caller, range)];
    // Integers beyond 2^53 are rounded on the way out, so neighbours may look alike: compared as they come.
    expect(await pagesOf(runId, key, limit)).toEqual(whole);
    return { points, whole, curve: curves.curves[0]?.points ?? [] };
  }

  async function expectCountedOnce(runId: string, key: string): Promise<void> {
    const { points, count: held } = await stored(runId, key);
    const { count, numericCount, sum, min, max } = summarizePoints(points);
    expect(await summaryOf(runId, key)).toEqual({ count, numericCount, sum, min: min ?? null, max: max ?? null });
    expect(held).toBe(points.length);
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
    const first = await rowsOf(runId, "loss");
    expect(await layoutOf(runId, "loss")).toEqual(["block 3333", "block 3333", "block 3334"]);
    for (let step = 10_000; step < 10_020; step += 1) await log(runId, [point("loss", step)]);
    await compact();
    expect((await rowsOf(runId, "loss")).slice(0, 3)).toEqual(first);
    expect((await layoutOf(runId, "loss")).slice(3)).toEqual(["bundle 20"]);
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

  test("is read for a page from those parts alone that can hold it, merged or not", async () => {
    const runId = await newRun();
    const steps = Array.from({ length: 20_000 }, (_, step) => point("loss", step));
    for (let from = 0; from < 20_000; from += 1000) await log(runId, steps.slice(from, from + 1000));
    const [runKey, keyId] = [await runKeyOf(runId), await keyIdOf("loss")];
    const partsFrom = (fromTime: number, points: number | null) =>
      env.db.transaction({ role: "app", workspaceId: workspace.id, actorId: "test" }, (tx) =>
        findPageParts(tx, workspace.id, { runKey, keyId, fromTime, points }),
      );
    expect(await partsFrom(0, 2500)).toMatchObject({ parts: { length: 3 }, untilTime: steps[3000]?.timestamp });
    await compact();
    await log(runId, [point("loss", 20_000)]);
    expect(await layoutOf(runId, "loss")).toEqual([...Array.from({ length: 5 }, () => "block 4000"), "arrival 1"]);
    expect(await partsFrom(0, null)).toMatchObject({ parts: { length: 6 }, untilTime: undefined });
    expect(await partsFrom(0, 100)).toMatchObject({ parts: { length: 1 }, untilTime: steps[4000]?.timestamp });
    expect(await partsFrom(0, 4001)).toMatchObject({ parts: { length: 2 }, untilTime: steps[8000]?.timestamp });
    expect(await partsFrom(steps[9000]?.timestamp ?? 0, 4000)).toMatchObject({ parts: { length: 2 }, untilTime: steps[16_000]?.timestamp });
    expect(await partsFrom(steps[19_999]?.timestamp ?? 0, 100)).toMatchObject({ parts: { length: 2 }, untilTime: undefined });
  });

  test("is left alone where nothing has arrived", async () => {
    const runId = await newRun();
    await log(runId, [point("once", 1), point("once", 2)]);
    const written = () => env.sql("SELECT ctid, xmin, * FROM metric_bundle ORDER BY run_key, id");
    await compact();
    const before = await written();
    await compact();
    expect(await written()).toEqual(before);
    expect(await layoutOf(runId, "once")).toEqual(["bundle 2"]);
  });

  test("by a short run, of all its keys, becomes one row; by a long one, a row for neighbouring keys", async () => {
    const runId = await newRun();
    const keys = Array.from({ length: 200 }, (_, key) => `wide-${String(key).padStart(3, "0")}`);
    const step = (number: number) =>
      log(
        runId,
        keys.map((key) => point(key, number)),
      );
    for (let number = 0; number < 5; number += 1) await step(number);
    await compact();
    expect(await layoutOf(runId, "wide-007")).toEqual(["bundle 1000"]);
    for (let number = 5; number < 25; number += 1) await step(number);
    await compact();
    const bundles = await env.sql<{ shelf: number; keys: number; count: number }>(
      "SELECT shelf, keys, count FROM metric_bundle WHERE run_key = $1 ORDER BY shelf",
      [await runKeyOf(runId)],
    );
    expect(bundles.every(({ keys: some, count }) => some <= 64 && count === some * 25)).toBe(true);
    expect(bundles.reduce((sum, { count }) => sum + count, 0)).toBe(5000);
    expect((await history(runId, "wide-199")).map((one) => one.step)).toEqual(Array.from({ length: 25 }, (_, number) => number));
    await step(25);
    await compact();
    expect((await layoutOf(runId, "wide-100")).length).toBe(2);
    for (let number = 26; number < 60; number += 1) await step(number);
    await compact();
    expect((await layoutOf(runId, "wide-100")).length).toBe(1);
    expect(await history(runId, "wide-100")).toHaveLength(60);
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
        `SELECT b.workspace_id, count(*)::int AS n FROM metric_bundle b JOIN run r ON r.key = b.run_key AND r.workspace_id = b.workspace_id
         JOIN metric_key k ON k.id = b.lo_key AND k.workspace_id = b.workspace_id WHERE r.run_id = ANY($1) GROUP BY 1 ORDER BY 1`,
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

  test("soon writes nothing, since its arrival is not merged yet", async () => {
    const runId = await newRun();
    await log(runId, request);
    await log(runId, [point("m", 3, 1)]);
    await compact({ laterMs: 0 });
    expect(await layoutOf(runId, "m")).toEqual(["arrival 2", "arrival 1"]);
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
    expect(await layoutOf(runId, "m")).toEqual(["block 3497", "block 3498"]);
  });

  test("writes nothing though it was merged early, because its run logs much; later what names it is gone too", async () => {
    const runId = await newRun();
    const runKey = await log(runId, request).then(() => runKeyOf(runId));
    const keyId = await keyIdOf("m");
    const bundles = Array.from({ length: 4100 }, (_, step) => encodeBundle([{ keyId, points: [point("m", step + 10, 0) as MetricPoint] }]));
    const arrivals = bundles.map((bundle) => ({ runKey, bundle, digest: digestOfBundle(decodeBundle(bundle.bytes)) }));
    await env.db.transaction({ role: "app", workspaceId: workspace.id, actorId: "test" }, (tx) =>
      insertArrivals(tx, workspace.id, arrivals),
    );
    await compact({ laterMs: 0 });
    const merged = async () =>
      (await rowsOf(runId, "m")).filter(({ points }) => points !== null).map(({ place, count }) => `${place} ${count}`);
    expect(await merged()).toEqual(["block 2051", "block 2051"]);
    await log(runId, request);
    expect(await sum(runId)).toEqual([2, 12]);
    expect(await merged()).toHaveLength(2);
    expect(await rowsOf(runId, "m")).toHaveLength(4103);
    await compact();
    expect(await rowsOf(runId, "m")).toHaveLength(2);
    expect(await history(runId, "m")).toHaveLength(4102);
  });

  test("in other parts is shown once, and counted once when it was merged", async () => {
    const runId = await newRun();
    await log(runId, [...request, point("other", 1)]);
    await log(runId, request.slice(0, 1));
    await log(runId, [point("other", 1), ...request.slice(1)]);
    expect(await history(runId, "m")).toHaveLength(2);
    expect(await sum(runId)).toEqual([4, 24]);
    await compact();
    expect(await history(runId, "m")).toHaveLength(2);
    expect(await sum(runId)).toEqual([2, 12]);
    expect(await summaryOf(runId, "other")).toMatchObject({ count: 1 });
  });

  test("twice at the same time, in other order, is one", async () => {
    const runId = await newRun();
    const points = [point("a", 1), point("b", 2), point("a", 3)];
    await Promise.all([log(runId, points), log(runId, points.toReversed()), log(runId, points)]);
    expect(await layoutOf(runId, "a")).toEqual(["arrival 3"]);
    expect(await summaryOf(runId, "a")).toMatchObject({ count: 2 });
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
    const before = await rowsOf(runId, "m");
    await whileHeld(runId, async () => {
      await expect(compact()).rejects.toMatchObject({ code: "55P03" });
    });
    expect(await rowsOf(runId, "m")).toEqual(before);
    await compact();
    expect(await layoutOf(runId, "m")).toEqual(["bundle 5"]);
    expect(await summaryOf(runId, "m")).toMatchObject({ count: 5, sum: 5 });
  });

  test("killed with its arrivals deleted and points not yet counted, it has done nothing, and is done again", async () => {
    const runId = await counted();
    const before = await rowsOf(runId, "m");
    await whileHeld(runId, async () => {
      const killed = expect(compact()).rejects.toThrow();
      const kill = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE usename = current_user AND datname = current_database() AND wait_event_type = 'Lock'`;
      await expect.poll(() => env.db.transaction({ role: "retention" }, (tx) => tx.rows(kill)), { interval: 5 }).toHaveLength(1);
      await killed;
    });
    expect(await rowsOf(runId, "m")).toEqual(before);
    await compact();
    expect(await history(runId, "m")).toHaveLength(5);
    expect(await summaryOf(runId, "m")).toMatchObject({ count: 5, sum: 5 });
  });
});

test.each(["app", "system"] as const)("the role %s may neither remove points nor say who merges", async (role) => {
  const scope = role === "app" ? { role, workspaceId: workspace.id, actorId: "test" } : { role };
  for (const statement of [
    "DELETE FROM metric_block",
    "UPDATE metric_block SET count = 0",
    "DELETE FROM metric_bundle",
    "INSERT INTO metric_bundle DEFAULT VALUES",
    "DELETE FROM metric_arrival",
    "UPDATE metric_arrival SET points = NULL",
    "SELECT id FROM metric_compaction",
  ]) {
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
    const runIds = await Promise.all(Array.from({ length: 12 }, () => newRun()));
    const keys = Array.from({ length: 1000 }, (_, key) => `k${key}`);
    for (const runId of runIds) {
      for (let step = 0; step < 6; step += 1)
        await log(
          runId,
          keys.map((key) => point(key, step)),
        );
    }
    const left = async () =>
      (
        await env.sql<{ n: number }>(
          "SELECT count(DISTINCT run_key)::int AS n FROM metric_arrival a JOIN run r ON r.key = a.run_key WHERE r.run_id = ANY($1)",
          [runIds],
        )
      )[0]?.n ?? -1;
    const seen: number[] = [];
    for (let tries = 0; tries < 10 && seen.at(-1) !== 0; tries += 1) {
      await compact(stoppingAfter(3));
      seen.push(await left());
    }
    expect(seen[0]).toBeGreaterThan(0);
    expect(seen.at(-1)).toBe(0);
    for (const runId of runIds.slice(-3)) expect(await history(runId, "k777")).toHaveLength(6);
  });

  test("of one run is done in rounds", async () => {
    const runId = await newRun();
    await log(runId, [point("long", 0)]);
    const [runKey, keyId] = [await runKeyOf(runId), await keyIdOf("long")];
    const arrivals = Array.from({ length: 17_000 }, (_, step) =>
      encodeBundle([{ keyId, points: [point("long", step + 1) as MetricPoint] }]),
    ).map((bundle) => ({ runKey, bundle, digest: digestOfBundle(decodeBundle(bundle.bytes)) }));
    await env.db.transaction({ role: "app", workspaceId: workspace.id, actorId: "test" }, (tx) =>
      insertArrivals(tx, workspace.id, arrivals),
    );
    const { points: before } = await stored(runId, "long");
    await compact();
    const layout = await layoutOf(runId, "long");
    expect(layout.filter((row) => row.startsWith("block"))).toHaveLength(4);
    expect(layout.length).toBeLessThan(6);
    expect((await stored(runId, "long")).points).toEqual(before.toSorted(comparePoints));
  });

  test("stops at no damaged points: the arrivals of their run stay as they are", async () => {
    const [broken, whole] = [await newRun(), await newRun()];
    for (const runId of [broken, whole]) for (const step of [1, 2, 3]) await log(runId, [point("m", step)]);
    const runKey = await runKeyOf(broken);
    await env.sql("UPDATE metric_arrival SET points = '\\x09' WHERE run_key = $1 AND lo_step = 2", [runKey]);
    await compact();
    expect(await layoutOf(whole, "m")).toEqual(["bundle 3"]);
    expect(await layoutOf(broken, "m")).toHaveLength(3);
    await env.sql("DELETE FROM metric_arrival WHERE run_key = $1", [runKey]);
  });
});
