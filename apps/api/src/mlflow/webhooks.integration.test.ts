import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestSurface, type TestSurface } from "./open-test-surface.ts";

let site: TestSurface;
let sequence = 0;
beforeAll(async () => {
  site = await openTestSurface();
});
afterAll(() => site.close());

const post: TestSurface["post"] = (...given) => site.post(...given);
const get: TestSurface["get"] = (...given) => site.get(...given);
const call: TestSurface["call"] = (...given) => site.call(...given);
const move: TestSurface["move"] = (...given) => site.move(...given);

const prompt = [{ key: "mlflow.prompt.is_prompt", value: "true" }];

test("the versions of a prompt have a word for a source, and no files", async () => {
  const name = await site.newModel({ tags: prompt });
  const tags = [...prompt, { key: "mlflow.prompt.text", value: "Hello {{name}}" }];
  const made = await post("model-versions/create", { name, source: "dummy-source", tags });
  expect(made.body.model_version).toMatchObject({ version: "1", source: "dummy-source", status: "READY" });
  expect((await post("model-versions/create", { name, source: "/etc/passwd", tags })).body.message).toMatch(/^Invalid prompt source/);
  const found = await get("model-versions/search", { filter: `name = '${name}' AND tag.\`mlflow.prompt.is_prompt\` = 'true'` });
  expect(found.body.model_versions).toHaveLength(1);
  expect((await get("model-versions/search", { filter: `name = '${name}'` })).body).toEqual({});
});

const url = "https://8.8.8.8/hook";
interface Sent {
  readonly kind: string;
  readonly body: Record<string, unknown>;
}
async function sentTo(id: string): Promise<Sent[]> {
  const rows = await site.env.sql<{ kind: string; payload: string }>(
    "SELECT kind, payload FROM delivery WHERE endpoint_id = $1 ORDER BY id",
    [id],
  );
  return rows.map(({ kind, payload }) => ({ kind, body: JSON.parse(payload) as Record<string, unknown> }));
}
async function hook(...events: [string, string][]): Promise<string> {
  const named = events.map(([entity, action]) => ({ entity, action }));
  const made = await post("webhooks", { name: `hook-${++sequence}`, url, events: named, secret: "hush" });
  expect(made).toMatchObject({ status: 200, body: { webhook: { events: named, status: "ACTIVE", url } } });
  expect(JSON.stringify(made.body)).not.toContain("hush");
  return made.body.webhook.webhook_id;
}

test("a webhook is made, read, changed and removed", async () => {
  const id = await hook(["MODEL_VERSION", "CREATED"]);
  expect((await get(`webhooks/${id}`)).body.webhook).toMatchObject({ webhook_id: id, status: "ACTIVE" });
  const events = [{ entity: "REGISTERED_MODEL", action: "CREATED" }];
  const changed = await call("PATCH", `webhooks/${id}`, { name: "other", events, status: "DISABLED", description: "Ours" });
  expect(changed.body.webhook).toMatchObject({ name: "other", events, status: "DISABLED", description: "Ours" });
  expect((await get("webhooks", { max_results: "1" })).body.webhooks).toMatchObject([{ webhook_id: id }]);
  expect(await call("DELETE", `webhooks/${id}`, {})).toEqual({ status: 200, body: {} });
  expect(await get(`webhooks/${id}`)).toEqual({
    status: 404,
    body: { error_code: "RESOURCE_DOES_NOT_EXIST", message: `Webhook with ID ${id} not found.` },
  });
  expect(await post(`webhooks/${id}/test`, {})).toMatchObject({ status: 404 });
});

test.each([
  [{ name: "-a", url, events: [{ entity: "MODEL_VERSION", action: "CREATED" }] }, /^Webhook name '-a' is invalid/],
  [{ name: "a", url: "http://8.8.8.8/", events: [{ entity: "MODEL_VERSION", action: "CREATED" }] }, /http/],
  [
    { name: "a", url, events: [{ entity: "REGISTERED_MODEL", action: "DELETED" }] },
    /^Invalid action 'deleted' for entity 'registered_model'/,
  ],
  [{ name: "a", url, events: [{ entity: "BUDGET_POLICY", action: "EXCEEDED" }] }, /names an entity and an action of the registry/],
  [{ name: "a", url, events: [] }, /^Webhook events must be a non-empty list/],
])("a webhook that cannot be is refused: %j", async (body, message) => {
  const answer = await post("webhooks", body);
  expect([answer.status, answer.body.error_code]).toEqual([400, "INVALID_PARAMETER_VALUE"]);
  expect(answer.body.message).toMatch(message);
});

test("what happens in the registry is written for those who listen, as MLflow writes it", async () => {
  const id = await hook(
    ["REGISTERED_MODEL", "CREATED"],
    ["MODEL_VERSION", "CREATED"],
    ["MODEL_VERSION_TAG", "SET"],
    ["MODEL_VERSION_TAG", "DELETED"],
    ["MODEL_VERSION_ALIAS", "CREATED"],
    ["MODEL_VERSION_ALIAS", "DELETED"],
  );
  const name = await site.newModel({ tags: [{ key: "a", value: "b" }], description: "d" });
  const { source, run_id } = await site.train();
  await post("model-versions/create", { name, source, run_id });
  const at = { name, version: "1" };
  await post("model-versions/set-tag", { ...at, key: "k", value: "v" });
  await call("DELETE", "model-versions/delete-tag", { ...at, key: "k" });
  await post("registered-models/alias", { ...at, alias: "challenger" });
  await call("DELETE", "registered-models/alias", { name, alias: "challenger" });
  await site.tier(name, "low");
  await move(name, "1", "Production");
  await post("registered-models/alias", { ...at, alias: "champion" });
  await move(name, "1", "None");
  await site.newModel({ tags: prompt });
  const frame = { timestamp: expect.any(String), workspace: site.workspace };
  const told = (entity: string, action: string, data: object) => ({ entity, action, data, ...frame });
  expect((await sentTo(id)).map(({ body }) => body)).toEqual([
    told("registered_model", "created", { name, tags: { a: "b" }, description: "d" }),
    told("model_version", "created", { ...at, source, run_id, tags: {}, description: "" }),
    told("model_version_tag", "set", { ...at, key: "k", value: "v" }),
    told("model_version_tag", "deleted", { ...at, key: "k" }),
    told("model_version_alias", "created", { ...at, alias: "challenger" }),
    told("model_version_alias", "deleted", { name, alias: "challenger" }),
    told("model_version_alias", "created", { ...at, alias: "champion" }),
    told("model_version_alias", "deleted", { name, alias: "champion" }),
  ]);
  await call("DELETE", `webhooks/${id}`, {});
});

test("what is refused is not told, and prompts are events of their own", async () => {
  const id = await hook(["MODEL_VERSION_ALIAS", "CREATED"], ["PROMPT", "CREATED"], ["PROMPT_VERSION", "CREATED"]);
  const model = await site.newModel();
  await site.newVersion(model);
  await post("registered-models/alias", { name: model, alias: "champion", version: "1" });
  const name = await site.newModel({ tags: [...prompt, { key: "owner", value: "us" }] });
  const tags = [...prompt, { key: "mlflow.prompt.text", value: "Hello" }, { key: "tone", value: "warm" }];
  await post("model-versions/create", { name, source: "dummy-source", tags });
  expect((await sentTo(id)).map(({ kind, body }) => [kind, body.entity, body.data])).toEqual([
    ["registry.prompt.create", "prompt", { name, tags: { owner: "us" }, description: "" }],
    [
      "registry.prompt-version.register",
      "prompt_version",
      { name, version: "1", template: "Hello", tags: { tone: "warm" }, description: "" },
    ],
  ]);
  await call("DELETE", `webhooks/${id}`, {});
});

test("trying a webhook sends an example and tells how it went", async () => {
  const id = await hook(["MODEL_VERSION_TAG", "SET"]);
  const asked = post(`webhooks/${id}/test`, {});
  await expect.poll(async () => (await sentTo(id)).length).toBe(1);
  await site.env.sql(
    "UPDATE delivery SET state = 'failed', last_status = 503, last_error = 'The receiver answered 503.' WHERE endpoint_id = $1",
    [id],
  );
  expect(await asked).toEqual({
    status: 200,
    body: { result: { success: false, response_status: 503, error_message: "The receiver answered 503." } },
  });
  expect((await sentTo(id))[0]?.body).toMatchObject({ entity: "model_version_tag", action: "set", data: { key: "example_key" } });
  await call("DELETE", `webhooks/${id}`, {});
});
