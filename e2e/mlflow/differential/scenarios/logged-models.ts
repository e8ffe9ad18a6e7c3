import { AJAX, pick, type Scenario, type Server } from "../scenario.ts";
import { experiment, run } from "./runs.ts";

const PATH = "logged-models";
const T = 1_700_000_000_000;

export async function model(server: Server, label: string, body: object): Promise<string> {
  return pick(await server.post(label, PATH, body), "model", "info", "model_id");
}

const lifecycle: Scenario = {
  name: "logged model lifecycle",
  play: async (server) => {
    const experiment_id = await experiment(server, "models");
    const source_run_id = await run(server, "run", { experiment_id, run_name: "models" });
    const model_id = await model(server, "create", {
      experiment_id,
      name: "forest",
      model_type: "classifier",
      source_run_id,
      params: [{ key: "depth", value: "3" }],
      tags: [{ key: "stage", value: "draft" }],
    });
    const at = `${PATH}/${model_id}`;
    await server.get("get", at);
    await server.patch("ready", at, { model_id, status: "LOGGED_MODEL_READY" });
    await server.patch("failed", at, { model_id, status: "LOGGED_MODEL_UPLOAD_FAILED" });
    await server.patch("status by number", at, { model_id, status: 2 });
    await server.patch("no status", at, { model_id });
    await server.patch("status without id in the body", at, { status: "LOGGED_MODEL_READY" });
    await server.patch("tags", `${at}/tags`, {
      model_id,
      tags: [
        { key: "stage", value: "final" },
        { key: "new", value: "1" },
      ],
    });
    await server.patch("no tags", `${at}/tags`, { model_id });
    await server.delete("delete tag", `${at}/tags/new`, {});
    await server.delete("delete missing tag", `${at}/tags/new`, {});
    await server.post("params", `${at}/params`, { model_id, params: [{ key: "width", value: "9" }] });
    await server.post("the same params", `${at}/params`, { model_id, params: [{ key: "width", value: "9" }] });
    await server.post("changed params", `${at}/params`, { model_id, params: [{ key: "width", value: "10" }] });
    await server.post("no params", `${at}/params`, { model_id });
    await server.post("metric of the model", "runs/log-metric", {
      run_id: source_run_id,
      key: "acc",
      value: 0.9,
      timestamp: T,
      step: 1,
      model_id,
    });
    await server.post("metrics with a dataset", "runs/log-batch", {
      run_id: source_run_id,
      metrics: [{ key: "f1", value: 0.8, timestamp: T, step: 1, model_id, dataset_name: "iris", dataset_digest: "d1" }],
    });
    await server.post("outputs", "runs/outputs", { run_id: source_run_id, models: [{ model_id, step: 3 }] });
    await server.post("the same outputs", "runs/outputs", { run_id: source_run_id, models: [{ model_id, step: 3 }] });
    await server.post("model as input", "runs/log-inputs", { run_id: source_run_id, models: [{ model_id }] });
    await server.get("get all", at);
    await server.get("get by ajax", `${AJAX}${at}`);
    await server.get("its run", "runs/get", { run_id: source_run_id });
    await server.send("delete", { method: "DELETE", path: `/api/2.0/mlflow/${at}` });
    await server.get("get deleted", at);
    await server.send("delete twice", { method: "DELETE", path: `/api/2.0/mlflow/${at}` });
  },
};

const refusals: Scenario = {
  name: "logged model refusals",
  play: async (server) => {
    const experiment_id = await experiment(server, "bad models");
    await server.post("without experiment", PATH, { name: "a" });
    await server.post("unknown experiment", PATH, { experiment_id: "987654321", name: "a" });
    await server.post("unknown source run", PATH, { experiment_id, name: "a", source_run_id: "0123456789abcdef0123456789abcdef" });
    await server.post("without a name", PATH, { experiment_id });
    for (const sign of ["/", ":", ".", "%", '"', "'"]) await server.post(`name with ${sign}`, PATH, { experiment_id, name: `a${sign}b` });
    await server.post("name of 250", PATH, { experiment_id, name: "n".repeat(250) });
    await server.post("name of 501", PATH, { experiment_id, name: "n".repeat(501) });
    await server.post("numeric name", PATH, { experiment_id, name: 5 });
    await server.post("the same name twice, first", PATH, { experiment_id, name: "same" });
    await server.post("the same name twice, second", PATH, { experiment_id, name: "same" });
    await server.post("101 params", PATH, {
      experiment_id,
      name: "many",
      params: Array.from({ length: 101 }, (_, i) => ({ key: `k${i}`, value: "v" })),
    });
    await server.post("long param value", PATH, { experiment_id, name: "long", params: [{ key: "k", value: "v".repeat(6001) }] });
    await server.post("long tag key", PATH, { experiment_id, name: "longtag", tags: [{ key: "k".repeat(251), value: "v" }] });
    await server.post("bad tag key", PATH, { experiment_id, name: "badtag", tags: [{ key: "a#b", value: "v" }] });
    await server.post("bad param key", PATH, { experiment_id, name: "badparam", params: [{ key: "a#b", value: "v" }] });
    const unknown = "m-0123456789abcdef0123456789abcdef";
    await server.get("get unknown", `${PATH}/${unknown}`);
    await server.get("get by letters", `${PATH}/abc`);
    await server.patch("finish unknown", `${PATH}/${unknown}`, { model_id: unknown, status: "LOGGED_MODEL_READY" });
    await server.patch("tag unknown", `${PATH}/${unknown}/tags`, { tags: [{ key: "a", value: "b" }] });
    await server.post("params of unknown", `${PATH}/${unknown}/params`, { model_id: unknown, params: [{ key: "a", value: "b" }] });
    await server.delete("delete unknown", `${PATH}/${unknown}`, {});
    const run_id = await run(server, "run", { experiment_id, run_name: "r" });
    await server.post("outputs without models", "runs/outputs", { run_id });
    await server.post("outputs of nothing", "runs/outputs", { run_id, models: [] });
    await server.post("outputs of unknown", "runs/outputs", { run_id, models: [{ model_id: unknown, step: 0 }] });
    await server.post("outputs without run", "runs/outputs", { models: [{ model_id: unknown, step: 0 }] });
    await server.post("metric of unknown", "runs/log-metric", { run_id, key: "a", value: 1, timestamp: T, model_id: unknown });
    const plain = await model(server, "plain model", { experiment_id, name: "plain" });
    await server.patch("unknown status", `${PATH}/${plain}`, { model_id: plain, status: "DONE" });
  },
};

const FILTERS: Record<string, string> = {
  name: "name = 'oak'",
  "name unequal": "attributes.name != 'oak'",
  "name like": "name LIKE 'o%'",
  "name ilike": "attributes.name ILIKE 'O%'",
  "name in": "name IN ('oak', 'elm')",
  "name not in": "name NOT IN ('oak')",
  type: "attributes.model_type = 'tree'",
  status: "status = 'READY'",
  "status pending": "status = 'PENDING'",
  "status by wire name": "status = 'LOGGED_MODEL_READY'",
  "source run": "source_run_id = 'nobody'",
  created: "creation_timestamp > 1000",
  "created before": "creation_timestamp < 1000",
  updated: "last_updated_timestamp >= 1000",
  "model id": "model_id = 'nobody'",
  param: "params.depth = '3'",
  "param like": "params.depth LIKE '3%'",
  tag: "tags.stage = 'draft'",
  "tag unequal": "tags.stage != 'draft'",
  metric: "metrics.acc > 0.5",
  "metric at most": "metrics.acc <= 0.5",
  two: "metrics.acc > 0.1 AND params.depth = '3'",
  "missing metric": "metrics.nobody > 0",
};

const REFUSED: Record<string, string> = {
  singular: "metric.acc > 0.5",
  or: "name = 'a' OR name = 'b'",
  "number against name": "name = 5",
  "text against metric": "metrics.acc > 'a'",
  "unknown attribute": "colour = 'red'",
  "text against time": "creation_timestamp > 'a'",
  experiment: "experiment_id = '1'",
  half: "metrics.acc >",
};

const search: Scenario = {
  name: "logged model search",
  play: async (server) => {
    const experiment_id = await experiment(server, "model search");
    const run_id = await run(server, "run", { experiment_id, run_name: "model search" });
    const oak = await model(server, "oak", {
      experiment_id,
      name: "oak",
      model_type: "tree",
      params: [{ key: "depth", value: "3" }],
      tags: [{ key: "stage", value: "draft" }],
    });
    const elm = await model(server, "elm", { experiment_id, name: "elm", params: [{ key: "depth", value: "30" }] });
    const point = { timestamp: T, step: 0 };
    await server.post("points", "runs/log-batch", {
      run_id,
      metrics: [
        { key: "acc", value: 0.9, model_id: oak, ...point },
        { key: "acc", value: 0.4, model_id: elm, ...point },
        { key: "f1", value: 0.7, model_id: oak, dataset_name: "iris", dataset_digest: "d1", ...point },
      ],
    });
    await server.patch("oak is ready", `${PATH}/${oak}`, { model_id: oak, status: "LOGGED_MODEL_READY" });
    const find = (label: string, body: object) =>
      server.post(label, `${PATH}/search`, {
        experiment_ids: [experiment_id],
        order_by: [{ field_name: "name", ascending: true }],
        ...body,
      });
    await find("all", {});
    for (const [label, filter] of Object.entries(FILTERS)) await find(label, { filter });
    for (const [label, filter] of Object.entries(REFUSED)) await find(`refused: ${label}`, { filter });
    await find("default order", { order_by: [] });
    await find("by metric", { order_by: [{ field_name: "metrics.acc", ascending: true }] });
    await find("by metric descending", { order_by: [{ field_name: "metrics.acc", ascending: false }] });
    await find("by metric of a dataset", { order_by: [{ field_name: "metrics.f1", dataset_name: "iris", dataset_digest: "d1" }] });
    await find("by creation", { order_by: [{ field_name: "creation_timestamp" }] });
    await find("by an unknown field", { order_by: [{ field_name: "colour" }] });
    await find("by a param", { order_by: [{ field_name: "params.depth" }] });
    await find("with a dataset", { filter: "metrics.f1 > 0.5", datasets: [{ dataset_name: "iris", dataset_digest: "d1" }] });
    await find("with another dataset", { filter: "metrics.f1 > 0.5", datasets: [{ dataset_name: "wine" }] });
    await find("with a nameless dataset", { datasets: [{ dataset_digest: "d1" }] });
    const first = await find("first page", { max_results: 1 });
    await find("second page", { max_results: 1, page_token: pick(first, "next_page_token") });
    await find("garbage token", { page_token: "garbage!" });
    await find("size zero", { max_results: 0 });
    await find("size negative", { max_results: -1 });
    await find("size over", { max_results: 51 });
    await find("no experiments", { experiment_ids: [] });
    await find("unknown experiment", { experiment_ids: ["987654321"] });
    await server.post("without experiments", `${PATH}/search`, {});
    await server.delete("delete elm", `${PATH}/${elm}`, {});
    await find("after deletion", {});
  },
};

export const loggedModelScenarios = [lifecycle, refusals, search];
