import { readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { Readable } from "node:stream";
import { openTestEnvironment, type TestEnvironment, type TestWorkspace } from "@plumbline/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { TaskContext } from "../kernel/index.ts";
import {
  createDataset,
  deleteDataset,
  getPreview,
  getProfile,
  getVersion,
  profileVersion,
  requestProfile,
  uploadVersion,
} from "./index.ts";

let env: TestEnvironment;
let workspace: TestWorkspace;
let caller: ReturnType<TestEnvironment["callerOf"]>;
beforeAll(async () => {
  env = await openTestEnvironment();
  workspace = await env.createWorkspace();
  caller = env.callerOf({ workspace, role: "engineer" });
});
afterAll(() => env.close());

async function upload(dataset: string, content: string, name = "table.csv") {
  await createDataset(env.deps, caller, { name: dataset });
  const source = Readable.from([Buffer.from(content)]);
  return uploadVersion(env.deps, caller, { dataset, name, maxBytes: 1_000_000, source });
}

const keyOf = async (dataset: string) => (await env.sql<{ key: string }>("SELECT key FROM dataset WHERE name = $1", [dataset]))[0]?.key;

async function run(dataset: string, given: Partial<TaskContext> = {}): Promise<void> {
  const payload = { datasetKey: Number(await keyOf(dataset)), version: 1 };
  const context = { deps: env.deps, taskId: "t", workspaceId: workspace.id, signal: AbortSignal.timeout(60_000), ...given };
  await (await profileVersion.handler())(context, payload);
}

const copies = async () => (await readdir(tmpdir())).filter((name) => name.startsWith("plumbline-dataset-"));
const stateOf = async (dataset: string) => (await getVersion(env.deps, caller, { dataset, version: 1 })).profile;

test("a table's columns are profiled, its first rows kept, the pages told, and no copy is left", async () => {
  const rows = Array.from({ length: 300 }, (_, at) => `${at},${at % 2 ? "yes" : "no"},${at % 10 ? at / 4 : ""}`);
  await upload("loans", ["id,answer,amount", ...rows].join("\n"));
  const before = await copies();
  await run("loans");
  expect(await copies()).toEqual(before);
  expect(await stateOf("loans")).toMatchObject({ state: "ready", progress: 1, message: "", rowCount: 300, columnCount: 3 });
  const profile = await getProfile(env.deps, caller, { dataset: "loans", version: 1 });
  expect(profile).toMatchObject({ state: "ready", rowCount: 300, logged: null, finishedAt: expect.any(String) });
  expect(profile.columns).toMatchObject([
    { name: "id", type: "integer", nullCount: 0, distinctCount: 300, min: 0, max: 299, numbers: { mean: expect.closeTo(149.5) } },
    {
      name: "answer",
      type: "text",
      nullCount: 0,
      distinctCount: 2,
      topValues: [
        { value: "no", count: 150 },
        { value: "yes", count: 150 },
      ],
    },
    { name: "amount", type: "number", nullCount: 30, min: 0.25, max: 74.75 },
  ]);
  const whole = await getPreview(env.deps, caller, { dataset: "loans", version: 1 });
  expect(whole.preview).toMatchObject({
    hasMore: true,
    columns: [
      { name: "id", type: "integer" },
      { name: "answer", type: "text" },
      { name: "amount", type: "number" },
    ],
  });
  expect(whole.preview?.rows).toHaveLength(100);
  const { preview } = await getPreview(env.deps, caller, { dataset: "loans", version: 1, limit: 2 });
  expect(preview?.rows).toEqual([
    ["0", "no", null],
    ["1", "yes", "0.25"],
  ]);
  const told = await env.sql("SELECT kind FROM change WHERE topic = 'dataset' AND subject = 'loans' AND kind = 'profile'");
  expect(told.length).toBeGreaterThanOrEqual(2);
});

test("a task that is delivered again leaves a ready profile alone", async () => {
  await upload("twice", "a\n1\n");
  await run("twice");
  const first = await getProfile(env.deps, caller, { dataset: "twice", version: 1 });
  await run("twice");
  expect(await getProfile(env.deps, caller, { dataset: "twice", version: 1 })).toEqual(first);
  await expect(requestProfile(env.deps, caller, { dataset: "twice", version: 1 })).rejects.toMatchObject({ code: "conflict" });
});

test("a file that is no table says why in words; asking again queues it again", async () => {
  await upload("ragged", "a,b\n1,2\n3\n");
  await run("ragged");
  expect(await stateOf("ragged")).toMatchObject({ state: "failed", message: expect.stringMatching(/line 3/i), rowCount: null });
  expect(await getPreview(env.deps, caller, { dataset: "ragged", version: 1 })).toEqual({ preview: null });
  expect(await requestProfile(env.deps, caller, { dataset: "ragged", version: 1 })).toMatchObject({
    profile: { state: "queued", message: "" },
  });
  await expect(requestProfile(env.deps, caller, { dataset: "ragged", version: 1 })).rejects.toMatchObject({
    params: { reason: "profile-state" },
  });
  env.advance(3_600_001);
  expect(await requestProfile(env.deps, caller, { dataset: "ragged", version: 1 })).toMatchObject({ profile: { state: "queued" } });
});

test("what may pass fails the try, so that it is tried again; the page says so meanwhile", async () => {
  await upload("unlucky", "a\n1\n");
  const storage = { ...env.deps.storage, get: () => Promise.reject(new Error("the disk is away")) };
  await expect(run("unlucky", { deps: { ...env.deps, storage } })).rejects.toThrow(/disk is away/);
  expect(await stateOf("unlucky")).toMatchObject({ state: "failed" });
  await run("unlucky");
  expect(await stateOf("unlucky")).toMatchObject({ state: "ready", rowCount: 1 });
});

test("a task that is out of time ends with words", async () => {
  await upload("slow", "a\n1\n");
  await run("slow", { signal: AbortSignal.abort() });
  expect(await stateOf("slow")).toMatchObject({ state: "failed", message: expect.stringContaining("30 minutes") });
});

test("a dataset that was deleted meanwhile is no failure", async () => {
  await upload("gone", "a\n1\n");
  const key = Number(await keyOf("gone"));
  await deleteDataset(env.deps, caller, { dataset: "gone", deleteVersions: "true" });
  const context = { deps: env.deps, taskId: "t", workspaceId: workspace.id, signal: AbortSignal.timeout(10_000) };
  await (await profileVersion.handler())(context, { datasetKey: key, version: 1 });
  expect(await env.sql("SELECT 1 FROM dataset_profile WHERE dataset_key = $1", [key])).toEqual([]);
});
