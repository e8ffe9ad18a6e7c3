import { pick, type Scenario, type Server } from "../scenario.ts";

export async function experiment(server: Server, name: string): Promise<string> {
  return pick(await server.post("experiment", "experiments/create", { name: server.name(name) }), "experiment_id");
}

export async function run(server: Server, label: string, body: object): Promise<string> {
  return pick(await server.post(label, "runs/create", { start_time: 1_700_000_000_000, ...body }), "run", "info", "run_id");
}

const lifecycle: Scenario = {
  name: "run lifecycle",
  play: async (server) => {
    const experiment_id = await experiment(server, "runs");
    const created = await server.post("create", "runs/create", {
      experiment_id,
      user_id: "ada",
      run_name: "first",
      start_time: 1_700_000_000_123,
      tags: [
        { key: "mlflow.source.type", value: "LOCAL" },
        { key: "purpose", value: "check" },
      ],
    });
    const run_id = pick(created, "run", "info", "run_id");
    await server.get("get", "runs/get", { run_id });
    await server.get("get by uuid alone", "runs/get", { run_uuid: run_id });
    await server.get("get by both", "runs/get", { run_id, run_uuid: run_id });
    const finished = { run_id, run_uuid: run_id, status: "FINISHED", end_time: 1_700_000_060_000 };
    await server.post("finish", "runs/update", finished);
    await server.post("status by number", "runs/update", { run_id, status: 4 });
    await server.post("status as text number", "runs/update", { run_id, status: "5" });
    await server.post("unknown status", "runs/update", { run_id, status: "DONE" });
    await server.post("unknown status number", "runs/update", { run_id, status: 9 });
    await server.post("lower-case status", "runs/update", { run_id, status: "finished" });
    await server.post("rename", "runs/update", { run_id, run_name: "second" });
    await server.post("empty name", "runs/update", { run_id, run_name: "" });
    await server.post("end time as text", "runs/update", { run_id, end_time: "1700000070000" });
    await server.post("update nothing", "runs/update", { run_id });
    await server.post("running again", "runs/update", { run_id, status: "RUNNING" });
    await server.get("get updated", "runs/get", { run_id });
    await server.post("delete", "runs/delete", { run_id });
    await server.post("delete twice", "runs/delete", { run_id });
    await server.get("get deleted", "runs/get", { run_id });
    await server.post("update deleted", "runs/update", { run_id, status: "FAILED" });
    await server.post("metric into deleted", "runs/log-metric", { run_id, key: "a", value: 1, timestamp: 1 });
    await server.post("param into deleted", "runs/log-parameter", { run_id, key: "a", value: "1" });
    await server.post("tag into deleted", "runs/set-tag", { run_id, key: "a", value: "1" });
    await server.post("untag deleted", "runs/delete-tag", { run_id, key: "purpose" });
    await server.post("batch into deleted", "runs/log-batch", { run_id, params: [{ key: "a", value: "1" }] });
    await server.post("inputs into deleted", "runs/log-inputs", { run_id, datasets: [] });
    await server.post("restore", "runs/restore", { run_id });
    await server.post("restore twice", "runs/restore", { run_id });
    await server.get("get restored", "runs/get", { run_id });
  },
};

const names: Scenario = {
  name: "run names",
  play: async (server) => {
    const experiment_id = await experiment(server, "names");
    const tag = (value: string) => [{ key: "mlflow.runName", value }];
    await server.post("neither", "runs/create", { experiment_id, start_time: 1 });
    await server.post("by tag", "runs/create", { experiment_id, start_time: 1, tags: tag("tagged") });
    await server.post("both the same", "runs/create", { experiment_id, start_time: 1, run_name: "same", tags: tag("same") });
    await server.post("both different", "runs/create", { experiment_id, start_time: 1, run_name: "one", tags: tag("two") });
    const run_id = await run(server, "named", { experiment_id, run_name: "named" });
    await server.post("set the tag", "runs/set-tag", { run_id, key: "mlflow.runName", value: "renamed by tag" });
    await server.get("renamed by tag", "runs/get", { run_id });
    await server.post("rename", "runs/update", { run_id, run_name: "renamed by update" });
    await server.get("renamed by update", "runs/get", { run_id });
    await server.post("rename in batch", "runs/log-batch", { run_id, tags: tag("renamed by batch") });
    await server.get("renamed by batch", "runs/get", { run_id });
    await server.post("delete the tag", "runs/delete-tag", { run_id, key: "mlflow.runName" });
    await server.get("after the tag went", "runs/get", { run_id });
  },
};

const creation: Scenario = {
  name: "run creation edges",
  play: async (server) => {
    const experiment_id = await experiment(server, "edges");
    await server.post("no experiment id", "runs/create", { start_time: 1, run_name: "in default" });
    await server.post("empty experiment id", "runs/create", { experiment_id: "", start_time: 1, run_name: "in default" });
    await server.post("no start time", "runs/create", { experiment_id, run_name: "no start" });
    await server.post("start time as text", "runs/create", { experiment_id, start_time: "17", run_name: "text start" });
    await server.post("start time as word", "runs/create", { experiment_id, start_time: "soon" });
    await server.post("start time as fraction", "runs/create", { experiment_id, start_time: 1.5 });
    await server.post("unknown experiment", "runs/create", { experiment_id: "987654321", start_time: 1 });
    await server.post("letters as experiment", "runs/create", { experiment_id: "abc", start_time: 1 });
    await server.post("numeric name", "runs/create", { experiment_id, start_time: 1, run_name: 7 });
    await server.post("unknown field", "runs/create", { experiment_id, start_time: 1, run_name: "extra", colour: "red" });
    await server.post("camel case", "runs/create", { experimentId: experiment_id, startTime: 3, runName: "camel" });
    await server.post("both spellings", "runs/create", { experiment_id, experimentId: experiment_id, start_time: 1 });
    await server.post("user tag", "runs/create", {
      experiment_id,
      start_time: 1,
      run_name: "user",
      tags: [{ key: "mlflow.user", value: "grace" }],
    });
    await server.post("same tag twice", "runs/create", {
      experiment_id,
      start_time: 1,
      run_name: "twice",
      tags: [
        { key: "a", value: "1" },
        { key: "a", value: "2" },
      ],
    });
    const parent = await run(server, "parent", { experiment_id, run_name: "parent" });
    await server.post("child", "runs/create", {
      experiment_id,
      start_time: 1,
      run_name: "child",
      tags: [{ key: "mlflow.parentRunId", value: parent }],
    });
  },
};

const refusals: Scenario = {
  name: "run refusals",
  play: async (server) => {
    const unknown = "0123456789abcdef0123456789abcdef";
    await server.get("get without id", "runs/get");
    await server.get("get unknown", "runs/get", { run_id: unknown });
    await server.get("get by a path", "runs/get", { run_id: "../x" });
    await server.get("get by a long id", "runs/get", { run_id: "a".repeat(257) });
    await server.post("update without id", "runs/update", { status: "FINISHED" });
    await server.post("update unknown", "runs/update", { run_id: unknown, status: "FINISHED" });
    await server.post("delete without id", "runs/delete", {});
    await server.post("delete unknown", "runs/delete", { run_id: unknown });
    await server.post("restore unknown", "runs/restore", { run_id: unknown });
    await server.post("metric into unknown", "runs/log-metric", { run_id: unknown, key: "a", value: 1, timestamp: 1 });
    await server.post("param into unknown", "runs/log-parameter", { run_id: unknown, key: "a", value: "1" });
    await server.post("tag into unknown", "runs/set-tag", { run_id: unknown, key: "a", value: "1" });
    await server.post("untag unknown", "runs/delete-tag", { run_id: unknown, key: "a" });
    await server.post("batch into unknown", "runs/log-batch", { run_id: unknown, params: [{ key: "a", value: "1" }] });
    await server.post("inputs into unknown", "runs/log-inputs", { run_id: unknown, datasets: [] });
    await server.post("run id as number", "runs/delete", { run_id: 5 });
  },
};

export const runScenarios = [lifecycle, names, creation, refusals];
