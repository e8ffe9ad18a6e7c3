import { comparedRunsMax, comparedValuesMax } from "@plumbline/contracts/experiments/compare-runs";
import { openTestEnvironment, type TestEnvironment, type TestWorkspace } from "@plumbline/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Caller } from "../kernel/index.ts";
import { compareRuns, createExperiment, createRun, deleteRun, logBatch, logInputs } from "./index.ts";
import { countValues } from "./store/compared-runs.ts";
import { findRun } from "./store/runs.ts";

let env: TestEnvironment;
let workspace: TestWorkspace;
let caller: Caller;
let experimentId: string;
beforeAll(async () => {
  env = await openTestEnvironment();
  workspace = await env.createWorkspace();
  caller = env.callerOf({ workspace, role: "admin" });
  experimentId = (await createExperiment(env.deps, caller, { name: "compared" })).experimentId;
  const depths = ["3", "4", "4"];
  for (const [at, depth] of depths.entries()) {
    const runId = `r${at}`;
    await createRun(env.deps, caller, { experimentId, runId, name: `run ${at}`, startTime: at });
    const metrics = [0.5, 0.7 + at / 10].map((value, step) => ({ key: "auc", value, timestamp: step, step }));
    const params = [{ key: "depth", value: depth }, { key: "seed", value: "7" }, ...(at === 2 ? [{ key: "extra", value: "x" }] : [])];
    await logBatch(env.deps, caller, { runId, metrics, params });
    const dataset = { name: "loans", digest: at === 2 ? "v2" : "v1", sourceType: "local", source: "loans.csv" };
    await logInputs(env.deps, caller, { runId, datasets: [{ dataset, tags: [{ key: "mlflow.data.context", value: "training" }] }] });
  }
  await deleteRun(env.deps, caller, { runId: "r1" });
});
afterAll(() => env.close());

const compare = (input: Parameters<typeof compareRuns>[2]) => compareRuns(env.deps, caller, input);

test("named runs in the order asked for, deleted ones too; what is alike in all is said once", async () => {
  const found = await compare({ runIds: ["r2", "r0", "gone", "r0"], columns: { tags: [] } });
  expect(found.runs.map(({ runId, name }) => [runId, name])).toEqual([
    ["r2", "run 2"],
    ["r0", "run 0"],
  ]);
  expect(found).toMatchObject({
    missing: ["gone"],
    isCut: false,
    params: [
      { key: "depth", isDiffering: true, values: ["4", "3"] },
      { key: "extra", isDiffering: true, values: ["x", null] },
      { key: "seed", isDiffering: false, values: ["7"] },
    ],
    tags: [],
    inputs: [{ key: "training", isDiffering: true, values: ["loans v2", "loans v1"] }],
    metrics: [{ key: "auc", isDiffering: true, last: [expect.closeTo(0.9), expect.closeTo(0.7)], min: [0.5, 0.5] }],
  });
  expect((await compare({ runIds: ["r1"] })).runs).toMatchObject([{ runId: "r1", lifecycleStage: "deleted" }]);
});

test("the first that match a filter, and whether there are more", async () => {
  const all = await compare({ experimentIds: [experimentId], filter: "params.seed = '7'", orderBy: ["metrics.auc DESC"], columns: {} });
  expect(all.runs.map(({ runId }) => runId)).toEqual(["r2", "r0"]);
  expect(all.isCut).toBe(false);
  const first = await compare({ experimentIds: [experimentId], limit: 1 });
  expect(first.runs).toHaveLength(1);
  expect(first.isCut).toBe(true);
  expect((await compare({ experimentIds: [experimentId], filter: "params.seed = '8'" })).runs).toEqual([]);
});

test("only the keys that are named", async () => {
  const found = await compare({ runIds: ["r0", "r2"], columns: { params: ["depth"], metrics: [], tags: [] } });
  expect(found.params.map(({ key }) => key)).toEqual(["depth"]);
  expect(found.metrics).toEqual([]);
});

test("runs of another workspace are none; where no run is left there is nothing to compare", async () => {
  const other = env.callerOf({ workspace: await env.createWorkspace(), role: "admin" });
  await expect(compareRuns(env.deps, other, { runIds: ["r0", "r1"] })).rejects.toMatchObject({ code: "not-found" });
});

test("more runs than a comparison holds are refused", async () => {
  const runIds = Array.from({ length: comparedRunsMax + 1 }, (_, at) => `x${at}`);
  await expect(compare({ runIds })).rejects.toMatchObject({ code: "invalid" });
});

test("a bad filter is refused with its place", async () => {
  await expect(compare({ filter: "params.seed == = 1" })).rejects.toMatchObject({ code: "invalid" });
});

test("values are counted up to one more than a comparison holds, of the named keys alone", async () => {
  const scope = { workspaceId: workspace.id, role: "app", actorId: "test" } as const;
  const count = (most: number, params?: string[]) =>
    env.db.transaction(scope, async (tx) => {
      const row = await findRun(tx, workspace.id, "r2");
      return countValues(tx, workspace.id, { runKeys: [row?.key ?? 0], columns: { tags: [], ...(params && { params }) }, most });
    });
  // Three params and a metric.
  expect(await count(100)).toBe(4);
  expect(await count(4)).toBe(4);
  expect(await count(3)).toBeGreaterThan(3);
  expect(await count(1)).toBeGreaterThan(1);
  expect(await count(100, ["seed", "gone"])).toBe(2);
});

test("more values than a comparison holds are refused, with what would help", async () => {
  await createRun(env.deps, caller, { experimentId, runId: "vast" });
  await env.sql(
    `INSERT INTO run_tag (workspace_id, run_key, key, value)
     SELECT r.workspace_id, r.key, 'k' || g, '' FROM run r, generate_series(1, $1::int) AS g WHERE r.run_id = 'vast'`,
    [comparedValuesMax + 1],
  );
  await expect(compare({ runIds: ["vast"] })).rejects.toMatchObject({
    code: "invalid",
    message: expect.stringMatching(/500,000 .*"columns"/),
  });
  expect((await compare({ runIds: ["vast"], columns: { tags: ["k1"] } })).tags).toHaveLength(1);
});
