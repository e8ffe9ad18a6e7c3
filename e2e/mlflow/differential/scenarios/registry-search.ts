import { pick, type Scenario } from "../scenario.ts";
import { home, registered } from "./registry.ts";

const RM = "registered-models";
const MV = "model-versions";

const MODEL_FILTERS: Record<string, string> = {
  name: "name = 'NAME oak'",
  "name unequal": "name != 'NAME oak' AND name LIKE 'NAME%'",
  "name like": "name LIKE 'NAME o%'",
  "name ilike": "name ILIKE 'name O%'",
  "by attribute": "attribute.name = 'NAME elm'",
  tag: "tags.kind = 'tree' AND name LIKE 'NAME%'",
  "tag by the singular": "tag.kind = 'tree' AND name LIKE 'NAME%'",
  "tag unequal": "tags.kind != 'tree' AND name LIKE 'NAME%'",
  "tag like": "tags.kind LIKE 't%' AND name LIKE 'NAME%'",
  "two tags": "tags.kind = 'tree' AND tags.`big one` = 'yes' AND name LIKE 'NAME%'",
  "missing tag": "tags.nobody != 'a' AND name LIKE 'NAME%'",
  "no prompts": "name LIKE 'NAME%' AND tag.`mlflow.prompt.is_prompt` != 'true'",
  "prompts false": "name LIKE 'NAME%' AND tag.`mlflow.prompt.is_prompt` = 'false'",
  "prompts alone": "name LIKE 'NAME%' AND tag.`mlflow.prompt.is_prompt` = 'true'",
  nobody: "name = 'nobody at all'",
};

const MODEL_REFUSALS: Record<string, string> = {
  or: "name = 'a' OR name = 'b'",
  "unknown attribute": "colour = 'red'",
  "unknown entity": "metric.a = 'b'",
  "bare text": "name = oak",
  "number against name": "name = 5",
  operator: "name > 'a'",
  "operator of a tag": "tags.a > 'b'",
  half: "name =",
  garbage: "???",
};

const models: Scenario = {
  name: "registered model search",
  play: async (server) => {
    const prefix = server.name("find");
    const make = (label: string, tags: readonly object[] = []) => server.post(label, `${RM}/create`, { name: `${prefix} ${label}`, tags });
    await make("oak", [
      { key: "kind", value: "tree" },
      { key: "big one", value: "yes" },
    ]);
    await make("elm", [{ key: "kind", value: "bush" }]);
    await make("ash");
    await make("hello", [
      { key: "mlflow.prompt.is_prompt", value: "true" },
      { key: "kind", value: "tree" },
    ]);
    const named = (filter: string) => filter.replaceAll("NAME", prefix).replaceAll("name O%", `${prefix} O%`);
    for (const [label, filter] of Object.entries(MODEL_FILTERS)) await server.get(label, `${RM}/search`, { filter: named(filter) });
    for (const [label, filter] of Object.entries(MODEL_REFUSALS)) await server.get(`refused: ${label}`, `${RM}/search`, { filter });
    const filter = `name LIKE '${prefix}%'`;
    await server.get("by name falling", `${RM}/search`, { filter, order_by: "name DESC" });
    await server.get("by update and name", `${RM}/search`, { filter, order_by: ["last_updated_timestamp DESC", "name ASC"] });
    await server.get("by creation", `${RM}/search`, { filter, order_by: ["creation_timestamp ASC"] });
    await server.get("by an unknown key", `${RM}/search`, { filter, order_by: ["colour"] });
    await server.get("by the same twice", `${RM}/search`, { filter, order_by: ["name", "name DESC"] });
    const first = await server.get("first page", `${RM}/search`, { filter, max_results: 2 });
    await server.get("second page", `${RM}/search`, { filter, max_results: 2, page_token: pick(first, "next_page_token") });
    await server.get("garbage token", `${RM}/search`, { filter, page_token: "garbage!" });
    await server.get("size zero", `${RM}/search`, { filter, max_results: 0 });
    await server.get("size negative", `${RM}/search`, { filter, max_results: -1 });
    await server.get("size 1000", `${RM}/search`, { filter, max_results: 1000 });
    await server.get("size over", `${RM}/search`, { filter, max_results: 1001 });
  },
};

const VERSION_FILTERS: Record<string, string> = {
  name: "name = 'NAME'",
  "name in": "name IN ('NAME', 'nobody')",
  "name not in": "name NOT IN ('nobody') AND name LIKE 'NAME%'",
  "name like": "name LIKE 'NAME%'",
  "by run": "run_id = 'RUN'",
  "run in": "run_id IN ('RUN', '0123456789abcdef0123456789abcdef')",
  "run not in": "run_id NOT IN ('0123456789abcdef0123456789abcdef') AND name LIKE 'NAME%'",
  source: "source_path LIKE '%weights%' AND name LIKE 'NAME%'",
  number: "version_number = 2 AND name LIKE 'NAME%'",
  "number above": "version_number > 1 AND name LIKE 'NAME%'",
  "number as text": "version_number >= '1' AND name LIKE 'NAME%'",
  tag: "tags.set = 'a' AND name LIKE 'NAME%'",
  "tag unequal": "tags.set != 'a' AND name LIKE 'NAME%'",
  nobody: "name = 'nobody at all'",
};

const VERSION_REFUSALS: Record<string, string> = {
  "unknown attribute": "colour = 'red'",
  "list of another": "source_path IN ('a')",
  "empty list": "run_id IN ()",
  "number as a word": "version_number = 'a'",
  "number with a fraction": "version_number = 1.5",
  "operator of a number": "version_number LIKE '1'",
};

const versions: Scenario = {
  name: "model version search",
  play: async (server) => {
    const { run_id, source } = await home(server, "version search");
    const name = await registered(server, "search");
    await server.post("first", `${MV}/create`, { name, source, run_id, tags: [{ key: "set", value: "a" }] });
    await server.post("second", `${MV}/create`, { name, source: `${source}/weights.bin`, run_id, tags: [{ key: "set", value: "b" }] });
    await server.post("third", `${MV}/create`, { name, source: "s3://bucket/model" });
    const filled = (filter: string) => filter.replaceAll("NAME", name).replaceAll("RUN", run_id);
    for (const [label, filter] of Object.entries(VERSION_FILTERS)) await server.get(label, `${MV}/search`, { filter: filled(filter) });
    for (const [label, filter] of Object.entries(VERSION_REFUSALS)) await server.get(`refused: ${label}`, `${MV}/search`, { filter });
    const filter = `name = '${name}'`;
    await server.get("by number", `${MV}/search`, { filter, order_by: ["version_number ASC"] });
    await server.get("by creation and number", `${MV}/search`, { filter, order_by: ["creation_timestamp DESC", "version_number ASC"] });
    await server.get("by an unknown key", `${MV}/search`, { filter, order_by: ["colour"] });
    await server.patch("update the first", `${MV}/update`, { name, version: "1", description: "changed" });
    await server.get("by default", `${MV}/search`, { filter });
    const first = await server.get("first page", `${MV}/search`, { filter, max_results: 2 });
    await server.get("second page", `${MV}/search`, { filter, max_results: 2, page_token: pick(first, "next_page_token") });
    await server.get("size zero", `${MV}/search`, { filter, max_results: 0 });
    await server.get("size over", `${MV}/search`, { filter, max_results: 200_001 });
    await server.get("garbage token", `${MV}/search`, { filter, page_token: "garbage!" });
  },
};

export const registrySearchScenarios = [models, versions];
