import { AJAX, pick, type Scenario, type Server, V2 } from "../scenario.ts";
import { experiment, run } from "./runs.ts";

const JSON_BODY = { "content-type": "application/json" };

const about: Scenario = {
  name: "about the server",
  play: async (server) => {
    await server.get("health", "/health");
    await server.get("version", "/version");
    await server.get("server info", "/api/3.0/mlflow/server-info");
    await server.get("server info for the browser", "/ajax-api/3.0/mlflow/server-info");
    const workspaces = "/api/3.0/mlflow/workspaces";
    await server.get("one workspace", `${workspaces}/default`);
    await server.get("one workspace for the browser", "/ajax-api/3.0/mlflow/workspaces/default");
    await server.get("unknown workspace", `${workspaces}/nobody`);
    await server.post("workspace with a bad name", workspaces, { name: "Not A Name" });
    await server.post("workspace without a name", workspaces, {});
    await server.patch("change an unknown workspace", `${workspaces}/nobody`, { description: "x" });
    await server.send("delete an unknown workspace", { method: "DELETE", path: `${workspaces}/nobody` });
    await inWorkspace(server, "request for the workspace", "default");
    await inWorkspace(server, "request for an unknown workspace", "nobody");
  },
};

function inWorkspace(server: Server, label: string, name: string) {
  const headers = { "x-mlflow-workspace": name };
  return server.send(label, { method: "GET", path: `${V2}experiments/get-by-name?experiment_name=Default`, headers });
}

const routing: Scenario = {
  name: "routes that do not exist",
  play: async (server) => {
    await server.get("unknown route", "experiments/imagine");
    await server.get("unknown version of the api", "/api/9.0/mlflow/experiments/get");
    await server.post("wrong method", "experiments/get", {});
    await server.send("GET on a POST route", { method: "GET", path: `${V2}runs/create` });
    await server.send("PUT on a POST route", { method: "PUT", path: `${V2}runs/create`, headers: JSON_BODY, body: "{}" });
    await server.get("trailing slash", "experiments/get/");
    await server.get("traces until they come", "/api/3.0/mlflow/traces/tr-0123456789abcdef0123456789abcdef");
  },
};

const prefixes: Scenario = {
  name: "both prefixes and both versions",
  play: async (server) => {
    const name = server.name("prefixes");
    const created = await server.post("create by ajax", `${AJAX}experiments/create`, { name });
    const experiment_id = pick(created, "experiment_id");
    await server.get("get by ajax", `${AJAX}experiments/get`, { experiment_id });
    const run_id = await run(server, "run", { experiment_id, run_name: "prefixes" });
    await server.get("run by ajax", `${AJAX}runs/get`, { run_id });
    await server.post("metric by ajax", `${AJAX}runs/log-metric`, { run_id, key: "a", value: 1, timestamp: 1 });
    await server.post("search by ajax", `${AJAX}runs/search`, { experiment_ids: [experiment_id] });
    await server.get("history by ajax", `${AJAX}metrics/get-history`, { run_id, metric_key: "a" });
    await server.get("files by ajax", `${AJAX}artifacts/list`, { run_id });
    await server.get("experiments of version 3", "/api/3.0/mlflow/experiments/get", { experiment_id });
  },
};

const encoding: Scenario = {
  name: "tolerant JSON",
  play: async (server) => {
    const experiment_id = await experiment(server, "encoding");
    const path = `${V2}runs/create`;
    const run_body = JSON.stringify({ experiment_id, start_time: 1, run_name: "typed" });
    const sent = (label: string, type: string | undefined, body: string) =>
      server.send(label, { method: "POST", path, ...(type === undefined ? {} : { headers: { "content-type": type } }), body });
    await sent("charset", "application/json; charset=utf-8", run_body);
    await sent("upper-case charset", "application/json; charset=UTF-8", run_body);
    await sent("no content type", undefined, run_body);
    await sent("plain text", "text/plain", run_body);
    await sent("form", "application/x-www-form-urlencoded", run_body);
    await sent("double-encoded", "application/json", JSON.stringify(run_body));
    await sent("broken", "application/json", '{"experiment_id":');
    await sent("empty body", "application/json", "");
    await sent("null", "application/json", "null");
    await sent("list", "application/json", "[]");
    await sent("number", "application/json", "5");
    await sent("text", "application/json", '"abc"');
    await sent(
      "null fields",
      "application/json",
      JSON.stringify({ experiment_id, start_time: 1, run_name: "nulls", user_id: null, tags: null }),
    );
    await sent("bare NaN", "application/json", `{"experiment_id":"${experiment_id}","start_time":1,"run_name":"bare","note":NaN}`);
    await server.send("POST without a body or type", { method: "POST", path: `${V2}runs/delete` });
    await server.send("GET with a body instead of a query", {
      method: "GET",
      path: `${V2}experiments/get`,
      headers: JSON_BODY,
      body: JSON.stringify({ experiment_id }),
    });
    await server.get("repeated query value", "experiments/get", { experiment_id: [experiment_id, "0"] });
  },
};

const bareNumbers: Scenario = {
  name: "numbers outside JSON and at its edges",
  play: async (server) => {
    const experiment_id = await experiment(server, "bare");
    const run_id = await run(server, "run", { experiment_id, run_name: "bare" });
    const log = (label: string, value: string, step = "0") =>
      server.post(label, "runs/log-metric", `{"run_id":"${run_id}","key":"${label}","value":${value},"timestamp":1,"step":${step}}`);
    await log("bare NaN", "NaN");
    await log("bare infinity", "Infinity");
    await log("bare minus infinity", "-Infinity");
    await log("too large", "1e400");
    await log("too small", "1e-400");
    await log("minus zero", "-0.0");
    await log("long fraction", "0.1000000000000000055511151231257827");
    await log("step over 32 bits", "1", "4294967296");
    await log("step over 53 bits", "1", "9007199254740993");
    await log("last step of 64 bits", "1", "9223372036854775807");
    await log("first step of 64 bits", "1", "-9223372036854775808");
    await log("step over 64 bits", "1", "9223372036854775808");
    await server.get("the run", "runs/get", { run_id });
    await server.get("history at the last step", "metrics/get-history", { run_id, metric_key: "last step of 64 bits" });
  },
};

export const serverScenarios = [about, routing, prefixes, encoding, bareNumbers];
