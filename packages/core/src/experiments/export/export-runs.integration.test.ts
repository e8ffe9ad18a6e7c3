import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { exportRuns as contract } from "@plumbline/contracts/experiments/export-runs";
import type { CallInput } from "@plumbline/contracts/operation";
import { previewRows, withTable } from "@plumbline/lake";
import { openTestEnvironment, type TestEnvironment, type TestWorkspace } from "@plumbline/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Caller } from "../../kernel/index.ts";
import { createExperiment, createRun, exportRuns, logBatch, updateRun } from "../index.ts";

let env: TestEnvironment;
let workspace: TestWorkspace;
let caller: Caller;
let experimentId: string;
beforeAll(async () => {
  env = await openTestEnvironment();
  workspace = await env.createWorkspace();
  caller = env.callerOf({ workspace, role: "admin" });
  experimentId = (await createExperiment(env.deps, caller, { name: "exported" })).experimentId;
  for (const [at, value] of [0.25, Number.NaN].entries()) {
    const runId = `r${at}`;
    await createRun(env.deps, caller, {
      experimentId,
      runId,
      name: at === 0 ? 'the "first", so far' : "=1+1",
      startTime: 1_700_000_000_000 + at,
    });
    await logBatch(env.deps, caller, {
      runId,
      params: at === 0 ? [{ key: "loss", value: "-1" }] : [],
      metrics: [0, 1].map((step) => ({
        key: "loss",
        value: step === 0 ? 0.5 : Number.isNaN(value) ? ("NaN" as const) : value,
        timestamp: 1,
        step,
      })),
      tags: [{ key: "team", value: "risk" }],
    });
  }
  await updateRun(env.deps, caller, { runId: "r0", status: "FINISHED", endTime: 1_700_000_001_500 });
});
afterAll(() => env.close());

type Given = Omit<CallInput<typeof contract>, "experimentIds"> & { experimentIds?: string[] };

const file = (input: Given, more: { runsMax?: number; signal?: AbortSignal } = {}) =>
  exportRuns({ deps: env.deps, caller, input: contract.body.parse({ experimentIds: [experimentId], ...input }), ...more });

async function bytesOf(input: Given): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of (await file(input)).content) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

const columns = [
  { kind: "attribute", key: "status" },
  { kind: "attribute", key: "started" },
  { kind: "attribute", key: "duration" },
  { kind: "metric", key: "loss" },
  { kind: "metric", key: "loss", figure: "max" },
  { kind: "metric", key: "loss", figure: "count" },
  { kind: "param", key: "loss" },
] as const;

test("as CSV: the chosen columns in their order, what identifies a run first", async () => {
  const text = (await bytesOf({ columns: [...columns], orderBy: ["attributes.start_time ASC"] })).toString();
  expect(text.split("\r\n")).toEqual([
    "run_id,name,status,started,duration_seconds,metrics.loss,metrics.loss.max,metrics.loss.count,params.loss",
    'r0,"the ""first"", so far",FINISHED,2023-11-14T22:13:20.000Z,1.5,0.25,0.5,2,-1',
    "r1,'=1+1,RUNNING,2023-11-14T22:13:20.001Z,,NaN,0.5,2,",
    "",
  ]);
});

test("as Parquet: the same with types", async () => {
  const directory = await mkdtemp(path.join(tmpdir(), "plumbline-exported-"));
  const target = path.join(directory, "runs.parquet");
  await writeFile(target, await bytesOf({ columns: [...columns], format: "parquet", orderBy: ["attributes.start_time ASC"] }));
  await withTable({ path: target }, async (table) => {
    expect((await table.typed(table.columns)).map(({ name, storedType }) => `${name} ${storedType}`)).toEqual([
      "run_id VARCHAR",
      "name VARCHAR",
      "status VARCHAR",
      "started TIMESTAMP WITH TIME ZONE",
      "duration_seconds DOUBLE",
      "metrics.loss DOUBLE",
      "metrics.loss.max DOUBLE",
      "metrics.loss.count BIGINT",
      "params.loss VARCHAR",
    ]);
    expect((await previewRows(table, { limit: 10 })).rows).toEqual([
      ["r0", 'the "first", so far', "FINISHED", "2023-11-14T22:13:20Z", 1.5, 0.25, 0.5, 2, "-1"],
      ["r1", "=1+1", "RUNNING", "2023-11-14T22:13:20.001Z", null, "NaN", 0.5, 2, null],
    ]);
  });
  await rm(directory, { recursive: true });
});

test("all columns are every key that any matching run has", async () => {
  const [head] = (await bytesOf({})).toString().split("\r\n");
  expect(head).toBe(
    "run_id,name,experiment,status,started,ended,duration_seconds,user,source,commit,dataset,models,metrics.loss,params.loss,tags.team",
  );
  const [filtered] = (await bytesOf({ filter: "attributes.run_id = 'r1'" })).toString().split("\r\n");
  expect(filtered).not.toContain("params.loss");
});

test("the whole result, past any page, in its order; and that of one group alone", async () => {
  const { experimentId: large } = await createExperiment(env.deps, caller, { name: "large" });
  await env.sql(
    `WITH made AS (
       INSERT INTO run (workspace_id, run_id, experiment_id, name, status, user_id, created_by, start_time, artifact_uri)
       SELECT $1, 'l' || i, $2, 'l', CASE WHEN i % 2 = 0 THEN 'FAILED' ELSE 'FINISHED' END, '', 'x', i, '' FROM generate_series(1, 2500) i
       RETURNING key
     )
     INSERT INTO hot_run (workspace_id, experiment_id, run_key) SELECT $1, $2, key FROM made`,
    [workspace.id, Number(large)],
  );
  const idsOf = async (more: Given) =>
    (await bytesOf({ experimentIds: [large], columns: [], ...more }))
      .toString()
      .split("\r\n")
      .slice(1, -1)
      .map((line) => line.split(",")[0]);
  const newestFirst = Array.from({ length: 2500 }, (_, at) => `l${2500 - at}`);
  expect(await idsOf({})).toEqual(newestFirst);
  expect(await idsOf({ within: { grouping: { by: "status" }, value: "FAILED" } })).toEqual(newestFirst.filter((_, at) => at % 2 === 0));
});

test("more runs than one file holds, and a filter that cannot be read, are refused before anything is sent", async () => {
  await expect(file({}, { runsMax: 1 })).rejects.toMatchObject({ code: "invalid", params: { reason: "too-many-runs", runsMax: 1 } });
  await expect(file({}, { runsMax: 2 })).resolves.toMatchObject({
    contentType: "text/csv; charset=utf-8",
    fileName: expect.stringMatching(/^runs-.*\.csv$/),
  });
  await expect(file({ filter: "metrics.loss >" })).rejects.toMatchObject({ code: "invalid" });
});

test("whoever goes away ends the reading", async () => {
  const left = new AbortController();
  const { content } = await file({ columns: [] }, { signal: left.signal });
  left.abort();
  await expect(Array.fromAsync(content)).rejects.toThrow();
  await expect(file({ columns: [], format: "parquet" }, { signal: left.signal })).rejects.toThrow();
});
