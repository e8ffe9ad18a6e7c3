import { randomUUID } from "node:crypto";
import { openRequest, publishPolicy } from "@plumbline/core/approvals";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Answer, openTestSurface, type TestSurface } from "./open-test-surface.ts";

let site: TestSurface;
beforeAll(async () => {
  site = await openTestSurface();
});
afterAll(() => site.close());

const post: TestSurface["post"] = (...given) => site.post(...given);
const get: TestSurface["get"] = (...given) => site.get(...given);
const call: TestSurface["call"] = (...given) => site.call(...given);
const move: TestSurface["move"] = (...given) => site.move(...given);
const moveAlone = (name: string, version: string, stage: string) =>
  post("model-versions/transition-stage", { name, version, stage, archive_existing_versions: true });
const stageOf = async (name: string, version = "1") =>
  (await get("model-versions/get", { name, version })).body.model_version.current_stage;

describe("models and versions", () => {
  test("answer in MLflow's fields, numbers and texts, and leave out what is empty", async () => {
    const name = await site.newModel();
    const { registered_model } = (await get("registered-models/get", { name })).body;
    expect(registered_model).toEqual({
      name,
      creation_timestamp: expect.any(Number),
      last_updated_timestamp: expect.any(Number),
    });
    const trained = await site.train();
    const { model_version } = (await post("model-versions/create", { name, ...trained, description: "First" })).body;
    expect(model_version).toEqual({
      name,
      version: "1",
      creation_timestamp: expect.any(Number),
      last_updated_timestamp: expect.any(Number),
      current_stage: "None",
      description: "First",
      ...trained,
      status: "READY",
      run_link: "",
    });
    await post("registered-models/alias", { name, alias: "challenger", version: "1" });
    const model = (await get("registered-models/get", { name })).body.registered_model;
    expect(model.latest_versions).toEqual([{ ...model_version, aliases: ["challenger"] }]);
    expect(model.aliases).toEqual([{ alias: "challenger", version: "1" }]);
  });

  test("a name that is taken is told by the code that clients pass over", async () => {
    const name = await site.newModel();
    expect(await post("registered-models/create", { name })).toEqual({
      status: 400,
      body: { error_code: "RESOURCE_ALREADY_EXISTS", message: `Registered Model (name=${name}) already exists.` },
    });
    const tags = [{ key: "mlflow.prompt.is_prompt", value: "true" }];
    expect((await post("registered-models/create", { name, tags })).body).toMatchObject({
      error_code: "RESOURCE_ALREADY_EXISTS",
      message: expect.stringMatching(/^Tried to create a prompt .* already taken by a registered model/),
    });
    const other = await site.newModel();
    expect((await post("registered-models/rename", { name: other, new_name: name })).body.error_code).toBe("RESOURCE_ALREADY_EXISTS");
  });

  test("the newest of each stage, by both methods and in any case", async () => {
    const name = await site.newModel();
    for (let count = 0; count < 3; count++) await site.newVersion(name);
    await move(name, "1", "STAGING");
    const numbers = ({ body }: Answer) => body.model_versions?.map((one: { version: string }) => one.version);
    expect(numbers(await post("registered-models/get-latest-versions", { name }))).toEqual(["1", "3"]);
    expect(numbers(await get("registered-models/get-latest-versions", { name, stages: "staging" }))).toEqual(["1"]);
    expect(numbers(await post("registered-models/get-latest-versions", { name, stages: ["Production"] }))).toBeUndefined();
    const bad = await post("registered-models/get-latest-versions", { name, stages: ["live"] });
    expect(bad.body.message).toBe("Invalid Model Version stage: live. Value must be one of None, Staging, Production, Archived.");
  });

  test("pages follow each other to the end, and prompts stay among themselves", async () => {
    const prefix = `page ${randomUUID()}`;
    for (const end of ["a", "b", "c"]) await post("registered-models/create", { name: `${prefix} ${end}` });
    const tags = [{ key: "mlflow.prompt.is_prompt", value: "true" }];
    await post("registered-models/create", { name: `${prefix} prompt`, tags });
    const filter = `name LIKE '${prefix}%'`;
    const names = ({ body }: Answer) => body.registered_models?.map((one: { name: string }) => one.name.at(-1));
    const first = await get("registered-models/search", { filter, max_results: "2" });
    expect(names(first)).toEqual(["a", "b"]);
    const second = await get("registered-models/search", { filter, max_results: "2", page_token: first.body.next_page_token });
    expect([names(second), second.body.next_page_token]).toEqual([["c"], undefined]);
    expect(names(await get("registered-models/search", { filter, order_by: ["name DESC"] }))).toEqual(["c", "b", "a"]);
    const prompts = `${filter} AND tag.\`mlflow.prompt.is_prompt\``;
    expect(names(await get("registered-models/search", { filter: `${prompts} = 'true'` }))).toEqual(["t"]);
    expect(names(await get("registered-models/search", { filter: `${prompts} != 'true'` }))).toEqual(["a", "b", "c"]);
  });

  test("versions are found newest change first, with filters, and the size of a page has an end", async () => {
    const name = await site.newModel();
    const trained = await site.train();
    for (const key of ["a", "b"]) await post("model-versions/create", { name, ...trained, tags: [{ key, value: "1" }] });
    const numbers = ({ body }: Answer) => body.model_versions?.map((one: { version: string }) => one.version);
    await call("PATCH", "model-versions/update", { name, version: "1", description: "changed" });
    expect(numbers(await get("model-versions/search", { filter: `run_id = '${trained.run_id}'` }))).toEqual(["1", "2"]);
    expect(numbers(await get("model-versions/search", { filter: `name = '${name}' AND tags.b = '1'` }))).toEqual(["2"]);
    expect(await get("model-versions/search", { max_results: "200001" })).toMatchObject({ status: 400 });
    expect(await get("model-versions/search", { max_results: "0" })).toMatchObject({ status: 400 });
    expect(await get("registered-models/search", { max_results: "1000" })).toMatchObject({ status: 200 });
    expect(await get("registered-models/search", { max_results: "1001" })).toMatchObject({ status: 400 });
  });

  test("removing what is not there succeeds for tags and aliases, as clients expect", async () => {
    const name = await site.newModel();
    const version = await site.newVersion(name);
    for (const answer of [
      await call("DELETE", "registered-models/delete-tag", { name, key: "none" }),
      await call("DELETE", "model-versions/delete-tag", { name, version, key: "none" }),
      await call("DELETE", "registered-models/alias", { name, alias: "none" }),
    ]) {
      expect(answer).toEqual({ status: 200, body: {} });
    }
    expect(await get("registered-models/alias", { name, alias: "none" })).toEqual({
      status: 400,
      body: { error_code: "INVALID_PARAMETER_VALUE", message: "Registered model alias none not found." },
    });
  });
});

describe("where versions come from", () => {
  test("a logged model is named with every version of it, and the files are found where it keeps them", async () => {
    const { model } = (await post("logged-models", { experiment_id: "0", name: "pine" })).body;
    const { model_id, artifact_uri } = model.info;
    const [one, two] = [await site.newModel(), await site.newModel()];
    for (const name of [one, two]) await post("model-versions/create", { name, source: `models:/${model_id}`, model_id });
    const { tags } = (await get(`logged-models/${model_id}`)).body.model.info;
    expect(tags).toEqual([{ key: "mlflow.modelVersions", value: `[{"name": "${one}", "version": 1}, {"name": "${two}", "version": 1}]` }]);
    expect((await get("model-versions/get-download-uri", { name: two, version: "1" })).body).toEqual({ artifact_uri });
    const copied = await post("model-versions/create", { name: one, source: `models:/${two}/1`, model_id });
    expect(copied.body.model_version).toMatchObject({ version: "2", source: `models:/${two}/1`, model_id });
    expect((await get("model-versions/get-download-uri", { name: one, version: "2" })).body).toEqual({ artifact_uri });
  });

  test("a file of a version is read by its link, and is that of the version whatever became of the run's", async () => {
    const name = await site.newModel();
    const version = await site.newVersion(name);
    const link = (path: string) => `/model-versions/get-artifact?name=${encodeURIComponent(name)}&version=${version}&path=${path}`;
    const read = await site.file(link("weights.bin"));
    expect(read).toMatchObject({ status: 200, disposition: "attachment; filename=weights.bin" });
    expect(read.payload).toHaveLength(36);
    const { source } = (await get("model-versions/get", { name, version })).body.model_version;
    await site.overwrite(`${source.replace("mlflow-artifacts:/", "")}/weights.bin`, "other");
    expect((await site.file(link("weights.bin"))).payload).toBe(read.payload);
    expect((await site.file(link("none.bin"))).status).toBe(404);
    expect((await site.file(link("..%2Fweights.bin"))).status).toBe(404);
    expect((await site.file("/model-versions/get-artifact?name=a&version=one&path=b")).status).toBe(400);
  });

  test("what clients load is what was registered: they are sent where nobody can write", async () => {
    const name = await site.newModel();
    const version = await site.newVersion(name);
    const { source } = (await get("model-versions/get", { name, version })).body.model_version;
    const { artifact_uri } = (await get("model-versions/get-download-uri", { name, version })).body;
    expect(artifact_uri).toMatch(/^mlflow-artifacts:\/model-versions\/\d+\/1$/);
    const artifacts = "/api/2.0/mlflow-artifacts/artifacts";
    const place = `${artifacts}/${artifact_uri.replace("mlflow-artifacts:/", "")}`;
    const before = await site.file(`${place}/weights.bin`);
    expect(before).toMatchObject({ status: 200, payload: expect.stringMatching(/^[0-9a-f-]{36}$/) });
    await site.overwrite(`${source.replace("mlflow-artifacts:/", "")}/weights.bin`, "other");
    expect((await site.file(`${place}/weights.bin`)).payload).toBe(before.payload);
    const listed = JSON.parse((await site.file(`${artifacts}?path=${artifact_uri.replace("mlflow-artifacts:/", "")}`)).payload);
    expect(listed).toEqual({ files: [{ path: "weights.bin", is_dir: false, file_size: 36 }] });
    expect(await site.write("PUT", `${place}/weights.bin`)).toMatchObject({
      status: 400,
      payload: expect.stringContaining("do not change"),
    });
    expect(await site.write("DELETE", `${place}/weights.bin`)).toMatchObject({ status: 400 });
    expect((await site.file(`${place}/none.bin`)).status).toBe(404);
    expect((await site.file(`${artifacts}/model-versions/999999/1/weights.bin`)).status).toBe(404);
    expect((await site.file(`${artifacts}/model-versions/x`)).status).toBe(404);
  });

  test.each([
    ["/etc/passwd", "a path on a disk"],
    ["file:///etc/passwd", "a path on a disk"],
    ["s3://bucket/a/../b", 'climbs with ".."'],
    ["mlflow-artifacts:/1/%2e%2e/2", 'climbs with ".."'],
  ])("%s is no source", async (source, why) => {
    const name = await site.newModel();
    const { status, body } = await post("model-versions/create", { name, source });
    expect(status).toBe(400);
    expect(body.message).toMatch(/^Invalid model version source: '/);
    expect(body.message).toContain(why);
  });

  test("nobody names a run that the files are not of", async () => {
    const name = await site.newModel();
    const [mine, other] = [await site.train(), await site.train()];
    const { status, body } = await post("model-versions/create", { name, source: mine.source, run_id: other.run_id });
    expect([status, body.error_code]).toEqual([400, "INVALID_PARAMETER_VALUE"]);
    expect(body.message).toMatch(/The run_id request parameter must identify the resource that contains the source\.$/);
  });
});

describe("gates", () => {
  const refusal = (of: Answer) => ({ status: of.status, code: of.body.error_code, message: String(of.body.message) });
  const page = (name: string, version = "1") => `http://plumbline.test/w/${site.workspace}/models/${encodeURIComponent(name)}/${version}`;

  test("what no policy decides by itself is refused for good, with the page to ask on", async () => {
    const name = await site.newModel();
    await site.newVersion(name);
    await site.tier(name, "medium");
    const { status, code, message } = refusal(await move(name, "1", "Production"));
    expect([status, code]).toEqual([400, "INVALID_STATE"]);
    expect(message).toContain(`${name}/1 cannot go to production now.`);
    expect(message).toContain(page(name));
    expect(await stageOf(name)).toBe("None");
    expect((await move(name, "1", "staging")).body.model_version.current_stage).toBe("Staging");
    const { number } = await openRequest(site.env.deps, site.admin, { model: name, version: 1, toStage: "production", reason: "good" });
    expect(refusal(await move(name, "1", "Production")).message).toContain(`http://plumbline.test/w/${site.workspace}/approvals/${number}`);
  });

  test("what a policy lets pass happens at once, and archives what it replaces", async () => {
    const name = await site.newModel();
    for (let count = 0; count < 2; count++) await site.newVersion(name);
    await site.tier(name, "low");
    expect(await move(name, "1", "production")).toMatchObject({ status: 200, body: { model_version: { current_stage: "Production" } } });
    expect((await moveAlone(name, "2", "Production")).status).toBe(200);
    expect([await stageOf(name, "1"), await stageOf(name, "2")]).toEqual(["Archived", "Production"]);
    const bad = await moveAlone(name, "2", "None");
    expect(bad).toMatchObject({ status: 400, body: { message: expect.stringContaining("'None' is not an Active stage") } });
  });

  test("without a tier nothing goes to production", async () => {
    const name = await site.newModel();
    await site.newVersion(name);
    expect(refusal(await move(name, "1", "Production"))).toMatchObject({ status: 400, code: "INVALID_STATE" });
  });

  test("the champion is set among versions in production only", async () => {
    const name = await site.newModel();
    for (let count = 0; count < 2; count++) await site.newVersion(name);
    const { status, code, message } = refusal(await post("registered-models/alias", { name, alias: "champion", version: "1" }));
    expect([status, code]).toEqual([400, "INVALID_STATE"]);
    expect(message).toContain(page(name));
    expect((await get("registered-models/alias", { name, alias: "champion" })).status).toBe(400);
    await site.tier(name, "low");
    await move(name, "1", "Production");
    expect((await post("registered-models/alias", { name, alias: "champion", version: "1" })).status).toBe(200);
    expect((await post("registered-models/alias", { name, alias: "champion", version: "2" })).status).toBe(400);
    expect((await call("DELETE", "registered-models/alias", { name, alias: "champion" })).status).toBe(400);
  });

  test("neither a version in production nor its model is deleted, and stepping down takes the champion along", async () => {
    const name = await site.newModel();
    await site.newVersion(name);
    await site.tier(name, "low");
    await move(name, "1", "Production");
    await post("registered-models/alias", { name, alias: "champion", version: "1" });
    expect(refusal(await call("DELETE", "model-versions/delete", { name, version: "1" }))).toMatchObject({
      status: 400,
      code: "INVALID_STATE",
    });
    expect(refusal(await call("DELETE", "registered-models/delete", { name }))).toMatchObject({ status: 400, code: "INVALID_STATE" });
    expect((await move(name, "1", "None")).status).toBe(200);
    expect((await get("registered-models/alias", { name, alias: "champion" })).status).toBe(400);
    expect((await call("DELETE", "registered-models/delete", { name })).status).toBe(200);
  });

  test("bytes of a high tier keep it under another name, in a copy, and registered again", async () => {
    const name = await site.newModel();
    const trained = await site.train();
    await post("model-versions/create", { name, ...trained });
    await site.tier(name, "high");
    const renamed = `${name} renamed`;
    await post("registered-models/rename", { name, new_name: renamed });
    expect((await move(renamed, "1", "Production")).status).toBe(400);
    const lower = await site.newModel();
    await site.tier(lower, "low");
    await post("model-versions/create", { name: lower, source: `models:/${renamed}/1`, run_id: trained.run_id });
    await post("model-versions/create", { name: lower, ...trained });
    for (const version of ["1", "2"]) expect((await move(lower, version, "Production")).status).toBe(400);
    const other = await site.newVersion(lower);
    expect((await move(lower, other, "Production")).status).toBe(200);
  });

  test("deleting the model and beginning anew lowers no tier", async () => {
    const name = await site.newModel();
    const trained = await site.train();
    await post("model-versions/create", { name, ...trained });
    await site.tier(name, "high");
    expect((await call("DELETE", "registered-models/delete", { name })).status).toBe(200);
    expect((await post("registered-models/create", { name })).status).toBe(200);
    await post("model-versions/create", { name, ...trained });
    await site.tier(name, "low");
    expect((await move(name, "1", "Production")).status).toBe(400);
  });

  test("tags that look like a stage, an update and a tag of the version move nothing", async () => {
    const name = await site.newModel();
    const version = await site.newVersion(name, { tags: [{ key: "stage", value: "Production" }] });
    await post("model-versions/set-tag", { name, version, key: "current_stage", value: "Production" });
    await call("PATCH", "model-versions/update", { name, version, description: "d", current_stage: "Production", stage: "Production" });
    expect(await stageOf(name, version)).toBe("None");
  });

  test("a tag that decides which policy governs is asked for, not set", async () => {
    const source =
      "name: regulated\nmatch: { tier: low, transition: '* -> production', tags: { domain: credit } }\napprovals:\n  - { role: approver, min: 1 }\n";
    await publishPolicy(site.env.deps, site.admin, { policy: "regulated", source, reason: "for tests" });
    // Somebody else in the workspace: alone, whoever asks is let through.
    const { id = 0 } = site.admin.workspace ?? {};
    await site.env.addMember({ id, name: site.workspace }, await site.env.createUser(), "admin");
    const name = await site.newModel({ tags: [{ key: "domain", value: "credit" }] });
    await site.newVersion(name);
    await site.tier(name, "low");
    expect((await move(name, "1", "Production")).status).toBe(400);
    for (const answer of [
      await post("registered-models/set-tag", { name, key: "domain", value: "games" }),
      await post("registered-models/set-tag", { name, key: "domain", value: "games" }),
      await call("DELETE", "registered-models/delete-tag", { name, key: "domain" }),
    ]) {
      const { status, code, message } = refusal(answer);
      expect([status, code]).toEqual([400, "INVALID_STATE"]);
      expect(message).toMatch(new RegExp(`http://plumbline\\.test/w/${site.workspace}/approvals/\\d+`));
    }
    const { tags } = (await get("registered-models/get", { name })).body.registered_model;
    expect(tags).toEqual([{ key: "domain", value: "credit" }]);
    expect((await post("registered-models/set-tag", { name, key: "colour", value: "red" })).status).toBe(200);
  });

  test("who may only read changes nothing by any door", async () => {
    const name = await site.newModel();
    const version = await site.newVersion(name);
    await site.tier(name, "low");
    await move(name, version, "Production");
    const doors = () => [
      post("registered-models/create", { name: "new" }),
      call("PATCH", "registered-models/update", { name, description: "a" }),
      post("registered-models/rename", { name, new_name: "b" }),
      call("DELETE", "registered-models/delete", { name }),
      post("registered-models/set-tag", { name, key: "a", value: "b" }),
      post("registered-models/alias", { name, alias: "champion", version }),
      post("model-versions/create", { name, source: "s3://bucket/model" }),
      call("PATCH", "model-versions/update", { name, version, description: "a" }),
      move(name, version, "None"),
      call("DELETE", "model-versions/delete", { name, version }),
      post("webhooks", { name: "a", url: "https://8.8.8.8/", events: [{ entity: "MODEL_VERSION", action: "CREATED" }] }),
      get("webhooks"),
    ];
    const answers = await site.withPermissions(new Set(["registry:read"]), () => Promise.all(doors()));
    for (const answer of answers) expect(answer).toMatchObject({ status: 403, body: { error_code: "PERMISSION_DENIED" } });
    expect(await stageOf(name)).toBe("Production");
  });
});
