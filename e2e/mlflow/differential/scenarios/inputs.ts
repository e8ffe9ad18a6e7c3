import { AJAX, type Scenario, type Server } from "../scenario.ts";
import { experiment, run } from "./runs.ts";

const dataset = (name: string, digest: string) => ({
  name,
  digest,
  source_type: "local",
  source: '{"uri":"data.csv"}',
  schema: '{"columns":1}',
  profile: '{"rows":3}',
});
const context = (value: string) => [{ key: "mlflow.data.context", value }];

const inputs: Scenario = {
  name: "dataset inputs",
  play: async (server) => {
    const experiment_id = await experiment(server, "inputs");
    const run_id = await run(server, "run", { experiment_id, run_name: "inputs" });
    const log = (label: string, datasets: unknown) => server.post(label, "runs/log-inputs", { run_id, datasets });
    await log("one", [{ dataset: dataset("iris", "d1"), tags: context("train") }]);
    await log("the same again", [{ dataset: dataset("iris", "d1"), tags: context("train") }]);
    await log("the same with another context", [{ dataset: dataset("iris", "d1"), tags: context("eval") }]);
    await log("another digest", [{ dataset: dataset("iris", "d2"), tags: context("eval") }]);
    await log("two at once", [{ dataset: dataset("a", "1"), tags: [] }, { dataset: dataset("b", "2") }]);
    await log("the same twice at once", [{ dataset: dataset("c", "3") }, { dataset: dataset("c", "3") }]);
    await log("none", []);
    await log("text", "iris");
    await log("bare", [{ dataset: { name: "bare", digest: "d", source_type: "s", source: "s" } }]);
    await log("tag without key", [{ dataset: dataset("t", "1"), tags: [{ value: "x" }] }]);
    await log("tag without value", [{ dataset: dataset("t", "2"), tags: [{ key: "k" }] }]);
    await server.post("without run", "runs/log-inputs", { datasets: [] });
    await server.get("the run", "runs/get", { run_id });
    const search = (label: string, filter: string) => server.post(label, "runs/search", { experiment_ids: [experiment_id], filter });
    await search("by name", "dataset.name = 'iris'");
    await search("by names", "datasets.name IN ('iris', 'a')");
    await search("by name like", "dataset.name LIKE 'ir%'");
    await search("by digest", "dataset.digest = 'nobody'");
    await search("by digests not in", "dataset.digest NOT IN ('d1')");
    await search("by context", "dataset.context = 'train'");
    await search("by name and context", "dataset.name = 'iris' AND dataset.context ILIKE 'TRAIN'");
    await search("by an unknown field", "dataset.colour = 'x'");
    await search("by number", "dataset.name > 5");
  },
};

const partial: Scenario = {
  name: "datasets with parts missing",
  play: async (server) => {
    const experiment_id = await experiment(server, "partial");
    const run_id = await run(server, "run", { experiment_id, run_name: "partial" });
    const log = (label: string, datasets: unknown) => server.post(label, "runs/log-inputs", { run_id, datasets });
    await log("without dataset", [{ tags: context("train") }]);
    await log("without name", [{ dataset: { digest: "d", source_type: "s", source: "s" } }]);
    await log("without digest", [{ dataset: { name: "n", source_type: "s", source: "s" } }]);
    await log("without source", [{ dataset: { name: "n", digest: "d", source_type: "s" } }]);
    await log("without source type", [{ dataset: { name: "n", digest: "d", source: "s" } }]);
    await log("without fields", "{}");
  },
};

const limits: Scenario = {
  name: "dataset limits",
  play: async (server) => {
    const experiment_id = await experiment(server, "dataset limits");
    const run_id = await run(server, "run", { experiment_id, run_name: "dataset limits" });
    const log = (label: string, change: object, tags: object[] = []) =>
      server.post(label, "runs/log-inputs", { run_id, datasets: [{ dataset: { ...dataset("n", label.slice(-30)), ...change }, tags }] });
    await log("name 500", { name: "n".repeat(500) });
    await log("name 501", { name: "n".repeat(501) });
    await log("digest 36", { digest: "d".repeat(36) });
    await log("digest 37", { digest: "d".repeat(37) });
    await log("source 65535", { source: "s".repeat(65_535) });
    await log("source 65536", { source: "s".repeat(65_536) });
    await log("schema 1048576", { schema: "s".repeat(1_048_576) });
    await log("profile over 1 MiB", { profile: "p".repeat(1_100_000) });
    await log("tag key 255", {}, [{ key: "k".repeat(255), value: "v" }]);
    await log("tag key 256", {}, [{ key: "k".repeat(256), value: "v" }]);
    await log("tag value 500", {}, [{ key: "k", value: "v".repeat(500) }]);
    await log("tag value 501", {}, [{ key: "k", value: "v".repeat(501) }]);
    const many = (count: number) => Array.from({ length: count }, (_, index) => ({ dataset: dataset(`many ${index}`, "1") }));
    await server.post("1001 datasets", "runs/log-inputs", { run_id, datasets: many(1001) });
  },
};

const summaries: Scenario = {
  name: "dataset summaries",
  play: async (server) => {
    const experiment_id = await experiment(server, "summaries");
    await fill(server, experiment_id);
    const search = (label: string, body: object) => server.post(label, `${AJAX}experiments/search-datasets`, body);
    await search("of one experiment", { experiment_ids: [experiment_id] });
    await search("of none", { experiment_ids: [] });
    await search("without the field", {});
    await search("of an unknown experiment", { experiment_ids: ["987654321"] });
    await search("of 21", { experiment_ids: Array.from({ length: 21 }, () => experiment_id) });
    await search("of 20", { experiment_ids: Array.from({ length: 20 }, () => experiment_id) });
  },
};

async function fill(server: Server, experiment_id: string): Promise<void> {
  for (const name of ["first", "second"]) {
    const run_id = await run(server, `${name} run`, { experiment_id, run_name: name });
    await server.post(`${name} inputs`, "runs/log-inputs", {
      run_id,
      datasets: [{ dataset: dataset("iris", "d1"), tags: context("train") }, { dataset: dataset("wine", name) }],
    });
  }
}

const legacyModel: Scenario = {
  name: "model log of older clients",
  play: async (server) => {
    const experiment_id = await experiment(server, "log-model");
    const run_id = await run(server, "run", { experiment_id, run_name: "log-model" });
    const model = { artifact_path: "model", run_id, flavors: { sklearn: {} }, utc_time_created: "2026-01-01 00:00:00" };
    const log = (label: string, model_json: unknown) => server.post(label, "runs/log-model", { run_id, model_json });
    await log("one", JSON.stringify(model));
    await log("another", JSON.stringify({ ...model, artifact_path: "second" }));
    await log("not JSON", "model");
    await log("a list", "[]");
    await server.post("without json", "runs/log-model", { run_id });
    await server.post("without run", "runs/log-model", { model_json: "{}" });
    await server.get("the run", "runs/get", { run_id });
  },
};

export const inputScenarios = [inputs, partial, limits, summaries, legacyModel];
