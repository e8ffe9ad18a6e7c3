import { pick, type Scenario } from "../scenario.ts";

const lifecycle: Scenario = {
  name: "experiment lifecycle",
  play: async (server) => {
    const name = server.name("lifecycle");
    const tags = [
      { key: "team", value: "vision" },
      { key: "mlflow.note.content", value: "# Notes\nß" },
    ];
    const created = await server.post("create", "experiments/create", { name, tags });
    const id = pick(created, "experiment_id");
    await server.get("get", "experiments/get", { experiment_id: id });
    await server.get("get by name", "experiments/get-by-name", { experiment_name: name });
    await server.post("duplicate name", "experiments/create", { name });
    await server.post("rename", "experiments/update", { experiment_id: id, new_name: `${name} 2` });
    await server.get("old name is free", "experiments/get-by-name", { experiment_name: name });
    await server.post("delete", "experiments/delete", { experiment_id: id });
    await server.get("get deleted", "experiments/get", { experiment_id: id });
    await server.get("get deleted by name", "experiments/get-by-name", { experiment_name: `${name} 2` });
    await server.post("delete twice", "experiments/delete", { experiment_id: id });
    await server.post("rename deleted", "experiments/update", { experiment_id: id, new_name: `${name} 3` });
    await server.post("tag deleted", "experiments/set-experiment-tag", { experiment_id: id, key: "a", value: "b" });
    await server.post("untag deleted", "experiments/delete-experiment-tag", { experiment_id: id, key: "team" });
    await server.post("create with a deleted name", "experiments/create", { name: `${name} 2` });
    await server.post("run in deleted", "runs/create", { experiment_id: id, start_time: 1 });
    await server.post("restore", "experiments/restore", { experiment_id: id });
    await server.post("restore twice", "experiments/restore", { experiment_id: id });
    await server.get("get restored", "experiments/get", { experiment_id: id });
  },
};

const tags: Scenario = {
  name: "experiment tags",
  play: async (server) => {
    const id = pick(await server.post("create", "experiments/create", { name: server.name("tags") }), "experiment_id");
    const set = "experiments/set-experiment-tag";
    await server.post("set", set, { experiment_id: id, key: "stage", value: "draft" });
    await server.post("overwrite", set, { experiment_id: id, key: "stage", value: "final" });
    await server.post("empty value", set, { experiment_id: id, key: "empty", value: "" });
    await server.post("no value", set, { experiment_id: id, key: "absent" });
    await server.post("no key", set, { experiment_id: id, value: "x" });
    await server.post("no experiment id", set, { key: "a", value: "x" });
    await server.post("bad key", set, { experiment_id: id, key: "a#b", value: "x" });
    await server.post("key like a path", set, { experiment_id: id, key: "../up", value: "x" });
    await server.post("unknown experiment", set, { experiment_id: "987654321", key: "a", value: "x" });
    await server.get("get", "experiments/get", { experiment_id: id });
    const unset = "experiments/delete-experiment-tag";
    await server.post("delete tag", unset, { experiment_id: id, key: "stage" });
    await server.post("delete missing tag", unset, { experiment_id: id, key: "stage" });
    await server.post("delete without key", unset, { experiment_id: id });
    await server.get("get again", "experiments/get", { experiment_id: id });
  },
};

const refusals: Scenario = {
  name: "experiment refusals",
  play: async (server) => {
    await server.post("create without name", "experiments/create", {});
    await server.post("create with empty name", "experiments/create", { name: "" });
    await server.post("create with numeric name", "experiments/create", { name: 5 });
    await server.post("create with null name", "experiments/create", { name: null });
    await server.post("create with tags as text", "experiments/create", { name: server.name("t"), tags: "a" });
    await server.post("create with tag as text", "experiments/create", { name: server.name("u"), tags: ["a"] });
    await server.post("artifact location with fragment", "experiments/create", {
      name: server.name("fragment"),
      artifact_location: "mlflow-artifacts:/x#frag",
    });
    await server.get("get without id", "experiments/get");
    await server.get("get unknown", "experiments/get", { experiment_id: "987654321" });
    await server.get("get by letters", "experiments/get", { experiment_id: "abc" });
    await server.get("get by negative", "experiments/get", { experiment_id: "-1" });
    await server.get("get by name unknown", "experiments/get-by-name", { experiment_name: server.name("nobody") });
    await server.get("get by name without name", "experiments/get-by-name");
    await server.post("delete without id", "experiments/delete", {});
    await server.post("delete unknown", "experiments/delete", { experiment_id: "987654321" });
    await server.post("restore unknown", "experiments/restore", { experiment_id: "987654321" });
    await server.post("update unknown", "experiments/update", { experiment_id: "987654321", new_name: "x" });
    const id = pick(await server.post("create", "experiments/create", { name: server.name("full") }), "experiment_id");
    await server.post("update without name", "experiments/update", { experiment_id: id });
    await server.post("update to empty name", "experiments/update", { experiment_id: id, new_name: "" });
    await server.post("update to the same name", "experiments/update", { experiment_id: id, new_name: server.name("full") });
    await server.post("create other", "experiments/create", { name: server.name("other") });
    await server.post("update to a taken name", "experiments/update", { experiment_id: id, new_name: server.name("other") });
    await server.post("id as number", "experiments/update", { experiment_id: Number(id), new_name: server.name("by number") });
  },
};

const standard: Scenario = {
  name: "the Default experiment",
  play: async (server) => {
    await server.get("get 0", "experiments/get", { experiment_id: "0" });
    await server.get("get Default", "experiments/get-by-name", { experiment_name: "Default" });
    await server.post("create Default", "experiments/create", { name: "Default" });
  },
};

const locations: Scenario = {
  name: "experiment artifact location",
  play: async (server) => {
    const created = await server.post("create", "experiments/create", {
      name: server.name("located"),
      artifact_location: "mlflow-artifacts:/elsewhere/deep",
    });
    const id = pick(created, "experiment_id");
    await server.get("get", "experiments/get", { experiment_id: id });
    await server.post("run below it", "runs/create", { experiment_id: id, start_time: 1, run_name: "located" });
  },
};

const cascade: Scenario = {
  name: "experiment deletion reaches its runs",
  play: async (server) => {
    const id = pick(await server.post("create", "experiments/create", { name: server.name("cascade") }), "experiment_id");
    const create = { experiment_id: id, start_time: 5 };
    const kept = pick(await server.post("run", "runs/create", { ...create, run_name: "kept" }), "run", "info", "run_id");
    const gone = pick(await server.post("other run", "runs/create", { ...create, run_name: "gone" }), "run", "info", "run_id");
    await server.post("delete one run", "runs/delete", { run_id: gone });
    await server.post("delete", "experiments/delete", { experiment_id: id });
    await server.get("its run is deleted", "runs/get", { run_id: kept });
    await server.post("metric in its run", "runs/log-metric", { run_id: kept, key: "a", value: 1, timestamp: 1 });
    await server.post("restore its run alone", "runs/restore", { run_id: kept });
    await server.post("restore", "experiments/restore", { experiment_id: id });
    await server.get("its run is back", "runs/get", { run_id: kept });
    await server.get("and so is the one deleted before", "runs/get", { run_id: gone });
  },
};

export const experimentScenarios = [lifecycle, tags, refusals, standard, locations, cascade];
