import * as contract from "@plumbline/contracts/experiments/run-keys";
import type { CallInput } from "@plumbline/contracts/operation";
import { openTestEnvironment, type TestEnvironment, type TestWorkspace } from "@plumbline/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Caller } from "../kernel/index.ts";
import { createExperiment, createRun, logBatch, searchRunKeys } from "./index.ts";

let env: TestEnvironment;
let workspace: TestWorkspace;
let caller: Caller;
let experimentId: string;
beforeAll(async () => {
  env = await openTestEnvironment();
  workspace = await env.createWorkspace();
  caller = env.callerOf({ workspace, role: "admin" });
  experimentId = (await createExperiment(env.deps, caller, { name: "keys" })).experimentId;
  const params: Record<string, string>[] = [
    { seed: "1", depth: "3", "opt.lr": "0.1" },
    { seed: "1", depth: "4", "opt.lr": "0.1" },
    { seed: "1", depth: "4" },
  ];
  for (const [at, values] of params.entries()) {
    await createRun(env.deps, caller, { experimentId, runId: `r${at}`, startTime: at });
    const metrics = [
      { key: "loss", value: at, timestamp: 1, step: 0 },
      { key: "epochs", value: 7, timestamp: 1, step: 0 },
    ];
    const tags = at === 0 ? [{ key: "lr_note", value: "x" }] : [];
    await logBatch(env.deps, caller, {
      runId: `r${at}`,
      metrics,
      tags,
      params: Object.entries(values).map(([key, value]) => ({ key, value })),
    });
  }
});
afterAll(() => env.close());

type Search = Omit<CallInput<typeof contract.searchRunKeys>, "experimentIds">;
const search = (input: Search, of = experimentId) => searchRunKeys(env.deps, caller, { experimentIds: [of], ...input });
const keysOf = async (input: Search) => (await search(input)).items.map(({ kind, key, runs }) => `${kind} ${key} ${runs}`);

test("keys by how many runs have them, with whether those differ", async () => {
  const page = await search({ kinds: ["param"] });
  expect(page).toEqual({
    items: [
      { kind: "param", key: "depth", runs: 3, isDiffering: true },
      { kind: "param", key: "seed", runs: 3, isDiffering: false },
      { kind: "param", key: "opt.lr", runs: 2, isDiffering: true },
    ],
    nextCursor: null,
    examined: 3,
    isPartial: false,
  });
});

test("those that begin with the text come first, whatever its case; the text is no pattern", async () => {
  expect(await keysOf({ search: "LR", kinds: ["param", "tag"] })).toEqual(["tag lr_note 1", "param opt.lr 2"]);
  expect(await keysOf({ search: "lr%" })).toEqual([]);
  expect(await keysOf({ search: "_" })).toEqual(["tag lr_note 1"]);
});

test("differing ones alone, of the runs that match", async () => {
  expect(await keysOf({ onlyDiffering: true, kinds: ["metric", "param"] })).toEqual(["param depth 3", "metric loss 3", "param opt.lr 2"]);
  expect(await keysOf({ onlyDiffering: true, kinds: ["param"], filter: "params.depth = '4'" })).toEqual(["param opt.lr 1"]);
  expect(await search({ filter: "params.depth = '9'" })).toMatchObject({ items: [], examined: 0, isPartial: false });
  await expect(search({ filter: "params.depth" })).rejects.toMatchObject({ code: "invalid" });
});

test("ten thousand keys are paged through once each, and what was not looked at is told", async () => {
  const { experimentId: wide } = await createExperiment(env.deps, caller, { name: "wide" });
  await env.sql(
    `WITH made AS (INSERT INTO run (workspace_id, run_id, experiment_id, name, status, user_id, created_by, start_time, artifact_uri)
       SELECT $1, 'w' || i, $2, 'w', 'FINISHED', '', 'x', i, '' FROM generate_series(1, $3::int) i RETURNING key, start_time)
     INSERT INTO run_param (workspace_id, run_key, key, value)
     SELECT $1, made.key, 'layer.' || ((start_time * 7 + i) % 10000), '1' FROM made, generate_series(1, 20) i`,
    [workspace.id, Number(wide), contract.keyedRunsMax + 1],
  );
  // As the server's own housekeeping does within a minute.
  await env.sql("ANALYZE run_param");
  const seen = new Set<string>();
  let pages = 0;
  for (let cursor: string | null = ""; cursor !== null; pages += 1) {
    const page: Awaited<ReturnType<typeof search>> = await search({ limit: 1000, kinds: ["param"], ...(cursor ? { cursor } : {}) }, wide);
    expect(page).toMatchObject({ examined: contract.keyedRunsMax, isPartial: true });
    for (const { key } of page.items) seen.add(key);
    cursor = page.nextCursor;
  }
  expect([seen.size, pages]).toEqual([10_000, 10]);
  const { items } = await search({ search: "layer.777", limit: 3, kinds: ["param"] }, wide);
  expect(items.map(({ key }) => key).every((key) => key.startsWith("layer.777"))).toBe(true);
});
