import { existsSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTestEnvironment, type TestEnvironment } from "../packages/testing/src/index.ts";
import { tableOwners } from "../tooling/checks/prisma-schema.ts";
import { openRepository } from "../tooling/checks/repository.ts";
import { databaseRules } from "./database-rules.ts";

const root = path.resolve(import.meta.dirname, "..");
let env: TestEnvironment;
let broken: TestEnvironment;
beforeAll(async () => {
  [env, broken] = await Promise.all([openTestEnvironment(), openTestEnvironment()]);
  for (const statement of planted) await broken.sql(statement);
});
afterAll(() => Promise.all([env.close(), broken.close()]));

const breaches = async (of: TestEnvironment, rule: string): Promise<string[]> =>
  (await of.sql<{ found: string }>(databaseRules[rule] ?? "")).map(({ found }) => found).sort();

/** One of everything that the rules refuse. */
const planted = [
  "CREATE TABLE nobodys (id integer PRIMARY KEY)",
  "ALTER TABLE sign_in_throttle ADD COLUMN workspace_id integer",
  "CREATE TABLE loose (workspace_id integer)",
  "CREATE TABLE texted (workspace_id text NOT NULL)",
  "CREATE TABLE open_for_all (workspace_id integer NOT NULL)",
  "ALTER TABLE open_for_all ENABLE ROW LEVEL SECURITY",
  "CREATE POLICY everyone ON open_for_all TO PUBLIC USING (true)",
  "CREATE POLICY either ON run FOR SELECT TO plumbline_app USING (workspace_id = current_workspace_id() OR status = 'FINISHED')",
  "CREATE POLICY writes ON run_tag FOR ALL TO plumbline_app USING (workspace_id = current_workspace_id()) WITH CHECK (true)",
  "CREATE TABLE child (workspace_id integer NOT NULL, a integer REFERENCES workspace (id), run_key bigint REFERENCES run (key), blob_id uuid REFERENCES blob (id))",
  "CREATE INDEX child_other_first ON child (workspace_id, a)",
  "CREATE INDEX child_some ON child (run_key) WHERE a > 0",
  "CREATE INDEX child_blob ON child (blob_id, a)",
  "CREATE VIEW with_owners_rights AS SELECT 1 AS one",
  "CREATE FUNCTION anywhere(pattern text) RETURNS integer LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog RETURN 1",
  "CREATE FUNCTION any_path(workspace integer) RETURNS integer LANGUAGE sql SECURITY DEFINER RETURN 1",
  "GRANT UPDATE ON audit_event TO plumbline_system",
  "GRANT UPDATE ON vote TO plumbline_app",
  "GRANT DELETE ON metric_block TO plumbline_app",
  "GRANT TRUNCATE ON experiment TO plumbline_app",
];
const expected: Readonly<Record<string, readonly string[]>> = {
  "a table without workspace_id is one of the platform's": ["nobodys"],
  "a table of the platform exists and has no workspace_id": ["sign_in_throttle"],
  "workspace_id is an integer, and is given unless the row may concern the platform": ["loose", "sign_in_throttle", "texted"],
  "row-level security is on, of every table": ["child", "loose", "nobodys", "texted"],
  "a tenant table has a policy for the application": ["child", "loose", "open_for_all", "sign_in_throttle", "texted"],
  "no policy lets the application past its workspace": ["open_for_all.everyone", "run.either", "run_tag.writes"],
  "a foreign key has an index that begins with its columns": ["child.child_a_fkey", "child.child_run_key_fkey"],
  "a view asks with the rights of its reader": ["with_owners_rights"],
  "a function with its owner's rights fixes its search path and asks for the workspace": ["any_path", "anywhere"],
  "nobody changes or removes audit events": ["plumbline_system UPDATE"],
  "nobody changes or removes votes, published policies, evidence and history": ["plumbline_app UPDATE vote"],
  "retention alone removes points and payloads": ["plumbline_app DELETE metric_block"],
  "only the owner may truncate": ["plumbline_app experiment"],
};

describe.each(Object.keys(databaseRules))("%s", (rule) => {
  test("holds", async () => {
    expect(await breaches(env, rule)).toEqual([]);
  });

  test("is seen to be broken where it is", async () => {
    expect(await breaches(broken, rule)).toEqual(expected[rule]);
  });
});

describe("owners", () => {
  const owners = tableOwners(openRepository(root));
  const nouns = new Set(owners.values());

  test("every table is described in the file of one noun", async () => {
    const tables = await env.sql<{ name: string }>(
      "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_prisma_migrations'",
    );
    expect(tables.map(({ name }) => name).filter((name) => !owners.has(name))).toEqual([]);
  });

  test("every noun with tables is a slice of core", () => {
    expect([...nouns].filter((noun) => !existsSync(path.join(root, "packages/core/src", noun)))).toEqual([]);
  });

  test("every view says by its name which slice publishes it", async () => {
    const views = await env.sql<{ name: string }>("SELECT viewname AS name FROM pg_views WHERE schemaname = 'public'");
    expect(
      views.map(({ name }) => name).filter((name) => ![...nouns].some((noun) => name.startsWith(`${noun.replaceAll("-", "_")}_`))),
    ).toEqual([]);
  });
});
