import { openTestEnvironment, type TestEnvironment, type TestWorkspace } from "@plumbline/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createRun } from "./create-run.ts";
import { logBatch } from "./log-batch.ts";
import { drawCurves, getCurves, getMetricHistory, sampleMetricHistory } from "./metric-history.ts";

let env: TestEnvironment;
let workspace: TestWorkspace;
let caller: ReturnType<TestEnvironment["callerOf"]>;
beforeAll(async () => {
  env = await openTestEnvironment();
  workspace = await env.createWorkspace();
  caller = env.callerOf({ workspace, role: "contributor" });
});
afterAll(() => env.close());

const newRun = async () => (await createRun(env.deps, caller, { experimentId: "0" })).runId;
const history = async (runId: string, key: string) => (await getMetricHistory(env.deps, caller, { runId, key })).items;
const point = (key: string, step: number, value: number) => ({ key, value, step, timestamp: 1000 + step });
const summaryOf = async (runId: string, key: string) =>
  (
    await env.sql<Record<string, number | null>>(
      `SELECT s.count::int, s.min, s.max, s.sum, s.numeric_count::int, s.first_value, s.last_value, s.last_step::int FROM metric_summary s
       JOIN run r ON r.key = s.run_key JOIN metric_key k ON k.id = s.key_id WHERE r.run_id = $1 AND k.name = $2`,
      [runId, key],
    )
  )[0];

describe("points", () => {
  test("are read back as they were logged, NaN and infinities too", async () => {
    const runId = await newRun();
    const values = [1.5, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0.1];
    await logBatch(env.deps, caller, { runId, metrics: values.map((value, step) => point("loss", step, value)) });
    expect((await history(runId, "loss")).map((one) => one.value)).toEqual([1.5, "NaN", "Infinity", "-Infinity", -0.1]);
  });

  test("logged again by a retry are there once, and counted once", async () => {
    const runId = await newRun();
    const metrics = [point("loss", 0, 3), point("loss", 1, 2), point("acc", 0, 0.5)];
    await logBatch(env.deps, caller, { runId, metrics });
    await logBatch(env.deps, caller, { runId, metrics });
    expect(await history(runId, "loss")).toHaveLength(2);
    expect(await summaryOf(runId, "loss")).toMatchObject({ count: 2, min: 2, max: 3, sum: 5 });
  });

  test("keep a summary: last by step, then time, then value; NaN left out of min, max and sum", async () => {
    const runId = await newRun();
    await logBatch(env.deps, caller, { runId, metrics: [point("m", 5, 9), point("m", 7, Number.NaN), point("m", 1, -2)] });
    await logBatch(env.deps, caller, { runId, metrics: [{ ...point("m", 7, 4), timestamp: 1 }, point("m", 0, 6)] });
    expect(await summaryOf(runId, "m")).toEqual({
      count: 5,
      min: -2,
      max: 9,
      sum: 17,
      numeric_count: 4,
      first_value: 6,
      last_value: Number.NaN,
      last_step: 7,
    });
  });

  test("of many writers to one run arrive all, each once, without a deadlock", async () => {
    const runId = await newRun();
    const writers = Array.from({ length: 20 }, (_, writer) =>
      logBatch(env.deps, caller, {
        runId,
        metrics: Array.from({ length: 50 }, (_, step) => point(`k${(step + writer) % 10}`, writer * 50 + step, step)),
        params: [{ key: `p${writer}`, value: "v" }],
        tags: [{ key: `t${writer % 3}`, value: String(writer) }],
      }),
    );
    await Promise.all(writers);
    const { curves } = await getCurves(env.deps, caller, { runIds: [runId], keys: Array.from({ length: 10 }, (_, k) => `k${k}`) });
    expect(curves.reduce((sum, curve) => sum + curve.total, 0)).toBe(1000);
    expect(
      await env.sql("SELECT sum(count)::int AS n FROM metric_summary s JOIN run r ON r.key = s.run_key WHERE r.run_id = $1", [runId]),
    ).toEqual([{ n: 1000 }]);
  });
});

describe("a history", () => {
  test("is ordered by time, then step, and its pages join without a gap or a repeat", async () => {
    const runId = await newRun();
    await logBatch(env.deps, caller, {
      runId,
      metrics: Array.from({ length: 1000 }, (_, step) => ({ ...point("loss", step, step % 7), timestamp: 5000 - (step % 10) })),
    });
    const whole = await history(runId, "loss");
    const paged: Awaited<ReturnType<typeof history>> = [];
    for (let cursor: string | undefined; ; ) {
      const page = await getMetricHistory(env.deps, caller, { runId, key: "loss", limit: 300, ...(cursor ? { cursor } : {}) });
      paged.push(...page.items);
      if (!page.nextCursor) break;
      cursor = page.nextCursor;
    }
    expect(paged).toEqual(whole);
    expect(whole.map((one) => [one.timestamp, one.step])).toEqual(
      whole.map((one) => [one.timestamp, one.step]).toSorted((a, b) => (a[0] ?? 0) - (b[0] ?? 0) || (a[1] ?? 0) - (b[1] ?? 0)),
    );
  });

  test("of a metric that was never logged is empty; of an unknown run, not found", async () => {
    const runId = await newRun();
    expect(await history(runId, "nothing")).toEqual([]);
    await expect(history("f".repeat(32), "loss")).rejects.toMatchObject({ code: "not-found" });
  });
});

describe("curves", () => {
  test("keep the spike when they are thinned, and read only the asked steps", async () => {
    const runId = await newRun();
    const metrics = Array.from({ length: 1000 }, (_, step) => point("loss", step, step === 777 ? 1e9 : 1));
    await logBatch(env.deps, caller, { runId, metrics });
    const { curves } = await getCurves(env.deps, caller, { runIds: [runId], keys: ["loss"], maxPoints: 20 });
    expect(curves[0]?.points.map((one) => one.value)).toContain(1e9);
    const zoomed = await getCurves(env.deps, caller, { runIds: [runId], keys: ["loss"], startStep: 770, endStep: 779, maxPoints: 100 });
    expect(zoomed.curves[0]?.points.map((one) => one.step)).toEqual([770, 771, 772, 773, 774, 775, 776, 777, 778, 779]);
  });

  test("of many runs come in columns, by step, with the spike kept, and with times where they are asked for", async () => {
    const [one, two] = [await newRun(), await newRun()];
    const metrics = Array.from({ length: 1000 }, (_, step) => ({
      ...point("loss", step, step === 777 ? Number.NaN : step % 10),
      timestamp: 9 + step,
    }));
    await logBatch(env.deps, caller, { runId: one, metrics });
    await logBatch(env.deps, caller, { runId: two, metrics: [point("loss", 3, -1)] });
    const ask = { runIds: [one, two], keys: ["loss", "never logged"] };
    const thin = await drawCurves(env.deps, caller, { ...ask, maxPoints: 20 });
    const curve = thin.curves.find(({ runId }) => runId === one);
    expect(curve).toMatchObject({ key: "loss", total: 1000 });
    expect(curve?.steps.length).toBeLessThanOrEqual(20);
    expect(curve?.values).toContain("NaN");
    expect(curve?.timestamps).toBeUndefined();
    expect(thin.curves).toContainEqual({ runId: two, key: "loss", steps: [3], values: [-1], total: 1 });
    const close = await drawCurves(env.deps, caller, { ...ask, startStep: 776, endStep: 778, hasTimes: true });
    expect(close.curves).toEqual([
      { runId: one, key: "loss", steps: [776, 777, 778], values: [6, "NaN", 8], timestamps: [785, 786, 787], total: 3 },
    ]);
  });

  test("of more runs and keys than one drawing holds are refused", async () => {
    const keys = Array.from({ length: 21 }, (_, at) => `k${at}`);
    const runIds = Array.from({ length: 1000 }, () => "r");
    await expect(drawCurves(env.deps, caller, { runIds, keys })).rejects.toMatchObject({ code: "invalid" });
    await expect(drawCurves(env.deps, caller, { runIds, keys: keys.slice(1) })).rejects.toMatchObject({ code: "not-found" });
  });

  test("sampled MLflow's way keep each run's first and last point", async () => {
    const [one, two] = [await newRun(), await newRun()];
    await logBatch(env.deps, caller, { runId: one, metrics: Array.from({ length: 500 }, (_, step) => point("loss", step, 1)) });
    await logBatch(env.deps, caller, { runId: two, metrics: [point("loss", 3, 1), point("loss", 411, 1)] });
    const { points } = await sampleMetricHistory(env.deps, caller, { runIds: [one, two], key: "loss", maxResults: 10 });
    const stepsOf = (runId: string) => points.filter((sample) => sample.runId === runId).map((sample) => sample.step);
    expect([stepsOf(one)[0], stepsOf(one).at(-1)]).toEqual([0, 499]);
    expect(stepsOf(two)).toEqual([3, 411]);
  });
});

describe("params and tags", () => {
  test("a param keeps its value: the same again is fine, another is refused with everything beside it", async () => {
    const runId = await newRun();
    await logBatch(env.deps, caller, { runId, params: [{ key: "lr", value: "0.1" }] });
    await logBatch(env.deps, caller, { runId, params: [{ key: "lr", value: "0.1" }] });
    const changed = logBatch(env.deps, caller, { runId, params: [{ key: "lr", value: "0.2" }], metrics: [point("loss", 0, 1)] });
    await expect(changed).rejects.toMatchObject({ params: { reason: "param-changed", changes: [{ key: "lr", old: "0.1", new: "0.2" }] } });
    expect(await history(runId, "loss")).toEqual([]);
  });

  test("of two writers that log one param differently at once, one wins and one is told", async () => {
    const runId = await newRun();
    const outcomes = await Promise.allSettled(
      Array.from({ length: 12 }, (_, n) => logBatch(env.deps, caller, { runId, params: [{ key: "seed", value: String(n) }] })),
    );
    expect(outcomes.filter((outcome) => outcome.status === "fulfilled")).toHaveLength(1);
  });

  test("a bad batch among good ones fails alone", async () => {
    const [good, unknown] = [await newRun(), "0".repeat(32)];
    const outcomes = await Promise.allSettled([
      logBatch(env.deps, caller, { runId: good, metrics: [point("a", 0, 1)] }),
      logBatch(env.deps, caller, { runId: unknown, metrics: [point("a", 0, 1)] }),
      logBatch(env.deps, caller, { runId: good, metrics: [point("a", 1, 1)] }),
    ]);
    expect(outcomes.map((outcome) => outcome.status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(await history(good, "a")).toHaveLength(2);
  });

  test("text that cannot be stored is the mistake of its own batch alone", async () => {
    const runId = await newRun();
    const outcomes = await Promise.allSettled(
      ["fine", "nul\0", "fine too"].map((value, n) => logBatch(env.deps, caller, { runId, tags: [{ key: `t${n}`, value }] })),
    );
    expect(outcomes.map((outcome) => outcome.status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(outcomes[1]).toMatchObject({ reason: { code: "invalid", params: { reason: "unstorable-text" } } });
  });

  test.each(["params", "tags"] as const)("half a character in %s is refused by its place", async (list) => {
    const runId = await newRun();
    const pairs = [
      { key: "whole", value: "😀" },
      { key: "half", value: "x\ud83d" },
    ];
    await expect(logBatch(env.deps, caller, { runId, [list]: pairs })).rejects.toMatchObject({
      code: "invalid",
      fields: [{ path: `${list}[1].value` }],
    });
  });

  test("the tag mlflow.runName renames the run", async () => {
    const runId = await newRun();
    await logBatch(env.deps, caller, {
      runId,
      tags: [
        { key: "mlflow.runName", value: "first try" },
        { key: "mlflow.runName", value: "renamed" },
      ],
    });
    expect(await env.sql("SELECT name FROM run WHERE run_id = $1", [runId])).toEqual([{ name: "renamed" }]);
  });
});

describe("limits", () => {
  const many = (count: number) => Array.from({ length: count }, (_, step) => point("m", step, 1));
  const pairs = (count: number) => Array.from({ length: count }, (_, n) => ({ key: `k${n}`, value: "v" }));

  test("1,000 metrics pass, 1,001 do not; 100 params and tags pass, 101 do not; 1,000 of all together", async () => {
    const runId = await newRun();
    const attempt = (batch: { metrics?: ReturnType<typeof many>; params?: ReturnType<typeof pairs>; tags?: ReturnType<typeof pairs> }) =>
      logBatch(env.deps, caller, { runId, ...batch });
    await attempt({ metrics: many(1000) });
    await attempt({ metrics: many(800), params: pairs(100), tags: pairs(100) });
    await expect(attempt({ metrics: many(1001) })).rejects.toMatchObject({ params: { what: "metrics", max: 1000, given: 1001 } });
    await expect(attempt({ params: pairs(101) })).rejects.toMatchObject({ params: { what: "params", given: 101 } });
    await expect(attempt({ tags: pairs(101) })).rejects.toMatchObject({ params: { what: "tags", given: 101 } });
    await expect(attempt({ metrics: many(801), params: pairs(100), tags: pairs(100) })).rejects.toMatchObject({
      params: { what: "total", given: 1001 },
    });
  });

  test("a key of 250 characters passes, 251 do not; a value is cut at its limit", async () => {
    const runId = await newRun();
    await logBatch(env.deps, caller, { runId, params: [{ key: "k".repeat(250), value: "v".repeat(6001) }] });
    expect(
      await env.sql("SELECT length(value) AS n FROM run_param p JOIN run r ON r.key = p.run_key WHERE r.run_id = $1", [runId]),
    ).toEqual([{ n: 6000 }]);
    await expect(logBatch(env.deps, caller, { runId, metrics: [point("k".repeat(251), 0, 1)] })).rejects.toMatchObject({ code: "invalid" });
  });

  test("what is no number, no time or no step is refused by its place", async () => {
    const runId = await newRun();
    const bad = (metric: object) => logBatch(env.deps, caller, { runId, metrics: [point("ok", 0, 1), { ...point("m", 0, 1), ...metric }] });
    await expect(bad({ value: "high" })).rejects.toMatchObject({ fields: [{ path: "metrics[1].value" }] });
    await expect(bad({ timestamp: -1 })).rejects.toMatchObject({ fields: [{ path: "metrics[1].timestamp" }] });
    await expect(bad({ step: 0.5 })).rejects.toMatchObject({ fields: [{ path: "metrics[1].step" }] });
  });
});

describe("tenants", () => {
  test("neither write to nor read a foreign run", async () => {
    const runId = await newRun();
    const stranger = env.callerOf({ workspace: await env.createWorkspace() });
    await expect(logBatch(env.deps, stranger, { runId, metrics: [point("m", 0, 1)] })).rejects.toMatchObject({ code: "not-found" });
    await expect(getMetricHistory(env.deps, stranger, { runId, key: "m" })).rejects.toMatchObject({ code: "not-found" });
    await expect(getCurves(env.deps, stranger, { runIds: [runId], keys: ["m"] })).rejects.toMatchObject({ code: "not-found" });
    await expect(
      logBatch(env.deps, env.callerOf({ workspace, role: "viewer" }), { runId, metrics: [point("m", 0, 1)] }),
    ).rejects.toMatchObject({ code: "forbidden" });
  });
});

test("a run's first point is announced in its own transaction", async () => {
  const runId = await newRun();
  await logBatch(env.deps, caller, { runId, metrics: [point("m", 0, 1)] });
  expect(await env.sql("SELECT topic, data FROM change WHERE subject = $1 AND kind = 'log'", [runId])).toEqual([
    { topic: "run", data: { experimentId: "0" } },
  ]);
});
