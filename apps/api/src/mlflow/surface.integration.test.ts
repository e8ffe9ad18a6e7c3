import { request } from "node:http";
import type { AddressInfo } from "node:net";
import type { Caller } from "@plumbline/core/kernel";
import { openTestEnvironment, type TestEnvironment } from "@plumbline/testing";
import Fastify, { type FastifyInstance, type InjectOptions } from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { authentication } from "#src/plugins/authentication.ts";
import { mlflowSurface } from "./surface.ts";

let env: TestEnvironment;
let app: FastifyInstance;
/** Who the next requests come from. */
let caller: Caller;
let insider: Caller;

beforeAll(async () => {
  env = await openTestEnvironment();
  insider = env.callerOf({ workspace: await env.createWorkspace("vision") });
  caller = insider;
  app = Fastify({ routerOptions: { maxParamLength: 5000 } });
  authentication(app, () => Promise.resolve(caller));
  await app.register(async (scope) => mlflowSurface(scope, { deps: env.deps, artifactLimitBytes: 2 ** 20 }));
});
afterAll(async () => {
  await app.close();
  await env.close();
});

const base = "/api/2.0/mlflow/";
const V = 1_700_000_000_000;

interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: an answer is read as deep as a test wants
  readonly body: any;
}

async function send(options: InjectOptions): Promise<Answer> {
  const answer = await app.inject(options);
  const isJson = String(answer.headers["content-type"]).startsWith("application/json") && answer.payload !== "";
  return { status: answer.statusCode, body: isJson ? answer.json() : answer.payload };
}

const headers = { "content-type": "application/json" };
const post = (path: string, body: unknown) =>
  send({ method: "POST", url: base + path, headers, payload: typeof body === "string" ? body : JSON.stringify(body) });
const get = (path: string, query: Record<string, string | string[]> = {}) => send({ method: "GET", url: base + path, query });

async function newExperiment(name: string): Promise<string> {
  return (await post("experiments/create", { name })).body.experiment_id;
}
async function newRun(experiment_id = "0", rest: object = {}): Promise<string> {
  return (await post("runs/create", { experiment_id, start_time: V, ...rest })).body.run.info.run_id;
}

test("both prefixes and both versions answer from one table", async () => {
  for (const prefix of ["/api/2.0", "/api/3.0", "/ajax-api/2.0", "/ajax-api/3.0"]) {
    const answer = await send({ method: "GET", url: `${prefix}/mlflow/experiments/get?experiment_id=0` });
    expect(answer).toMatchObject({ status: 200, body: { experiment: { experiment_id: "0", name: "Default", workspace: "vision" } } });
  }
});

test("what is not there is an MLflow 404, a wrong method 405", async () => {
  for (const url of [
    "/api/3.0/mlflow/traces/tr-1",
    "/api/9.0/mlflow/experiments/get",
    "/ajax-api/2.0/mlflow/gateway-proxy",
    `${base}experiments/get/`,
    "/v1/traces",
  ]) {
    expect(await send({ method: "GET", url }), url).toMatchObject({ status: 404, body: { error_code: "ENDPOINT_NOT_FOUND" } });
  }
  for (const [method, url] of [
    ["POST", `${base}experiments/get`],
    ["GET", `${base}runs/create`],
    ["DELETE", `${base}logged-models/m-1/tags`],
  ] as const) {
    expect(await send({ method, url }), url).toMatchObject({ status: 405, body: { error_code: "BAD_REQUEST" } });
  }
});

test("clients learn about the server before they sign in", async () => {
  expect(await send({ method: "GET", url: "/health" })).toEqual({ status: 200, body: "OK" });
  expect(await send({ method: "GET", url: "/version" })).toEqual({ status: 200, body: "3.17.2" });
  expect((await send({ method: "GET", url: "/api/3.0/mlflow/server-info" })).body).toMatchObject({ workspaces_enabled: true });
});

test("content types and tolerant JSON", async () => {
  const url = `${base}runs/create`;
  const payload = JSON.stringify({ experiment_id: "0", start_time: 1, run_name: "typed" });
  expect((await send({ method: "POST", url })).body.message).toBe("Bad Request. Content-Type header is missing.");
  expect((await send({ method: "POST", url, headers: { "content-type": "text/plain" }, payload })).body.message).toBe(
    "Bad Request. Content-Type must be one of ['application/json'].",
  );
  for (const type of ["application/json", "application/json; charset=UTF-8"]) {
    expect(await send({ method: "POST", url, headers: { "content-type": type }, payload })).toMatchObject({ status: 200 });
  }
  expect(await post("runs/create", JSON.stringify(payload))).toMatchObject({ status: 200, body: { run: { info: { run_name: "typed" } } } });
  expect(await post("runs/create", `{"experimentId":"0","startTime":"7","note":NaN}`)).toMatchObject({
    body: { run: { info: { start_time: 7 } } },
  });
  const body = await send({ method: "GET", url: `${base}experiments/get`, headers, payload: '{"experiment_id":"0"}' });
  expect(body).toMatchObject({ status: 200 });
  expect((await get("experiments/get", { experiment_id: ["0", "7"] })).body.experiment.experiment_id).toBe("0");
});

test("an experiment by id, by name, and who does not exist", async () => {
  const id = await newExperiment("first");
  expect((await get("experiments/get-by-name", { experiment_name: "first" })).body.experiment).toMatchObject({
    experiment_id: id,
    artifact_location: `mlflow-artifacts:/${id}`,
    lifecycle_stage: "active",
  });
  expect(await post("experiments/create", { name: "first" })).toEqual({
    status: 400,
    body: { error_code: "RESOURCE_ALREADY_EXISTS", message: "Experiment(name=first) already exists." },
  });
  const told = async (experiment_id: string) => (await get("experiments/get", { experiment_id })).body.message;
  expect(await told("987654321")).toBe("No Experiment with id=987654321 exists");
  expect(await told("-1")).toBe("No Experiment with id=-1 exists");
  expect(await told("99999999999")).toBe("No Experiment with id=99999999999 exists");
  expect(await told("abc")).toBe("Invalid experiment ID 'abc'. Experiment ID must be a valid integer.");
});

test("experiments page to the end", async () => {
  for (const name of ["page a", "page b", "page c"]) await newExperiment(name);
  const first = await post("experiments/search", { max_results: 2, filter: "name LIKE 'page %'", order_by: ["name ASC"] });
  expect(first.body.experiments.map((one: { name: string }) => one.name)).toEqual(["page a", "page b"]);
  const query = { max_results: "2", filter: "name LIKE 'page %'", order_by: ["name ASC"], page_token: first.body.next_page_token };
  expect(await get("experiments/search", query)).toMatchObject({ body: { experiments: [{ name: "page c" }] } });
  expect((await post("experiments/search", { max_results: 5, page_token: "garbage!" })).body.message).toBe(
    "Invalid page token, could not base64-decode",
  );
  expect((await post("experiments/search", {})).body.message).toMatch(/^Invalid value 0 for parameter 'max_results' supplied/);
  expect(await post("experiments/search", { max_results: 5, filter: "name = 'nobody'" })).toEqual({ status: 200, body: {} });
});

test("a run as a client expects it: new, logged to, ended", async () => {
  const created = await post("runs/create", { experiment_id: "0", start_time: V, user_id: "ada", run_name: "whole" });
  const { info, data, inputs, outputs } = created.body.run;
  expect(info).toMatchObject({ run_name: "whole", user_id: "ada", status: "RUNNING", start_time: V, lifecycle_stage: "active" });
  expect(info.run_uuid).toBe(info.run_id);
  expect({ data, inputs, outputs }).toEqual({
    data: { tags: [{ key: "mlflow.runName", value: "whole" }] },
    inputs: {},
    outputs: undefined,
  });
  const { run_id } = info;
  const metrics = [
    { key: "loss", value: 1, timestamp: V, step: 0, run_id },
    { key: "loss", value: 0.5, timestamp: V + 1, step: 1, run_id },
  ];
  expect(await post("runs/log-batch", { run_id, metrics, params: [{ key: "depth", value: "3" }] })).toEqual({ status: 200, body: {} });
  expect(await post("runs/log-metric", { run_uuid: run_id, key: "nan", value: "NaN", timestamp: V })).toEqual({ status: 200, body: {} });
  await post("runs/log-metric", { run_id, key: "inf", value: "-Infinity", timestamp: V });
  await post("runs/log-parameter", { run_id, key: "absent" });
  await post("runs/set-tag", { run_id, key: "stage", value: "draft" });
  const ended = await post("runs/update", { run_id, status: "FINISHED", end_time: V + 5 });
  expect(ended.body.run_info).toMatchObject({ status: "FINISHED", end_time: V + 5 });
  const read = (await get("runs/get", { run_uuid: run_id })).body.run;
  expect(read.data.metrics).toEqual([
    { key: "inf", value: -Number.MAX_VALUE, timestamp: V, step: 0 },
    { key: "loss", value: 0.5, timestamp: V + 1, step: 1 },
    { key: "nan", value: "NaN", timestamp: V, step: 0 },
  ]);
  expect(read.data.params).toEqual([
    { key: "absent", value: "" },
    { key: "depth", value: "3" },
  ]);
  expect(read.outputs).toEqual({});
  const history = await get("metrics/get-history", { run_id, metric_key: "loss" });
  expect(history.body).toEqual({ metrics: metrics.map(({ run_id: _run, ...point }) => point) });
});

test("refusals in the words of a stock server", async () => {
  const run_id = await newRun();
  const told = async (path: string, body: object) => {
    const { status, body: answer } = await post(path, { run_id, ...body });
    return `${status} ${answer.error_code}: ${answer.message}`;
  };
  await post("runs/log-parameter", { run_id, key: "depth", value: "3" });
  expect(await told("runs/log-parameter", { key: "depth", value: "5" })).toBe(
    `400 INVALID_PARAMETER_VALUE: Changing param values is not allowed. Param with key='depth' was already logged with value='3' for run ID='${run_id}'. Attempted logging new value '5'.`,
  );
  expect(await told("runs/log-batch", { params: [{ key: "depth", value: "4" }] })).toContain(
    "Params were already logged='[{'key': 'depth', 'old_value': '3', 'new_value': '4'}]'",
  );
  expect(await told("runs/log-metric", { key: "a#b", value: 1, timestamp: 1 })).toContain(
    `Invalid value "a#b" for parameter 'name' supplied`,
  );
  expect(await told("runs/log-batch", { metrics: [{ key: "../a", value: 1, timestamp: 1 }] })).toContain(
    `Invalid value "../a" for parameter 'metrics[0].name' supplied`,
  );
  const many = Array.from({ length: 1001 }, (_, step) => ({ key: "m", value: 1, timestamp: 1, step }));
  expect(await told("runs/log-batch", { metrics: many })).toContain("can contain at most 1000 metrics. Got 1001 metrics.");
  expect((await post("runs/log-metric", { run_id: "nobody", key: "a", value: 1, timestamp: 1 })).body).toEqual({
    error_code: "RESOURCE_DOES_NOT_EXIST",
    message: "Run with id=nobody not found",
  });
});

test("histories page without a gap, and come whole without a limit", async () => {
  const run_id = await newRun();
  const metrics = Array.from({ length: 7 }, (_, step) => ({ key: "m", value: step, timestamp: V + step, step }));
  await post("runs/log-batch", { run_id, metrics });
  const steps: number[] = [];
  for (let token: string | undefined = ""; token !== undefined; ) {
    const { body } = await get("metrics/get-history", { run_id, metric_key: "m", max_results: "3", page_token: token });
    steps.push(...body.metrics.map((point: { step: number }) => point.step));
    token = body.next_page_token;
  }
  expect(steps).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect((await get("metrics/get-history", { run_id, metric_key: "m" })).body.metrics).toHaveLength(7);
  const bulk = await send({ method: "GET", url: `/ajax-api/2.0/mlflow/metrics/get-history-bulk?run_id=${run_id}&run_id=x&metric_key=m` });
  expect(bulk.body.metrics).toHaveLength(7);
  expect(bulk.body.metrics[0]).toEqual({ key: "m", value: 0, timestamp: V, step: 0, run_id });
  const sampled = await get("metrics/get-history-bulk-interval", { run_ids: run_id, metric_key: "m", max_results: "3" });
  expect(sampled.body.metrics.at(-1).step).toBe(6);
});

test("a step is any int64, exact as it is stored", async () => {
  const run_id = await newRun();
  for (const step of ["9223372036854775807", "9223372036854775806", "-9223372036854775808"]) {
    expect(await post("runs/log-metric", `{"run_id":"${run_id}","key":"m","value":1,"timestamp":1,"step":${step}}`)).toMatchObject({
      status: 200,
    });
  }
  const read = await app.inject({ method: "GET", url: `${base}metrics/get-history`, query: { run_id, metric_key: "m" } });
  expect(read.payload.match(/"step":(-?\d+)/g)).toHaveLength(3);
  expect(read.payload).toContain('"step":9223372036854775807}');
  let pages = 0;
  for (let token: string | undefined = ""; token !== undefined && pages < 9; pages++) {
    token = (await get("metrics/get-history", { run_id, metric_key: "m", max_results: "1", page_token: token })).body.next_page_token;
  }
  expect(pages).toBe(3);
  expect(
    (await post("runs/log-metric", `{"run_id":"${run_id}","key":"m","value":1,"timestamp":1,"step":9223372036854775808}`)).status,
  ).toBe(400);
});

test("params of a logged model do not change", async () => {
  const { model_id } = (await post("logged-models", { experiment_id: "0", name: "oak" })).body.model.info;
  const log = (value: string) => post(`logged-models/${model_id}/params`, { model_id, params: [{ key: "width", value }] });
  expect(await log("9")).toEqual({ status: 200, body: {} });
  expect(await log("9")).toEqual({ status: 200, body: {} });
  expect(await log("10")).toMatchObject({ status: 400, body: { error_code: "INVALID_PARAMETER_VALUE" } });
});

test("files of a logged model", async () => {
  const { model_id, artifact_uri } = (await post("logged-models", { experiment_id: "0", name: "elm" })).body.model.info;
  expect(artifact_uri).toBe(`mlflow-artifacts:/0/models/${model_id}/artifacts`);
  const url = `/api/2.0/mlflow-artifacts/artifacts/0/models/${model_id}/artifacts/code/a.py`;
  expect((await send({ method: "PUT", url, payload: "pass" })).status).toBe(200);
  const listed = await get(`logged-models/${model_id}/artifacts/directories`, { artifact_directory_path: "code" });
  expect(listed.body).toEqual({ root_uri: artifact_uri, files: [{ path: "code/a.py", is_dir: false, file_size: 4 }] });
  const files = `/ajax-api/2.0/mlflow/logged-models/${model_id}/artifacts/files`;
  expect(await send({ method: "GET", url: `${files}?artifact_file_path=code/a.py` })).toEqual({ status: 200, body: "pass" });
  expect((await send({ method: "GET", url: files })).status).toBe(400);
});

test("runs are searched", async () => {
  const experiment = await newExperiment("searched");
  const ids = [await newRun(experiment, { run_name: "a" }), await newRun(experiment, { run_name: "b" })];
  await post("runs/log-metric", { run_id: ids[1], key: "acc", value: 0.9, timestamp: V });
  const search = (rest: object) => post("runs/search", { experiment_ids: [experiment], ...rest });
  expect((await search({ filter: "metrics.acc > 0.5" })).body.runs.map((run: Answer["body"]) => run.info.run_id)).toEqual([ids[1]]);
  expect((await search({ max_results: 1 })).body.next_page_token).toBeDefined();
  expect(await post("runs/search", {})).toEqual({ status: 200, body: {} });
  expect((await search({ filter: "metrics.acc > '1'" })).body.message).toBe("Expected numeric value type for metric. Found '1'");
  expect((await search({ max_results: 50_001 })).body.message).toContain("Hint: Value was of type 'int'");
});

test("files go up as they are and come down as downloads", async () => {
  const run_id = await newRun();
  const root = `/api/2.0/mlflow-artifacts/artifacts/0/${run_id}/artifacts`;
  const put = (name: string, payload: string, type?: string) =>
    app.inject({ method: "PUT", url: `${root}/${name}`, payload, headers: type === undefined ? {} : { "content-type": type } });
  const stored = await put("notes.txt", "hello", "text/plain");
  expect([stored.statusCode, stored.payload, stored.headers["content-type"]]).toEqual([200, "", undefined]);
  for (const [name, payload, type] of [
    ["deep/data.json", "{", "application/json"],
    ["page.html", "<script>", "text/html"],
    ["plain", "x", undefined],
    ["empty", "", undefined],
    ["a%20b%2525c.txt", "odd", "application/x-www-form-urlencoded"],
  ] as const) {
    expect((await put(name, payload, type)).statusCode, name).toBe(200);
  }
  const page = await app.inject({ method: "GET", url: `${root}/page.html` });
  expect(page.headers).toMatchObject({
    "content-type": "text/html; charset=utf-8",
    "content-disposition": "attachment; filename=page.html",
    "x-content-type-options": "nosniff",
  });
  expect(page.headers["content-security-policy"]).toContain("sandbox");
  const part = await app.inject({ method: "GET", url: `${root}/notes.txt`, headers: { range: "bytes=1-2" } });
  expect([part.statusCode, part.payload]).toEqual([206, "el"]);
  expect(await get("artifacts/list", { run_id })).toEqual({
    status: 200,
    body: {
      root_uri: `mlflow-artifacts:/0/${run_id}/artifacts`,
      files: [
        { path: "a b%c.txt", is_dir: false, file_size: 3 },
        { path: "deep", is_dir: true },
        { path: "empty", is_dir: false },
        { path: "notes.txt", is_dir: false, file_size: 5 },
        { path: "page.html", is_dir: false, file_size: 8 },
        { path: "plain", is_dir: false, file_size: 1 },
      ],
    },
  });
  expect((await get("artifacts/list", { run_id, path: "deep" })).body.files).toEqual([
    { path: "deep/data.json", is_dir: false, file_size: 1 },
  ]);
  expect((await send({ method: "GET", url: `/api/2.0/mlflow-artifacts/artifacts?path=0/${run_id}/artifacts/deep` })).body).toEqual({
    files: [{ path: "data.json", is_dir: false, file_size: 1 }],
  });
  expect(await send({ method: "GET", url: `${root}/nobody` })).toMatchObject({
    status: 404,
    body: { message: `No such artifact: '0/${run_id}/artifacts/nobody'` },
  });
  expect(await send({ method: "GET", url: `${root}/deep` })).toMatchObject({ status: 400 });
  for (const url of [`${root}/deep`, `${root}/deep`]) expect(await send({ method: "DELETE", url })).toEqual({ status: 200, body: {} });
  expect(await send({ method: "GET", url: `/get-artifact?run_uuid=${run_id}&path=notes.txt` })).toEqual({ status: 200, body: "hello" });
  expect(await send({ method: "POST", url: "/api/2.0/mlflow-artifacts/mpu/create/0/x", payload: {} })).toMatchObject({
    status: 501,
    body: { error_code: "NOT_IMPLEMENTED" },
  });
});

test.each(["../x", "%2e%2e/x", "%252e%252e%252fx", "a/../../x", "/etc/passwd", "a%23b", "..%5cx", "a%00b", "C:%5cx"])(
  "the artifact path %s leads nowhere",
  async (path) => {
    const run_id = await newRun();
    const root = `/api/2.0/mlflow-artifacts/artifacts/0/${run_id}/artifacts`;
    for (const [method, url] of [
      ["PUT", `${root}/${path}`],
      ["GET", `${root}/${path}`],
      ["DELETE", `${root}/${path}`],
      ["GET", `/api/2.0/mlflow-artifacts/artifacts?path=0/${run_id}/artifacts/${path}`],
      ["GET", `/get-artifact?run_uuid=${run_id}&path=${path}`],
      ["GET", `${base}artifacts/list?run_id=${run_id}&path=${path}`],
    ] as const) {
      expect(await statusOf(method, url), `${method} ${url}`).toBe(400);
    }
  },
);

/** Over a socket: `inject` and `fetch` tidy up the very paths under test. */
async function statusOf(method: string, path: string): Promise<number | undefined> {
  if (!app.server.listening) await app.listen({ host: "127.0.0.1", port: 0 });
  const { port } = app.server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    const sent = request({ host: "127.0.0.1", port, method, path, agent: false }, (answer) => {
      answer.resume().on("end", () => resolve(answer.statusCode));
    });
    sent.on("error", reject).end(method === "PUT" ? "x" : undefined);
  });
}

test("an upload over the limit leaves nothing", async () => {
  const run_id = await newRun();
  const url = `/api/2.0/mlflow-artifacts/artifacts/0/${run_id}/artifacts/big`;
  expect((await send({ method: "PUT", url, payload: Buffer.alloc(2 ** 20 + 1) })).status).toBe(413);
  expect((await get("artifacts/list", { run_id })).body.files).toBeUndefined();
});

test("nobody, a viewer and a stranger", async () => {
  const run_id = await newRun();
  try {
    caller = { ...insider, actor: { ...insider.actor, kind: "anonymous" }, workspace: null, permissions: new Set() };
    expect(await get("runs/get", { run_id })).toMatchObject({ status: 401, body: { error_code: "UNAUTHENTICATED" } });
    caller = env.callerOf({ ...(insider.workspace ? { workspace: insider.workspace } : {}), role: "viewer" });
    expect(await get("runs/get", { run_id })).toMatchObject({ status: 200 });
    expect(await post("runs/log-batch", { run_id })).toMatchObject({ status: 403, body: { error_code: "PERMISSION_DENIED" } });
    caller = env.callerOf({ workspace: await env.createWorkspace("elsewhere") });
    for (const answer of [
      await get("runs/get", { run_id }),
      await post("runs/log-batch", { run_id }),
      await get("metrics/get-history", { run_id, metric_key: "m" }),
      await get("artifacts/list", { run_id }),
    ]) {
      expect(answer).toMatchObject({ status: 404, body: { message: `Run with id=${run_id} not found` } });
    }
  } finally {
    caller = insider;
  }
});

test("models that old clients log to a run at the same time are all in its tag", async () => {
  const run_id = await newRun();
  const paths = Array.from({ length: 12 }, (_, index) => `model-${index}`);
  const model = (artifact_path: string) => ({ run_id, artifact_path, utc_time_created: "2023-11-14", flavors: { sklearn: {} } });
  const answers = await Promise.all(paths.map((path) => post("runs/log-model", { run_id, model_json: JSON.stringify(model(path)) })));
  expect(answers.map(({ status }) => status)).toEqual(paths.map(() => 200));
  const { tags } = (await get("runs/get", { run_id })).body.run.data;
  const history = tags.find(({ key }: { key: string }) => key === "mlflow.log-model.history").value;
  expect(
    JSON.parse(history)
      .map((one: { artifact_path: string }) => one.artifact_path)
      .sort(),
  ).toEqual([...paths].sort());
});

test("models are not logged to a run that is deleted, or of another workspace", async () => {
  const run_id = await newRun();
  const model_json = JSON.stringify({ run_id, artifact_path: "m", utc_time_created: "2023-11-14", flavors: {} });
  caller = env.callerOf({ workspace: await env.createWorkspace() });
  expect(await post("runs/log-model", { run_id, model_json })).toMatchObject({ status: 404 });
  caller = { ...insider, permissions: new Set(["run:read"]) };
  expect(await post("runs/log-model", { run_id, model_json })).toMatchObject({ status: 403 });
  caller = insider;
  await post("runs/delete", { run_id });
  expect(await post("runs/log-model", { run_id, model_json })).toMatchObject({
    status: 400,
    body: { error_code: "INVALID_PARAMETER_VALUE" },
  });
});

test("a model that is nested beyond reason is refused", async () => {
  const run_id = await newRun();
  const flavors = `{"deep":${"[".repeat(20_000)}${"]".repeat(20_000)}}`;
  const model_json = `{"run_id":"${run_id}","artifact_path":"m","utc_time_created":"2023-11-14","flavors":${flavors}}`;
  expect(await post("runs/log-model", { run_id, model_json })).toMatchObject({ status: 400 });
});

test("who may only read does not even log nothing", async () => {
  const run_id = await newRun();
  caller = { ...insider, permissions: new Set(["run:read"]) };
  const answers = [await post("runs/outputs", { run_id, models: [] }), await post("runs/log-inputs", { run_id })];
  caller = insider;
  expect(answers.map(({ status }) => status)).toEqual([403, 403]);
});

test("half of a character is no text", async () => {
  const run_id = await newRun();
  const refused = { status: 400, body: { error_code: "INVALID_PARAMETER_VALUE" } };
  expect(await post("experiments/create", '{"name":"x\\ud83d"}')).toMatchObject(refused);
  expect(await post("runs/create", '{"experiment_id":"0","run_name":"\\udfff"}')).toMatchObject(refused);
  expect(await post("runs/log-batch", `{"run_id":"${run_id}","params":[{"key":"p","value":"\\ud83d"}]}`)).toMatchObject(refused);
});

test("a directory of a model that is nothing but slashes is refused at once", async () => {
  const { model } = (await post("logged-models", { experiment_id: "0", name: "m" })).body;
  const url = `${base}logged-models/${model.info.model_id}/artifacts/directories`;
  const payload = JSON.stringify({ artifact_directory_path: `a${"/".repeat(1_000_000)}x` });
  expect(await send({ method: "GET", url, headers, payload })).toMatchObject({ status: 400 });
});
