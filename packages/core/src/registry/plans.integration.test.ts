import type { Tx } from "@plumbline/db";
import { openTestEnvironment, type TestEnvironment, type TestWorkspace } from "@plumbline/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readFilter, readOrderBy } from "../kernel/index.ts";
import * as aliases from "./store/aliases.ts";
import { listHistory } from "./store/history.ts";
import { selectLatestVersions } from "./store/latest-versions.ts";
import { listModels, searchModels } from "./store/list-models.ts";
import { findModel, lockModel } from "./store/models.ts";
import { isPromptModel } from "./store/prompts.ts";
import { searchVersions } from "./store/search-versions.ts";
import { listFilesBelow } from "./store/sources.ts";
import { listFiles } from "./store/version-files.ts";
import { findVersion, findVersionByAlias, findVersionByKey, listVersions } from "./store/versions.ts";

// PostgreSQL plans a named statement for good on what it knows at its first uses: on a new installation, that every table is empty.
let env: TestEnvironment;
let workspace: TestWorkspace;
beforeAll(async () => {
  env = await openTestEnvironment();
  workspace = await env.createWorkspace();
});
afterAll(() => env.close());

/** The plans of every statement that `work` sends, on tables without rows and statistics. */
async function plansOf(work: (tx: Tx, workspaceId: number) => Promise<unknown>): Promise<string> {
  const plans: string[] = [];
  await env.db.transaction({ role: "app", workspaceId: workspace.id, actorId: "system" }, async (tx) => {
    const explain = async (sql: Parameters<Tx["rows"]>[0], values: readonly unknown[] = []) => {
      const rows = await tx.rows<{ "QUERY PLAN": string }>(`EXPLAIN ${typeof sql === "string" ? sql : sql.text}`, values);
      plans.push(rows.map((row) => row["QUERY PLAN"]).join("\n"));
      return [];
    };
    const spy: Tx = { ...tx, rows: explain, row: async (sql, values) => (await explain(sql, values))[0] };
    await work(spy, workspace.id);
  });
  return plans.join("\n");
}

const of = { modelKey: 1, version: 1 };
const models = async (tx: Tx, filter: string, orderBy: string[] = []) => ({
  filter: await readFilter(tx, filter, "registered-models"),
  order: readOrderBy(orderBy, "registered-models"),
  after: undefined,
  limit: 10,
});
const versions = async (tx: Tx, filter: string) => ({
  filter: await readFilter(tx, filter, "model-versions"),
  order: [],
  after: undefined,
  limit: 10,
});

/** Tables of which every row of the workspace would be read. Models are few: their unique name may stand in for their key while they are. */
function readByWorkspaceAlone(plans: string): string[] {
  const scans = plans.matchAll(/Index Scan (?:Backward )?using \S+ on (\w+)[^\n]*\n\s*Index Cond: ([^\n]*)/g);
  return [...scans].flatMap(([, table = "", condition = ""]) =>
    /^\(workspace_id = [^ ]*\)$/.test(condition) && table !== "registered_model" ? [`${table}: ${condition}`] : [],
  );
}

test.each<[string, (tx: Tx, id: number) => Promise<unknown>]>([
  ["a model by name", (tx, id) => findModel(tx, id, "m")],
  ["a model that is held", (tx, id) => lockModel(tx, id, "m")],
  ["a version", (tx, id) => findVersion(tx, id, { model: "m", version: 1 })],
  ["a version by key", (tx, id) => findVersionByKey(tx, id, of)],
  ["a version by alias", (tx, id) => findVersionByAlias(tx, id, { model: "m", alias: "champion" })],
  ["an alias", (tx, id) => aliases.findAlias(tx, id, { modelKey: 1, alias: "a" })],
  ["a page of models", (tx, id) => listModels(tx, id, { search: "", tier: undefined, stage: undefined, after: "m", limit: 10 })],
  ["a page of versions", (tx, id) => listVersions(tx, id, { modelKey: 1, stage: undefined, before: 9, limit: 10 })],
  ["the newest versions of models", (tx, id) => selectLatestVersions(tx, id, { models: ["m", "n"], stages: ["staging"] })],
  ["whether a model is a prompt", (tx, id) => isPromptModel(tx, id, "m")],
  ["a page of history", (tx, id) => listHistory(tx, id, { modelKey: 1, version: undefined, alias: undefined, before: 9, limit: 10 })],
  ["a manifest", (tx, id) => listFiles(tx, id, of)],
  ["the files below a source", (tx, id) => listFilesBelow(tx, id, { root: "0/r/artifacts/model", limit: 10 })],
  ["a search of models by name", async (tx, id) => searchModels(tx, id, await models(tx, "name = 'm'"))],
  ["a search of models by tag", async (tx, id) => searchModels(tx, id, await models(tx, "tags.a = 'b'"))],
  ["a search of versions by name", async (tx, id) => searchVersions(tx, id, await versions(tx, "name = 'm'"))],
  ["a search of versions by run", async (tx, id) => searchVersions(tx, id, await versions(tx, "run_id IN ('a', 'b')"))],
])("%s is found by an index", async (_, work) => {
  const plans = await plansOf(work);
  expect(plans).toContain("Index");
  expect(readByWorkspaceAlone(plans)).toEqual([]);
  expect(plans).not.toMatch(/Seq Scan on (registered_model|model_version|model_alias|model_history|model_version_file|artifact)\b/);
});

test("pages of models are read along the names, without sorting", async () => {
  const plans = await plansOf((tx, id) => listModels(tx, id, { search: "", tier: undefined, stage: undefined, after: "m", limit: 10 }));
  expect(plans).toContain("registered_model_workspace_id_name_key");
});
