import { AJAX, pick, type Scenario, type Server } from "../scenario.ts";
import { experiment } from "./runs.ts";

const RM = "registered-models";
const MV = "model-versions";

export async function registered(server: Server, plain: string, rest: object = {}): Promise<string> {
  const name = server.name(plain);
  await server.post(`register ${plain}`, `${RM}/create`, { name, ...rest });
  return name;
}

interface Home {
  run_id: string;
  source: string;
}

/** A run with a file below its root, to register versions from. */
export async function home(server: Server, name: string): Promise<Home> {
  const experiment_id = await experiment(server, name);
  const answer = await server.post("run", "runs/create", { experiment_id, start_time: 1_700_000_000_000, run_name: name });
  const root = pick(answer, "run", "info", "artifact_uri");
  const run_id = pick(answer, "run", "info", "run_id");
  const path = root.replace(/^mlflow-artifacts:\/+/, "");
  await server.put("file", `/api/2.0/mlflow-artifacts/artifacts/${path}/model/weights.bin`, { bytes: "weights" });
  return { run_id, source: `${root}/model` };
}

const models: Scenario = {
  name: "registered models",
  play: async (server) => {
    const name = await registered(server, "oak", {
      description: "A tree",
      tags: [
        { key: "kind", value: "tree" },
        { key: "kind", value: "oak" },
        { key: "empty", value: "" },
      ],
    });
    await server.get("get", `${RM}/get`, { name });
    await server.get("get by ajax", `${AJAX}${RM}/get`, { name });
    await server.post("create again", `${RM}/create`, { name });
    await server.post("create again as a prompt", `${RM}/create`, { name, tags: [{ key: "mlflow.prompt.is_prompt", value: "true" }] });
    await server.patch("update", `${RM}/update`, { name, description: "An oak" });
    await server.patch("update to nothing", `${RM}/update`, { name });
    await server.patch("update to empty", `${RM}/update`, { name, description: "" });
    await server.post("set tag", `${RM}/set-tag`, { name, key: "height", value: "high" });
    await server.post("set tag without value", `${RM}/set-tag`, { name, key: "width" });
    await server.delete("delete tag", `${RM}/delete-tag`, { name, key: "width" });
    await server.delete("delete missing tag", `${RM}/delete-tag`, { name, key: "width" });
    await server.get("get again", `${RM}/get`, { name });
    const renamed = server.name("elm");
    await server.post("rename", `${RM}/rename`, { name, new_name: renamed });
    await server.get("get by the old name", `${RM}/get`, { name });
    await server.get("get by the new name", `${RM}/get`, { name: renamed });
    const other = await registered(server, "ash");
    await server.post("rename to a taken name", `${RM}/rename`, { name: other, new_name: renamed });
    await server.post("rename to itself", `${RM}/rename`, { name: other, new_name: other });
    await server.get("latest of none by get", `${RM}/get-latest-versions`, { name: other });
    await server.post("latest of none", `${RM}/get-latest-versions`, { name: other });
    await server.delete("delete", `${RM}/delete`, { name: other });
    await server.get("get deleted", `${RM}/get`, { name: other });
    await server.delete("delete twice", `${RM}/delete`, { name: other });
    await server.post("create after deletion", `${RM}/create`, { name: other });
  },
};

const BAD_NAMES: Record<string, string> = {
  slash: "a/b",
  colon: "a:b",
  blank: "  ",
  dots: "..",
};

const refusals: Scenario = {
  name: "registered model refusals",
  play: async (server) => {
    const missing = server.name("nobody");
    await server.post("create without name", `${RM}/create`, {});
    await server.post("create with empty name", `${RM}/create`, { name: "" });
    await server.post("create with a number", `${RM}/create`, { name: 5 });
    for (const [label, name] of Object.entries(BAD_NAMES)) await server.post(`create: ${label}`, `${RM}/create`, { name });
    for (const [label, name] of Object.entries(BAD_NAMES)) await server.get(`get: ${label}`, `${RM}/get`, { name });
    const long = server.name("long").padEnd(256, "n");
    await server.get("get a long name", `${RM}/get`, { name: long });
    await server.post("create with a long name", `${RM}/create`, { name: long });
    await server.get("get without name", `${RM}/get`);
    await server.get("get unknown", `${RM}/get`, { name: missing });
    await server.patch("update unknown", `${RM}/update`, { name: missing, description: "a" });
    await server.post("rename unknown", `${RM}/rename`, { name: missing, new_name: server.name("somebody") });
    await server.delete("delete unknown", `${RM}/delete`, { name: missing });
    await server.post("tag unknown", `${RM}/set-tag`, { name: missing, key: "a", value: "b" });
    await server.delete("untag unknown", `${RM}/delete-tag`, { name: missing, key: "a" });
    await server.post("latest of unknown", `${RM}/get-latest-versions`, { name: missing });
    const name = await registered(server, "fir");
    await server.post("rename without new name", `${RM}/rename`, { name });
    await server.post("rename to a slash", `${RM}/rename`, { name, new_name: "a/b" });
    await server.post("tag without key", `${RM}/set-tag`, { name, value: "b" });
    await server.post("bad tag key", `${RM}/set-tag`, { name, key: "a#b", value: "b" });
    await server.post("long tag key", `${RM}/set-tag`, { name, key: "k".repeat(251), value: "b" });
    await server.post("tag key of 250", `${RM}/set-tag`, { name, key: "k".repeat(250), value: "b" });
    await server.post("long tag value", `${RM}/set-tag`, { name, key: "a", value: "v".repeat(100_001) });
    await server.post("create with a long tag", `${RM}/create`, { name: server.name("yew"), tags: [{ key: "k".repeat(251), value: "v" }] });
    await server.post("latest of a strange stage", `${RM}/get-latest-versions`, { name, stages: ["Nowhere"] });
    await server.post("stages as text", `${RM}/get-latest-versions`, { name, stages: "Production" });
    await server.post("description of 5000", `${RM}/create`, { name: server.name("box"), description: "d".repeat(5000) });
    await server.get("wrong method", `${RM}/create`);
  },
};

const aliases: Scenario = {
  name: "model aliases",
  play: async (server) => {
    const { run_id, source } = await home(server, "aliases");
    const name = await registered(server, "linden");
    for (const number of [1, 2]) await server.post(`version ${number}`, `${MV}/create`, { name, source, run_id });
    await server.post("set", `${RM}/alias`, { name, alias: "challenger", version: "1" });
    await server.get("get", `${RM}/alias`, { name, alias: "challenger" });
    await server.post("move", `${RM}/alias`, { name, alias: "challenger", version: "2" });
    await server.post("another", `${RM}/alias`, { name, alias: "Shadow-2", version: "2" });
    await server.get("version with aliases", `${MV}/get`, { name, version: "2" });
    await server.get("model with aliases", `${RM}/get`, { name });
    await server.get("latest by alias", `${RM}/alias`, { name, alias: "latest" });
    await server.delete("delete", `${RM}/alias`, { name, alias: "challenger" });
    await server.delete("delete twice", `${RM}/alias`, { name, alias: "challenger" });
    await server.get("get deleted", `${RM}/alias`, { name, alias: "challenger" });
    for (const alias of ["latest", "LATEST", "v1", "V22", "a b", "a/b", "a".repeat(256)]) {
      await server.post(`set ${alias.slice(0, 10)}`, `${RM}/alias`, { name, alias, version: "1" });
    }
    await server.post("set without alias", `${RM}/alias`, { name, version: "1" });
    await server.post("set without version", `${RM}/alias`, { name, alias: "a" });
    await server.post("set to a word", `${RM}/alias`, { name, alias: "a", version: "one" });
    await server.post("set to an unknown version", `${RM}/alias`, { name, alias: "a", version: "9" });
    await server.post("set of an unknown model", `${RM}/alias`, { name: server.name("nobody"), alias: "a", version: "1" });
    await server.get("get of an unknown model", `${RM}/alias`, { name: server.name("nobody"), alias: "a" });
    await server.delete("delete of an unknown model", `${RM}/alias`, { name: server.name("nobody"), alias: "a" });
    await server.delete("delete the version", `${MV}/delete`, { name, version: "2" });
    await server.get("alias of a deleted version", `${RM}/alias`, { name, alias: "Shadow-2" });
    await server.get("model after that", `${RM}/get`, { name });
  },
};

export const registryScenarios = [models, refusals, aliases];
