import { createHash, randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import { datasetFileMaxBytes } from "@plumbline/contracts/datasets/version";
import { openTestEnvironment, type TestEnvironment, type TestWorkspace } from "@plumbline/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { collectGarbage } from "../artifacts/index.ts";
import { createLoggedModel, createRun, logInputs, logOutputs } from "../experiments/index.ts";
import { createModel, registerVersion } from "../registry/index.ts";
import {
  createDataset,
  createVersionFromInput,
  deleteDataset,
  getDataset,
  getProfile,
  getVersion,
  holdVersion,
  listUses,
  listVersions,
  openDatasetVersion,
  readVersionFile,
  uploadVersion,
  withDatasetVersion,
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

const table = "id,amount\n1,2.5\n2,3.5\n";
const sourceOf = (content: string | Buffer) => Readable.from([Buffer.from(content)]);
const upload = (dataset: string, content: string | Buffer, given: { name?: string; maxBytes?: number; announcedBytes?: number } = {}) =>
  uploadVersion(env.deps, caller, { dataset, name: "loans.csv", maxBytes: 1_000_000, source: sourceOf(content), ...given });
const storedKeys = async () => (await env.deps.storage.list(`${workspace.id}/`)).blobs.map((blob) => blob.key);
const textOf = async (stream: Readable) => Buffer.concat(await stream.toArray()).toString();
const scope = () => ({ role: "app", workspaceId: workspace.id, actorId: "system" }) as const;
const make = async () => (await createDataset(env.deps, caller, { name: `d-${randomBytes(4).toString("hex")}` })).name;

test("an upload is a version with the digest of its bytes, and its profile waits for the worker", async () => {
  const dataset = await make();
  const sha256 = createHash("sha256").update(table).digest("hex");
  const made = await upload(dataset, table, { name: "C:\\data\\loans.csv" });
  expect(made).toMatchObject({
    dataset,
    version: 1,
    isNew: true,
    isVerified: true,
    digest: sha256,
    lineage: { name: dataset, digest: sha256.slice(0, 32) },
    origin: { kind: "upload", fileName: "loans.csv", format: "csv", sizeBytes: table.length },
    profile: { state: "queued", rowCount: null },
    createdBy: { id: caller.actor.id },
  });
  const { isNew: _, ...version } = made;
  expect(await getVersion(env.deps, caller, { dataset, version: 1 })).toEqual(version);
  expect((await getDataset(env.deps, caller, { dataset })).latest).toMatchObject({ version: 1, isVerified: true, sizeBytes: table.length });
  const tasks = await env.sql("SELECT state FROM task WHERE name = 'datasets.profile' AND workspace_id = $1", [workspace.id]);
  expect(tasks).toEqual([{ state: "queued" }]);
  expect(await textOf(await (await readVersionFile(env.deps, caller, { dataset, version: 1 })).open())).toBe(table);
});

test("the same bytes again answer the version that has them, under any name, and are stored once", async () => {
  const dataset = await make();
  const first = await upload(dataset, table);
  const before = await storedKeys();
  const again = await upload(dataset, table, { name: "other.csv" });
  expect(again).toEqual({ ...first, isNew: false });
  expect(await storedKeys()).toEqual(before);
  expect((await upload(dataset, `${table}3,4.5\n`)).version).toBe(2);
  const other = await make();
  expect(await upload(other, table)).toMatchObject({ version: 1, isNew: true });
});

test("of many that upload the same bytes at once one makes the version", async () => {
  const dataset = await make();
  const made = await Promise.all([1, 2, 3, 4].map(() => upload(dataset, table)));
  expect(made.map(({ version }) => version)).toEqual([1, 1, 1, 1]);
  expect(made.filter(({ isNew }) => isNew)).toHaveLength(1);
});

const wrong: [name: string, content: string | Buffer, why: RegExp][] = [
  ["loans.xlsx", table, /neither a CSV nor a Parquet/],
  ["loans.csv", "", /is empty/],
  ["loans.csv", Buffer.from([0x50, 0x4b, 3, 4, 0, 0]), /spreadsheet/],
  ["loans.csv", "PAR1 and more PAR1", /name says CSV/],
  ["loans.parquet", table, /no Parquet file/],
  ["loans.parquet", "PAR1 cut short", /its end is missing/],
];
test.each(wrong)("%s with other content is refused and leaves nothing", async (name, content, why) => {
  const dataset = await make();
  const before = await storedKeys();
  await expect(upload(dataset, content, { name })).rejects.toMatchObject({ code: "invalid", message: expect.stringMatching(why) });
  expect(await storedKeys()).toEqual(before);
  expect((await getDataset(env.deps, caller, { dataset })).versionCount).toBe(0);
});

test("one byte over the limit is refused, announced or not; the limit itself passes", async () => {
  const dataset = await make();
  expect(await upload(dataset, table, { maxBytes: table.length, announcedBytes: table.length })).toMatchObject({ version: 1 });
  const before = await storedKeys();
  const over = { code: "invalid", params: { reason: "dataset-file-too-large", status: 413 } };
  await expect(upload(dataset, `${table}3`, { maxBytes: table.length })).rejects.toMatchObject(over);
  await expect(
    upload(dataset, table, { announcedBytes: datasetFileMaxBytes + 1, maxBytes: Number.MAX_SAFE_INTEGER }),
  ).rejects.toMatchObject(over);
  expect(await storedKeys()).toEqual(before);
});

test("an upload that is cut leaves neither version nor bytes, wherever it is cut", async () => {
  const dataset = await make();
  const before = await storedKeys();
  for (const pieces of [["a,"], ["id,amount\n", "1,2"]]) {
    const cut = (async function* () {
      yield* pieces.map((piece) => Buffer.from(piece));
      throw new Error("the client went away");
    })();
    const uploading = uploadVersion(env.deps, caller, { dataset, name: "loans.csv", maxBytes: 1000, source: Readable.from(cut) });
    await expect(uploading).rejects.toMatchObject({ code: "invalid", params: { reason: "upload-cut" } });
  }
  expect(await storedKeys()).toEqual(before);
  expect((await listVersions(env.deps, caller, { dataset })).items).toEqual([]);
  expect((await upload(dataset, table)).version).toBe(1);
});

test("a version is never changed: not even the application's own role may", async () => {
  const dataset = await make();
  await upload(dataset, table);
  const change = env.db.transaction(scope(), (tx) =>
    tx.execute("UPDATE dataset_version SET is_verified = false WHERE workspace_id = $1", [workspace.id]),
  );
  await expect(change).rejects.toThrow(/permission denied/);
});

async function runWithInput(given: { name: string; digest: string; schema?: string }) {
  const { runId } = await createRun(env.deps, caller, { experimentId: "0", name: "trained" });
  const dataset = { sourceType: "local", source: '{"uri":"loans.csv"}', profile: '{"num_rows":3}', ...given };
  await logInputs(env.deps, caller, { runId, datasets: [{ dataset }] });
  return runId;
}

test("what a run logged becomes a version as the client described it, unverified and without a file", async () => {
  const dataset = await make();
  const input = { name: "loans", digest: "a41f09c2" };
  const runId = await runWithInput({ ...input, schema: '{"mlflow_colspec":[]}' });
  const made = await createVersionFromInput(env.deps, caller, { dataset, runId, ...input });
  expect(made).toMatchObject({
    version: 1,
    isNew: true,
    isVerified: false,
    digest: "a41f09c2",
    lineage: input,
    origin: { kind: "input", runId, name: "loans", sourceType: "local", source: '{"uri":"loans.csv"}' },
    profile: { state: "none" },
  });
  expect(await createVersionFromInput(env.deps, caller, { dataset, runId, ...input })).toEqual({ ...made, isNew: false });
  expect(await getProfile(env.deps, caller, { dataset, version: 1 })).toMatchObject({
    state: "none",
    columns: [],
    logged: { schema: '{"mlflow_colspec":[]}', profile: '{"num_rows":3}' },
  });
  await expect(readVersionFile(env.deps, caller, { dataset, version: 1 })).rejects.toMatchObject({
    code: "conflict",
    params: { reason: "dataset-without-file" },
  });
  await expect(createVersionFromInput(env.deps, caller, { dataset, runId, name: "loans", digest: "other" })).rejects.toMatchObject({
    code: "not-found",
  });
});

test("an input that names an uploaded version by its digest is that version, and an upload never verifies what was logged before", async () => {
  const dataset = await make();
  const digest = createHash("sha256").update(table).digest("hex").slice(0, 32);
  const runId = await runWithInput({ name: dataset, digest });
  const logged = await createVersionFromInput(env.deps, caller, { dataset, runId, name: dataset, digest });
  expect(logged).toMatchObject({ version: 1, isVerified: false });
  expect(await upload(dataset, table)).toMatchObject({ version: 2, isVerified: true, isNew: true });
  expect((await getVersion(env.deps, caller, { dataset, version: 1 })).isVerified).toBe(false);
  expect(await createVersionFromInput(env.deps, caller, { dataset, runId, name: dataset, digest })).toMatchObject({
    version: 2,
    isNew: false,
  });
});

test("uses are the runs that logged name and digest, their models, and the versions registered of them", async () => {
  const dataset = await make();
  const { lineage } = await upload(dataset, table);
  const runId = await runWithInput({ ...lineage });
  await runWithInput({ name: lineage.name, digest: "another" });
  const { modelId } = await createLoggedModel(env.deps, caller, { experimentId: "0", name: "credit" });
  await logOutputs(env.deps, caller, { runId, models: [{ modelId }] });
  await createModel(env.deps, caller, { name: "credit" });
  await registerVersion(env.deps, caller, { model: "credit", source: `models:/${modelId}` });
  await createModel(env.deps, caller, { name: "credit-copy" });
  await registerVersion(env.deps, caller, { model: "credit-copy", source: "models:/credit/1" });
  expect(await listUses(env.deps, caller, { dataset, version: 1 })).toEqual({
    runs: [{ runId, name: "trained", experimentId: "0", status: "RUNNING", usedAt: expect.any(String) }],
    loggedModels: [{ modelId, name: "credit", runId }],
    modelVersions: [
      { model: "credit", version: 1, stage: "experimental" },
      { model: "credit-copy", version: 1, stage: "experimental" },
    ],
    isCut: false,
  });
});

test("bytes that changed in the storage are not handed out as the version's", async () => {
  const dataset = await make();
  await upload(dataset, table);
  const [blob] = await env.sql<{ storage_key: string }>(
    "SELECT b.storage_key FROM blob b JOIN dataset_version v ON v.blob_id = b.id JOIN dataset d ON d.key = v.dataset_key WHERE d.name = $1",
    [dataset],
  );
  await env.deps.storage.put(blob?.storage_key ?? "", sourceOf(table.replace("2.5", "9.5")));
  const file = await openDatasetVersion(env.deps, { workspaceId: workspace.id, dataset, version: 1 });
  await expect(textOf(await file.open())).rejects.toMatchObject({ params: { reason: "digest-differs" } });
  const working = withDatasetVersion(
    env.deps,
    { workspaceId: workspace.id, dataset, version: 1, signal: AbortSignal.timeout(10_000) },
    async () => "read",
  );
  await expect(working).rejects.toMatchObject({ params: { reason: "digest-differs" } });
});

test("a dataset with versions goes only where that is asked for, its bytes with it; what something rests on stays", async () => {
  const dataset = await make();
  const before = await storedKeys();
  await upload(dataset, table);
  await upload(dataset, `${table}9,9\n`);
  await expect(deleteDataset(env.deps, caller, { dataset })).rejects.toMatchObject({
    code: "conflict",
    params: { reason: "dataset-has-versions" },
  });
  const held = await make();
  await upload(held, table);
  await env.db.transaction(scope(), (tx) => holdVersion(tx, workspace.id, { dataset: held, version: 1, holder: "evidence 7 of credit/1" }));
  await expect(deleteDataset(env.deps, caller, { dataset: held, deleteVersions: "true" })).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringContaining("evidence 7 of credit/1"),
  });
  await deleteDataset(env.deps, caller, { dataset, deleteVersions: "true" });
  await expect(getVersion(env.deps, caller, { dataset, version: 1 })).rejects.toMatchObject({ code: "not-found" });
  env.advance(7 * 3_600_000);
  const collect = await collectGarbage.handler();
  await collect({ deps: env.deps, taskId: "t", workspaceId: null, signal: AbortSignal.timeout(10_000) }, {});
  const left = await storedKeys();
  expect(left.filter((key) => !before.includes(key))).toHaveLength(1);
  const file = await openDatasetVersion(env.deps, { workspaceId: workspace.id, dataset: held, version: 1 });
  expect(await textOf(await file.open())).toBe(table);
});

test("another workspace finds neither the dataset nor its versions, and uploads nothing", async () => {
  const dataset = await make();
  await upload(dataset, table);
  const foreign = await env.createWorkspace();
  const stranger = env.callerOf({ workspace: foreign });
  const of = { dataset, version: 1 };
  const asked = [
    () => getVersion(env.deps, stranger, of),
    () => listVersions(env.deps, stranger, { dataset }),
    () => getProfile(env.deps, stranger, of),
    () => listUses(env.deps, stranger, of),
    () => readVersionFile(env.deps, stranger, of),
    () => openDatasetVersion(env.deps, { workspaceId: foreign.id, ...of }),
    () => uploadVersion(env.deps, stranger, { dataset, name: "a.csv", maxBytes: 100, source: sourceOf(table) }),
  ];
  for (const ask of asked) await expect(ask()).rejects.toMatchObject({ code: "not-found" });
  expect((await env.deps.storage.list(`${foreign.id}/`)).blobs).toEqual([]);
});

test("whoever only reads may not upload", async () => {
  const dataset = await make();
  const viewer = env.callerOf({ workspace, role: "viewer" });
  await expect(uploadVersion(env.deps, viewer, { dataset, name: "a.csv", maxBytes: 100, source: sourceOf(table) })).rejects.toMatchObject({
    code: "forbidden",
  });
});

test("pages of versions join, newest first", async () => {
  const dataset = await make();
  for (let n = 0; n < 5; n++) await upload(dataset, `n\n${n}\n`);
  const first = await listVersions(env.deps, caller, { dataset, limit: 3 });
  const second = await listVersions(env.deps, caller, { dataset, limit: 3, cursor: first.nextCursor ?? "" });
  expect([...first.items, ...second.items].map(({ version }) => version)).toEqual([5, 4, 3, 2, 1]);
  expect(second.nextCursor).toBeNull();
});
