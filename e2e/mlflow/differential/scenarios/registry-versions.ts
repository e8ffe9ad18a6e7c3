import { AJAX, pick, type Scenario } from "../scenario.ts";
import { model } from "./logged-models.ts";
import { home, registered } from "./registry.ts";
import { experiment, run } from "./runs.ts";

const RM = "registered-models";
const MV = "model-versions";

const lifecycle: Scenario = {
  name: "model versions",
  play: async (server) => {
    const { run_id, source } = await home(server, "versions");
    const name = await registered(server, "beech");
    await server.post("create", `${MV}/create`, {
      name,
      source,
      run_id,
      run_link: "https://example.org/run",
      description: "First",
      tags: [
        { key: "data", value: "a" },
        { key: "data", value: "b" },
      ],
    });
    await server.post("create the second", `${MV}/create`, { name, source, run_id });
    await server.post("create by the run", `${MV}/create`, { name, source: `runs:/${run_id}/model`, run_id });
    await server.post("create of another bucket", `${MV}/create`, { name, source: "s3://bucket/model" });
    await server.get("get", `${MV}/get`, { name, version: "1" });
    await server.get("get by ajax", `${AJAX}${MV}/get`, { name, version: "2" });
    await server.get("where the first lies", `${MV}/get-download-uri`, { name, version: "1" });
    await server.get("where the bucket lies", `${MV}/get-download-uri`, { name, version: "4" });
    await server.patch("update", `${MV}/update`, { name, version: "1", description: "The first" });
    await server.patch("update to nothing", `${MV}/update`, { name, version: "1" });
    await server.post("set tag", `${MV}/set-tag`, { name, version: "1", key: "approved", value: "no" });
    await server.post("set tag without value", `${MV}/set-tag`, { name, version: "1", key: "blank" });
    await server.delete("delete tag", `${MV}/delete-tag`, { name, version: "1", key: "blank" });
    await server.delete("delete missing tag", `${MV}/delete-tag`, { name, version: "1", key: "blank" });
    await server.get("get again", `${MV}/get`, { name, version: "1" });
    await server.get("model", `${RM}/get`, { name });
    await server.delete("delete", `${MV}/delete`, { name, version: "4" });
    await server.get("get deleted", `${MV}/get`, { name, version: "4" });
    await server.delete("delete twice", `${MV}/delete`, { name, version: "4" });
    await server.get("where a deleted one lies", `${MV}/get-download-uri`, { name, version: "4" });
    await server.post("the number is not given again", `${MV}/create`, { name, source, run_id });
    await server.post("rename the model", `${RM}/rename`, { name, new_name: server.name("hornbeam") });
    await server.get("get by the new name", `${MV}/get`, { name: server.name("hornbeam"), version: "1" });
    await server.delete("delete the model", `${RM}/delete`, { name: server.name("hornbeam") });
    await server.get("get of a deleted model", `${MV}/get`, { name: server.name("hornbeam"), version: "1" });
  },
};

const BAD_SOURCES: Record<string, string> = {
  "local path": "/etc/passwd",
  file: "file:///etc/passwd",
  relative: "models",
  climbing: "mlflow-artifacts:/1/../2",
  "climbing encoded": "mlflow-artifacts:/1/%2e%2e/2",
  "climbing in a bucket": "s3://bucket/a/../b",
  "unknown run": "runs:/0123456789abcdef0123456789abcdef/model",
  "unknown model": "models:/m-0123456789abcdef0123456789abcdef",
  "unknown version": "models:/nobody at all/1",
  nonsense: "models:/a/b/c",
};

const refusals: Scenario = {
  name: "model version refusals",
  play: async (server) => {
    const { run_id, source } = await home(server, "bad versions");
    const name = await registered(server, "birch");
    const nobody = server.name("nobody");
    await server.post("create without name", `${MV}/create`, { source });
    await server.post("create without source", `${MV}/create`, { name });
    await server.post("create of an unknown model", `${MV}/create`, { name: nobody, source, run_id });
    for (const [label, bad] of Object.entries(BAD_SOURCES)) await server.post(`source: ${label}`, `${MV}/create`, { name, source: bad });
    await server.post("create", `${MV}/create`, { name, source, run_id });
    await server.get("get without version", `${MV}/get`, { name });
    await server.get("get a word", `${MV}/get`, { name, version: "one" });
    await server.get("get zero", `${MV}/get`, { name, version: "0" });
    await server.get("get unknown", `${MV}/get`, { name, version: "99" });
    await server.get("get of an unknown model", `${MV}/get`, { name: nobody, version: "1" });
    await server.get("where nothing lies", `${MV}/get-download-uri`, { name, version: "99" });
    await server.patch("update unknown", `${MV}/update`, { name, version: "99", description: "a" });
    await server.patch("update by number", `${MV}/update`, { name, version: 1, description: "a" });
    await server.post("tag unknown", `${MV}/set-tag`, { name, version: "99", key: "a", value: "b" });
    await server.post("tag without key", `${MV}/set-tag`, { name, version: "1", value: "b" });
    await server.post("bad tag key", `${MV}/set-tag`, { name, version: "1", key: "a#b", value: "b" });
    await server.post("long tag key", `${MV}/set-tag`, { name, version: "1", key: "k".repeat(251), value: "b" });
    await server.post("long tag value", `${MV}/set-tag`, { name, version: "1", key: "a", value: "v".repeat(100_001) });
    await server.delete("untag unknown", `${MV}/delete-tag`, { name, version: "99", key: "a" });
    await server.delete("delete unknown", `${MV}/delete`, { name, version: "99" });
    await server.post("move without stage", `${MV}/transition-stage`, { name, version: "1" });
    await server.post("move to nowhere", `${MV}/transition-stage`, { name, version: "1", stage: "Nowhere" });
    await server.post("move unknown", `${MV}/transition-stage`, { name, version: "99", stage: "Staging" });
    await server.post("archive from an inactive stage", `${MV}/transition-stage`, {
      name,
      version: "1",
      stage: "Archived",
      archive_existing_versions: true,
    });
  },
};

const stages: Scenario = {
  name: "model stages",
  play: async (server) => {
    const { run_id, source } = await home(server, "stages");
    const name = await registered(server, "maple");
    for (const number of [1, 2, 3]) await server.post(`version ${number}`, `${MV}/create`, { name, source, run_id });
    await server.post("latest", `${RM}/get-latest-versions`, { name });
    const move = (label: string, version: string, rest: { stage: string; archive_existing_versions?: boolean }) =>
      server.post(label, `${MV}/transition-stage`, { name, version, ...rest });
    await move("first to staging", "1", { stage: "staging" });
    await move("second to staging", "2", { stage: "STAGING", archive_existing_versions: false });
    await server.post("latest of staging", `${RM}/get-latest-versions`, { name, stages: ["staging"] });
    await server.get("latest of two by get", `${RM}/get-latest-versions`, { name, stages: ["Production", "Staging"] });
    await move("to the stage it has", "2", { stage: "Staging" });
    await move("back", "2", { stage: "None" });
    await server.get("model", `${RM}/get`, { name });
    await move("third to production", "3", { stage: "Production" });
    await move("first to the archive", "1", { stage: "Archived" });
    await move("second to staging alone", "2", { stage: "Staging", archive_existing_versions: true });
  },
};

const origins: Scenario = {
  name: "versions of logged models",
  play: async (server) => {
    const experiment_id = await experiment(server, "origins");
    const source_run_id = await run(server, "run", { experiment_id, run_name: "origins" });
    const model_id = await model(server, "logged", { experiment_id, name: "pine", source_run_id });
    const root = pick(await server.get("where it lies", `logged-models/${model_id}`), "model", "info", "artifact_uri");
    const path = root.replace(/^mlflow-artifacts:\/+/, "");
    await server.put("file", `/api/2.0/mlflow-artifacts/artifacts/${path}/weights.bin`, { bytes: "weights" });
    const name = await registered(server, "pine");
    await server.post("create", `${MV}/create`, { name, source: `models:/${model_id}`, model_id, run_id: source_run_id });
    await server.post("create again", `${MV}/create`, { name, source: `models:/${model_id}`, model_id });
    await server.get("logged model", `logged-models/${model_id}`);
    await server.get("where the version lies", `${MV}/get-download-uri`, { name, version: "1" });
    const other = await registered(server, "spruce");
    await server.post("copy", `${MV}/create`, { name: other, source: `models:/${name}/1`, run_id: source_run_id });
    await server.get("where the copy lies", `${MV}/get-download-uri`, { name: other, version: "1" });
  },
};

export const registryVersionScenarios = [lifecycle, refusals, stages, origins];
