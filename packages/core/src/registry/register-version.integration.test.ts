import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { openTestEnvironment, type TestEnvironment } from "@plumbline/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createServiceAccount } from "../access/index.ts";
import { collectGarbage, deleteArtifacts, writeArtifact } from "../artifacts/index.ts";
import { createLoggedModel, createRun } from "../experiments/index.ts";
import type { Caller } from "../kernel/index.ts";
import { listLineage } from "../lineage/index.ts";
import {
  createModel,
  deleteVersion,
  getModel,
  getSignature,
  getVersion,
  listVersionFiles,
  listVersions,
  readVersionFile,
  registerVersion,
  renameModel,
  searchVersions,
  setAlias,
  updateVersion,
} from "./index.ts";

let env: TestEnvironment;
let caller: Caller;
let sequence = 0;
beforeAll(async () => {
  env = await openTestEnvironment();
  caller = await newCaller();
});
afterAll(() => env.close());

async function newCaller(): Promise<Caller> {
  const workspace = await env.createWorkspace();
  const user = await env.createUser();
  await env.addMember(workspace, user, "admin");
  return env.callerOf({ workspace, user });
}
const sha = (text: string) => createHash("sha256").update(text).digest("hex");
const write = (path: string, text: string, by = caller) =>
  writeArtifact(env.deps, by, { path, source: Readable.from([Buffer.from(text)]) });
const newModel = async (more: { tier?: "low" | "high" | "critical" } = {}, by = caller) =>
  (await createModel(env.deps, by, { name: `model ${++sequence}`, ...more })).name;

const files = {
  MLmodel: 'flavors:\n  sklearn: {}\nsignature:\n  inputs: \'[{"type":"double","name":"x","required":true}]\'\n',
  "data/model.pkl": "bytes",
};

/** A run with a model among its artifacts. */
async function trained(by = caller, content: Record<string, string> = files) {
  const { runId, artifactUri } = await createRun(env.deps, by, {});
  const root = `${artifactUri.replace("mlflow-artifacts:/", "")}/model`;
  for (const [path, text] of Object.entries(content)) await write(`${root}/${path}`, text, by);
  return { runId, root, uri: `${artifactUri}/model` };
}

describe("what is bound", () => {
  test("the files below the source, by their digests", async () => {
    const { runId, uri } = await trained();
    const model = await newModel();
    const made = await registerVersion(env.deps, caller, { model, source: uri, runId, description: "d", tags: [{ key: "k", value: "v" }] });
    const lines = ["MLmodel", "data/model.pkl"].map((path) => {
      const text = files[path as keyof typeof files];
      return `${sha(text)}  ${text.length}  ${path}\n`;
    });
    expect(made).toMatchObject({
      model,
      version: 1,
      stage: "experimental",
      status: "READY",
      statusMessage: null,
      source: uri,
      runId,
      digest: sha(lines.join("")),
      fileCount: 2,
      sizeBytes: files.MLmodel.length + 5,
      flavors: ["sklearn"],
      isSigned: false,
      tags: [{ key: "k", value: "v" }],
      author: { id: caller.actor.id },
      registeredBy: { id: caller.actor.id },
    });
    expect(await getVersion(env.deps, caller, { model, version: 1 })).toEqual(made);
    const listed = await listVersionFiles(env.deps, caller, { model, version: 1 });
    expect(listed).toEqual({
      digest: made.digest,
      items: [
        { path: "MLmodel", sizeBytes: files.MLmodel.length, sha256: sha(files.MLmodel) },
        { path: "data/model.pkl", sizeBytes: 5, sha256: sha("bytes") },
      ],
    });
    expect(await getSignature(env.deps, caller, { model, version: 1 })).toMatchObject({
      flavors: ["sklearn"],
      note: null,
      signature: { inputs: [{ name: "x", type: "double" }], outputs: [], params: [] },
    });
  });

  test("stays bound and readable when the paths are overwritten and removed, and goes with the version", async () => {
    const { root, uri } = await trained();
    const model = await newModel();
    const { digest } = await registerVersion(env.deps, caller, { model, source: uri });
    await write(`${root}/data/model.pkl`, "others");
    await deleteArtifacts(env.deps, caller, { path: root });
    await env.sql("UPDATE blob SET created_at = created_at - interval '30 days'");
    const collect = await collectGarbage.handler();
    await collect({ deps: env.deps, taskId: "t", workspaceId: null, signal: AbortSignal.timeout(10_000) }, {});
    const content = await readVersionFile(env.deps, caller, { model, version: 1, path: "data/model.pkl" });
    expect((await (await content.open()).toArray()).join("")).toBe("bytes");
    expect(await getVersion(env.deps, caller, { model, version: 1 })).toMatchObject({ digest });
    await deleteVersion(env.deps, caller, { model, version: 1 });
    const held = await env.sql(
      "SELECT 1 FROM blob_claim WHERE holder LIKE 'model-version/%' AND workspace_id = $1 AND holder IN (SELECT 'model-version/' || key || '/1' FROM registered_model WHERE name = $2)",
      [caller.workspace?.id, model],
    );
    expect(held).toEqual([]);
  });

  test("bytes that are not those of the manifest do not arrive", async () => {
    const { uri } = await trained();
    const model = await newModel();
    await registerVersion(env.deps, caller, { model, source: uri });
    const [blob] = await env.sql<{ storage_key: string }>(
      "SELECT b.storage_key FROM blob b JOIN model_version_file f ON f.blob_id = b.id JOIN registered_model m ON m.key = f.model_key WHERE m.name = $1 AND f.path = 'data/model.pkl'",
      [model],
    );
    await env.deps.storage.put(blob?.storage_key ?? "", Readable.from([Buffer.from("bytez")]));
    const content = await readVersionFile(env.deps, caller, { model, version: 1, path: "data/model.pkl" });
    await expect((await content.open()).toArray()).rejects.toThrow("differ from its manifest");
  });

  test("nothing there, or bytes elsewhere: a version without digest that says so", async () => {
    const model = await newModel({ tier: "high" });
    const none = { digest: null, fileCount: 0, status: "READY", flavors: [], effectiveTier: "high" };
    expect(await registerVersion(env.deps, caller, { model, source: "mlflow-artifacts:/0/absent" })).toMatchObject({
      ...none,
      statusMessage: expect.stringContaining("no bytes are bound"),
    });
    expect(await registerVersion(env.deps, caller, { model, source: "s3://bucket/model" })).toMatchObject({
      ...none,
      statusMessage: expect.stringContaining("outside the platform"),
    });
    expect(await listVersionFiles(env.deps, caller, { model, version: 2 })).toEqual({ digest: null, items: [] });
  });

  test.each(["/models/x", "file:///models/x", "mlflow-artifacts:/0/../1", "model"])("refuses %s", async (source) => {
    await expect(registerVersion(env.deps, caller, { model: await newModel(), source })).rejects.toMatchObject({
      code: "invalid",
      fields: [{ path: "source" }],
    });
  });

  test("a source with 10,000 files is bound, one more is refused", async () => {
    const workspaceId = caller.workspace?.id;
    const many = (from: number, to: number) =>
      env.sql(
        `WITH b AS (INSERT INTO blob (id, workspace_id, digest, size_bytes, storage_key)
           SELECT gen_random_uuid(), $1::int, sha256(n::text::bytea), 1, $1::int || '/many/' || n FROM generate_series($2::int, $3::int) n RETURNING id, storage_key)
         INSERT INTO artifact (workspace_id, path, blob_id, size_bytes) SELECT $1::int, 'many/' || storage_key, id, 1 FROM b`,
        [workspaceId, from, to],
      );
    await many(1, 10_000);
    const model = await newModel();
    const source = `mlflow-artifacts:/many/${workspaceId}/many`;
    expect(await registerVersion(env.deps, caller, { model, source })).toMatchObject({ fileCount: 10_000, sizeBytes: 10_000 });
    await many(10_001, 10_001);
    await expect(registerVersion(env.deps, caller, { model, source })).rejects.toMatchObject({
      params: { reason: "manifest-size", max: 10_000 },
    });
  });

  test("an MLmodel file of 1 MiB is read, a longer one is not", async () => {
    const head = "flavors:\n  onnx: {}\n# ";
    const model = await newModel();
    for (const [bytes, flavors] of [
      [1024 * 1024, ["onnx"]],
      [1024 * 1024 + 1, []],
    ] as const) {
      const { uri } = await trained(caller, { MLmodel: head + "x".repeat(bytes - head.length) });
      expect(await registerVersion(env.deps, caller, { model, source: uri })).toMatchObject({ flavors });
    }
    expect(await getSignature(env.deps, caller, { model, version: 2 })).toMatchObject({ note: expect.stringContaining("was not read") });
  });
});

describe("sources", () => {
  test("runs:/ names a run's directory, or the model that it logged under that name", async () => {
    const { runId } = await trained();
    const model = await newModel();
    expect(await registerVersion(env.deps, caller, { model, source: `runs:/${runId}/model` })).toMatchObject({ runId, fileCount: 2 });
    const logged = await createLoggedModel(env.deps, caller, { experimentId: "0", name: "net", sourceRunId: runId });
    await write(`${logged.artifactUri.replace("mlflow-artifacts:/", "")}/MLmodel`, files.MLmodel);
    expect(await registerVersion(env.deps, caller, { model, source: `runs:/${runId}/net` })).toMatchObject({
      runId,
      loggedModelId: logged.modelId,
      fileCount: 1,
    });
    await expect(registerVersion(env.deps, caller, { model, source: "runs:/absent/model" })).rejects.toMatchObject({ code: "not-found" });
  });

  test("a logged model brings its run and its author along", async () => {
    const { runId } = await trained();
    const logged = await createLoggedModel(env.deps, caller, { experimentId: "0", name: "net", sourceRunId: runId });
    await write(`${logged.artifactUri.replace("mlflow-artifacts:/", "")}/MLmodel`, files.MLmodel);
    const model = await newModel();
    const expected = { runId, loggedModelId: logged.modelId, fileCount: 1, author: { id: caller.actor.id } };
    expect(await registerVersion(env.deps, caller, { model, source: `models:/${logged.modelId}` })).toMatchObject(expected);
    expect(await registerVersion(env.deps, caller, { model, source: logged.artifactUri })).toMatchObject(expected);
    await expect(registerVersion(env.deps, caller, { model, source: "models:/m-absent" })).rejects.toMatchObject({ code: "not-found" });
  });

  test("a copy has the bytes of its original, whatever lies at the path by now, and the tier that is higher", async () => {
    const { root, uri } = await trained();
    const [high, low] = [await newModel({ tier: "critical" }), await newModel({ tier: "low" })];
    const original = await registerVersion(env.deps, caller, { model: high, source: uri });
    await setAlias(env.deps, caller, { model: high, alias: "candidate", version: 1 });
    await write(`${root}/data/model.pkl`, "others");
    const bound = {
      digest: original.digest,
      flavors: ["sklearn"],
      effectiveTier: "critical",
      author: original.author,
      runId: original.runId,
    };
    expect(await registerVersion(env.deps, caller, { model: low, source: `models:/${high}/1` })).toMatchObject(bound);
    expect(await registerVersion(env.deps, caller, { model: low, source: `models:/${high}@candidate` })).toMatchObject(bound);
    const other = await registerVersion(env.deps, caller, { model: low, source: uri });
    expect(other).toMatchObject({ effectiveTier: "low" });
    expect(other.digest).not.toBe(original.digest);
    await renameModel(env.deps, caller, { model: high, name: `${high} renamed` });
    await deleteVersion(env.deps, caller, { model: `${high} renamed`, version: 1 });
    expect(await getVersion(env.deps, caller, { model: low, version: 1 })).toMatchObject({ effectiveTier: "critical" });
    await expect(registerVersion(env.deps, caller, { model: low, source: `models:/${low}/9` })).rejects.toMatchObject({
      code: "not-found",
    });
    await expect(registerVersion(env.deps, caller, { model: low, source: `models:/${low}@none` })).rejects.toMatchObject({
      code: "not-found",
    });
  });

  test("another workspace's runs, models and files are not there", async () => {
    const stranger = await newCaller();
    const { runId, uri } = await trained();
    const model = await newModel({}, stranger);
    for (const source of [`runs:/${runId}/model`, `models:/${await newModel()}/1`]) {
      await expect(registerVersion(env.deps, stranger, { model, source })).rejects.toMatchObject({ code: "not-found" });
    }
    expect(await registerVersion(env.deps, stranger, { model, source: uri })).toMatchObject({ digest: null, author: null });
  });
});

describe("people and lineage", () => {
  test("the author is the person behind the run that made the files; no other run or model can be named for them", async () => {
    const account = await createServiceAccount(env.deps, caller, { name: "ci", role: "contributor" });
    const pipeline: Caller = { ...caller, actor: { ...caller.actor, kind: "service-account", id: account.id, name: "ci" } };
    const mine = await trained(pipeline);
    const other = await env.createUser();
    const theirs = await trained({ ...caller, actor: { ...caller.actor, id: other.id } });
    const model = await newModel();
    const made = await registerVersion(env.deps, pipeline, { model, source: mine.uri });
    expect(made).toMatchObject({ runId: mine.runId, author: { id: caller.actor.id }, registeredBy: { id: account.id, name: "ci" } });
    for (const source of [mine.uri, `runs:/${mine.runId}/model`, `models:/${model}/1`, "mlflow-artifacts:/0/nobody"]) {
      for (const claim of [{ runId: theirs.runId }, { loggedModelId: "m-1" }]) {
        await expect(registerVersion(env.deps, pipeline, { model, source, ...claim })).rejects.toMatchObject({
          code: "invalid",
          params: { reason: "version-origin" },
        });
      }
    }
    const outside = await registerVersion(env.deps, pipeline, { model, source: "s3://bucket/model", runId: theirs.runId });
    expect(outside).toMatchObject({ version: 2, runId: theirs.runId, digest: null });
  });

  test("arrows lead from run, logged model and original to the version, also after a renaming", async () => {
    const { runId, uri } = await trained();
    const model = await newModel();
    await registerVersion(env.deps, caller, { model, source: uri, runId });
    const copy = await newModel();
    await registerVersion(env.deps, caller, { model: copy, source: `models:/${model}/1` });
    await renameModel(env.deps, caller, { model, name: `${model} renamed` });
    const arrows = async (kind: "run" | "model-version", id: string) =>
      (await listLineage(env.deps, caller, { kind, id })).items.map(({ from, relation, to }) => `${from.id} ${relation} ${to.id}`).sort();
    expect(await arrows("model-version", `${model} renamed/1`)).toEqual(
      [`${model} renamed/1 copied ${copy}/1`, `${runId} registered ${model} renamed/1`].sort(),
    );
    expect(await arrows("run", runId)).toEqual([`${runId} registered ${copy}/1`, `${runId} registered ${model} renamed/1`].sort());
    expect(await arrows("model-version", `${model}/1`)).toEqual([]);
    expect(await arrows("model-version", "nonsense")).toEqual([]);
  });
});

test("a run and a model of another server are kept as they were named, without arrows", async () => {
  const model = await newModel();
  const foreign = { runId: "elsewhere", loggedModelId: "m-elsewhere" };
  expect(await registerVersion(env.deps, caller, { model, source: "s3://b/x", ...foreign })).toMatchObject({ ...foreign, author: null });
  expect((await listLineage(env.deps, caller, { kind: "model-version", id: `${model}/1` })).items).toEqual([]);
});

describe("numbers", () => {
  test("twenty registrations at once get twenty numbers", async () => {
    const model = await newModel();
    const made = await Promise.all(Array.from({ length: 20 }, () => registerVersion(env.deps, caller, { model, source: "s3://b/x" })));
    expect(made.map(({ version }) => version).sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    expect(await getModel(env.deps, caller, { model })).toMatchObject({ versionCount: 20, latestVersion: 20 });
  });

  test("a number is not given again", async () => {
    const model = await newModel();
    for (const version of [1, 2]) {
      expect(await registerVersion(env.deps, caller, { model, source: "s3://b/x" })).toMatchObject({ version });
      await deleteVersion(env.deps, caller, { model, version });
    }
    expect(await registerVersion(env.deps, caller, { model, source: "s3://b/x" })).toMatchObject({ version: 3 });
    await expect(deleteVersion(env.deps, caller, { model, version: 2 })).rejects.toMatchObject({ code: "not-found" });
    await expect(updateVersion(env.deps, caller, { model, version: 1, description: "x" })).rejects.toMatchObject({ code: "not-found" });
  });

  test("a request that is sent again registers once", async () => {
    const again: Caller = { ...caller, idempotencyKey: "once" };
    const model = await newModel();
    const { uri } = await trained();
    const first = await registerVersion(env.deps, again, { model, source: uri });
    expect(await registerVersion(env.deps, again, { model, source: uri })).toEqual(first);
    expect(await getModel(env.deps, caller, { model })).toMatchObject({ versionCount: 1 });
  });
});

describe("lists and searches", () => {
  let own: Caller;
  let runId: string;
  beforeAll(async () => {
    own = await newCaller();
    for (const name of ["b", "a"]) await createModel(env.deps, own, { name });
    ({ runId } = await createRun(env.deps, own, {}));
    for (const [model, more] of [
      ["a", { runId }],
      ["a", {}],
      ["b", { runId }],
      ["a", { runId: "FOREIGN" }],
    ] as const) {
      env.advance(10);
      await registerVersion(env.deps, own, { model, source: `s3://b/${model}`, ...more, tags: [{ key: "of", value: model }] });
    }
    const tags = [{ key: "mlflow.prompt.is_prompt", value: "true" }];
    await registerVersion(env.deps, own, { model: "b", source: "s3://b/prompt", tags });
  });

  test("versions are listed from the newest on, page by page", async () => {
    const first = await listVersions(env.deps, own, { model: "a", limit: 2 });
    const second = await listVersions(env.deps, own, { model: "a", limit: 2, cursor: first.nextCursor ?? "" });
    expect([first, second].map(({ items }) => items.map(({ version }) => version))).toEqual([[3, 2], [1]]);
    expect(second.nextCursor).toBeNull();
    expect((await listVersions(env.deps, own, { model: "a", stage: "production" })).items).toEqual([]);
  });

  const search = async (filter: string, orderBy: string[] = []) =>
    (await searchVersions(env.deps, own, { filter, orderBy })).items.map(({ model, version }) => `${model}${version}`);

  test.each([
    ["", ["a3", "a2", "a1", "b1"]],
    ["name = 'a'", ["a3", "a2", "a1"]],
    ["name='b'", ["b1"]],
    ["version_number = 1", ["a1", "b1"]],
    ["version_number > 1 AND name LIKE 'A'", []],
    ["version_number > 1 AND name ILIKE 'A'", ["a3", "a2"]],
    ["source_path = 's3://b/a'", ["a3", "a2", "a1"]],
    ["run_id IN ('absent', 'FOREIGN')", ["a3"]],
    ["run_id != 'absent'", ["a3", "a2", "a1", "b1"]],
    ["run_id NOT IN ('FOREIGN')", ["a2", "a1", "b1"]],
    ["name IN ('b', 'absent')", ["b1"]],
    ["name NOT IN ('b')", ["a3", "a2", "a1"]],
    ["version_number >= '2'", ["a3", "a2"]],
    ["tags.of = 'b'", ["b1"]],
    ["tag.`mlflow.prompt.is_prompt` != 'true' AND name = 'b'", ["b1"]],
    ["tag.`mlflow.prompt.is_prompt` = 'true'", ["b2"]],
  ])("%s", async (filter, expected) => {
    expect(await search(filter)).toEqual(expected);
  });

  test("the run's own id finds its versions; orders are followed", async () => {
    expect(await search(`run_id = '${runId}'`)).toEqual(["a1", "b1"]);
    expect(await search("", ["version_number ASC"])).toEqual(["a1", "b1", "a2", "a3"]);
    expect(await search("", ["creation_timestamp DESC"])).toEqual(["a3", "b1", "a2", "a1"]);
    const first = await searchVersions(env.deps, own, { limit: 3 });
    const second = await searchVersions(env.deps, own, { limit: 3, cursor: first.nextCursor ?? "" });
    expect(second.items.map(({ model, version }) => `${model}${version}`)).toEqual(["b1"]);
  });

  test.each(["metrics.a > 1", "source_path IN (1)", "version_number = 1.5", "version_number = 'a'", "stage = 'production'"])(
    "refuses %s",
    async (filter) => {
      await expect(search(filter)).rejects.toMatchObject({ code: "invalid", params: { reason: "filter" } });
    },
  );
});
