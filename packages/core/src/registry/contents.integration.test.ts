import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { openTestEnvironment, type TestEnvironment } from "@plumbline/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { writeArtifact } from "../artifacts/index.ts";
import { createRun, logBatch, logInputs } from "../experiments/index.ts";
import type { Caller } from "../kernel/index.ts";
import {
  compareVersions,
  createModel,
  editCard,
  getCard,
  getVersion,
  listCardRevisions,
  readVersionFile,
  registerVersion,
  verifyVersion,
} from "./index.ts";

let env: TestEnvironment;
let caller: Caller;
let sequence = 0;
beforeAll(async () => {
  env = await openTestEnvironment();
  const workspace = await env.createWorkspace();
  const user = await env.createUser();
  await env.addMember(workspace, user, "admin");
  caller = env.callerOf({ workspace, user });
});
afterAll(() => env.close());

const sha = (text: string) => createHash("sha256").update(text).digest("hex");
const newModel = async (intake: object = {}) => (await createModel(env.deps, caller, { name: `model ${++sequence}`, ...intake })).name;

interface Made {
  readonly files?: Record<string, string>;
  readonly params?: Record<string, string>;
  readonly metrics?: Record<string, number>;
  readonly datasets?: readonly { readonly name: string; readonly digest: string; readonly context?: string }[];
}

/** A version whose run has these values and files. */
async function version(model: string, { files = { "model.pkl": "x" }, params = {}, metrics = {}, datasets = [] }: Made = {}) {
  const { runId, artifactUri } = await createRun(env.deps, caller, {});
  await logBatch(env.deps, caller, {
    runId,
    params: Object.entries(params).map(([key, value]) => ({ key, value })),
    metrics: Object.entries(metrics).map(([key, value]) => ({ key, value, timestamp: 1, step: 0 })),
  });
  await logInputs(env.deps, caller, {
    runId,
    datasets: datasets.map(({ name, digest, context }) => ({
      dataset: { name, digest, sourceType: "local", source: "{}" },
      tags: context ? [{ key: "mlflow.data.context", value: context }] : [],
    })),
  });
  const root = `${artifactUri.replace("mlflow-artifacts:/", "")}/model`;
  for (const [path, text] of Object.entries(files)) {
    await writeArtifact(env.deps, caller, { path: `${root}/${path}`, source: Readable.from([Buffer.from(text)]) });
  }
  return registerVersion(env.deps, caller, { model, source: `${artifactUri}/model`, runId });
}

async function blobOf(model: string, path: string): Promise<string> {
  const [row] = await env.sql<{ storage_key: string }>(
    "SELECT b.storage_key FROM blob b JOIN model_version_file f ON f.blob_id = b.id JOIN registered_model m ON m.key = f.model_key WHERE m.name = $1 AND f.path = $2",
    [model, path],
  );
  return row?.storage_key ?? "";
}

describe("verifying", () => {
  test("reads every byte again, and names the files that differ or are gone", async () => {
    const model = await newModel();
    await version(model, { files: { a: "one", b: "two", c: "three" } });
    expect(await verifyVersion(env.deps, caller, { model, version: 1 })).toMatchObject({
      isIntact: true,
      files: 3,
      bytes: 11,
      differing: [],
    });
    expect(await getVersion(env.deps, caller, { model, version: 1 })).toMatchObject({ verifiedAt: expect.any(String) });
    await env.deps.storage.put(await blobOf(model, "b"), Readable.from([Buffer.from("TWO")]));
    await env.deps.storage.delete(await blobOf(model, "c"));
    expect(await verifyVersion(env.deps, caller, { model, version: 1 })).toMatchObject({ isIntact: false, differing: ["b", "c"] });
    expect(await getVersion(env.deps, caller, { model, version: 1 })).toMatchObject({ verifiedAt: null });
  });

  test("has nothing to compare where no bytes are bound", async () => {
    const model = await newModel();
    await registerVersion(env.deps, caller, { model, source: "s3://b/x" });
    await expect(verifyVersion(env.deps, caller, { model, version: 1 })).rejects.toMatchObject({ params: { reason: "no-bytes" } });
  });
});

describe("files", () => {
  test("are read whole or in part; an unknown path is not there", async () => {
    const model = await newModel();
    await version(model, { files: { "data/a.txt": "0123456789", empty: "" } });
    const content = await readVersionFile(env.deps, caller, { model, version: 1, path: "data/a.txt" });
    expect(content).toMatchObject({ sizeBytes: 10, sha256: sha("0123456789") });
    const read = async (range?: { start: number; end: number }) => (await (await content.open(range)).toArray()).join("");
    expect(await read()).toBe("0123456789");
    expect(await read({ start: 2, end: 4 })).toBe("234");
    const empty = await readVersionFile(env.deps, caller, { model, version: 1, path: "empty" });
    expect(await (await empty.open()).toArray()).toEqual([]);
    for (const path of ["data", "absent", "../x"]) {
      await expect(readVersionFile(env.deps, caller, { model, version: 1, path })).rejects.toMatchObject({ code: "not-found" });
    }
  });
});

describe("comparing", () => {
  const signature = (inputs: object[]) => `flavors:\n  a: {}\nsignature:\n  inputs: '${JSON.stringify(inputs)}'\n`;
  const before: Made = {
    files: {
      MLmodel: signature([
        { name: "age", type: "long" },
        { name: "sum", type: "double" },
      ]),
      "requirements.txt": "numpy==1.0\nPandas\n",
      kept: "k",
    },
    params: { depth: "3", lr: "0.1" },
    metrics: { auc: 0.8, loss: 0.5, same: 1 },
    datasets: [
      { name: "loans", digest: "aaa" },
      { name: "zips", digest: "z" },
    ],
  };
  const after: Made = {
    files: {
      MLmodel: signature([{ name: "age", type: "double", required: false }]),
      "requirements.txt": "numpy==2.0\npandas\nscipy\n",
      kept: "k",
    },
    params: { depth: "5", lr: "0.1", seed: "7" },
    metrics: { auc: 0.81, loss: 0.1, same: 1 },
    datasets: [
      { name: "loans", digest: "bbb" },
      { name: "zips", digest: "z" },
    ],
  };

  test("tells what is unlike, the most telling first", async () => {
    const model = await newModel();
    const [one, two] = [await version(model, before), await version(model, after)];
    const { from, to, items } = await compareVersions(env.deps, caller, { model, version: 2, with: 1 });
    expect([from, to]).toEqual([1, 2]);
    expect(items.map(({ kind, name, before: old, after: now }) => [kind, name, old, now])).toEqual([
      ["dataset", "loans", "aaa", "bbb"],
      ["input", "age", "long", "double, optional"],
      ["input", "sum", "double", null],
      ["metric", "loss", "0.5", "0.1"],
      ["metric", "auc", "0.8", "0.81"],
      ["param", "depth", "3", "5"],
      ["param", "seed", null, "7"],
      ["package", "numpy", "==1.0", "==2.0"],
      ["package", "scipy", null, "any"],
      ["file", "MLmodel", sha(before.files?.MLmodel ?? ""), sha(after.files?.MLmodel ?? "")],
      ["file", "requirements.txt", sha(before.files?.["requirements.txt"] ?? ""), sha(after.files?.["requirements.txt"] ?? "")],
      ["source", "source", one.source, two.source],
    ]);
  });

  test("is with the champion where no other is named, and with nobody where there is none", async () => {
    const model = await newModel();
    for (const made of [before, after]) await version(model, made);
    expect(await compareVersions(env.deps, caller, { model, version: 2 })).toEqual({ from: null, to: 2, items: [] });
    await env.sql(
      "INSERT INTO model_alias (workspace_id, model_key, alias, version) SELECT workspace_id, key, 'champion', 1 FROM registered_model WHERE name = $1",
      [model],
    );
    expect(await compareVersions(env.deps, caller, { model, version: 2 })).toMatchObject({ from: 1 });
    await expect(compareVersions(env.deps, caller, { model, version: 2, with: 3 })).rejects.toMatchObject({ code: "not-found" });
  });

  test("holds 200 differences", async () => {
    const model = await newModel();
    const params = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`p${index}`, "v"]));
    await version(model, { files: { a: "1" } });
    await version(model, {
      files: { a: "1" },
      params: params(100),
      metrics: Object.fromEntries(Object.keys(params(99)).map((key) => [key, 1])),
    });
    await version(model, {
      files: { a: "1" },
      params: params(100),
      metrics: Object.fromEntries(Object.keys(params(101)).map((key) => [key, 1])),
    });
    const count = async (number: number) => (await compareVersions(env.deps, caller, { model, version: number, with: 1 })).items.length;
    expect([await count(2), await count(3)]).toEqual([200, 200]);
  });
});

describe("cards", () => {
  const long = "x".repeat(20_000);

  test("begin with what the intake and the run's records say", async () => {
    const model = await newModel({
      description: "Who pays back.",
      intendedUse: "Loans.",
      outOfScopeUse: "Jobs.",
      businessOwnerId: caller.actor.id,
    });
    await version(model, {
      metrics: { auc: 0.8, loss: 0.5 },
      datasets: [
        { name: "loans", digest: "aaa", context: "training" },
        { name: "held", digest: "bbb", context: "eval" },
      ],
    });
    const card = await getCard(env.deps, caller, { model, version: 1 });
    expect(card).toMatchObject({
      revision: 0,
      editedBy: null,
      fields: {
        overview: "Who pays back.",
        intendedUse: "Loans.",
        outOfScopeUse: "Jobs.",
        trainingData: "loans (aaa)",
        evaluationData: "held (bbb)",
        performance: "auc: 0.8\nloss: 0.5",
        contact: caller.actor.name,
        limitations: "",
      },
    });
    expect(card.empty).toEqual(["factors", "limitations", "ethicalConsiderations", "humanOversight", "monitoringPlan"]);
  });

  test("are edited in revisions that stay, and the next version begins with the words of the last", async () => {
    const model = await newModel();
    await version(model, { metrics: { auc: 0.8 } });
    const edit = (basedOn: number, fields: object) => editCard(env.deps, caller, { model, version: 1, basedOn, fields });
    expect(await edit(0, { limitations: "None known.", factors: long })).toMatchObject({ revision: 1, editedBy: { id: caller.actor.id } });
    expect(await edit(1, { limitations: "Young people." })).toMatchObject({
      revision: 2,
      fields: { limitations: "Young people.", performance: "auc: 0.8" },
    });
    expect(await getCard(env.deps, caller, { model, version: 1, revision: 1 })).toMatchObject({ fields: { limitations: "None known." } });
    expect(await getCard(env.deps, caller, { model, version: 1, revision: 0 })).toMatchObject({ fields: { limitations: "" } });
    await expect(getCard(env.deps, caller, { model, version: 1, revision: 3 })).rejects.toMatchObject({ code: "not-found" });
    const { items } = await listCardRevisions(env.deps, caller, { model, version: 1 });
    expect(items).toMatchObject([
      { revision: 2, changed: ["limitations"] },
      { revision: 1, changed: ["factors", "limitations", "performance"] },
    ]);
    await version(model, { metrics: { auc: 0.9 } });
    expect(await getCard(env.deps, caller, { model, version: 2 })).toMatchObject({
      revision: 0,
      fields: { limitations: "Young people.", factors: long, performance: "auc: 0.9" },
    });
  });

  test("an edit of a card that somebody changed meanwhile is a conflict; of two at once one holds", async () => {
    const model = await newModel();
    await version(model);
    const edit = (text: string) => editCard(env.deps, caller, { model, version: 1, basedOn: 0, fields: { overview: text } });
    const settled = await Promise.allSettled([edit("a"), edit("b")]);
    expect(settled.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    await expect(edit("c")).rejects.toMatchObject({ code: "conflict", params: { reason: "card-changed", revision: 1, basedOn: 0 } });
  });

  test("a field has 20,000 characters at most", async () => {
    const model = await newModel();
    await version(model);
    const edit = (factors: string) => editCard(env.deps, caller, { model, version: 1, basedOn: 0, fields: { factors } });
    await expect(edit(`${long}x`)).rejects.toMatchObject({ code: "invalid" });
    expect(await edit(long)).toMatchObject({ revision: 1 });
  });
});
