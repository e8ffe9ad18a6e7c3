import type { Database, Tx } from "@plumbline/db";
import { openTestEnvironment, type TestEnvironment, type TestWorkspace } from "@plumbline/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Caller, readFilter, readOrderBy } from "../kernel/index.ts";
import { countRuns, createExperiment, createRun, settleRuns } from "./index.ts";
import { boundSearch } from "./store/search/bound-search.ts";
import { type SearchLimits, searchLimits } from "./store/search/search-limits.ts";
import * as store from "./store/search-runs.ts";

const runs = 20_000;
const hotRuns = 5;
const start = 1_760_000_000_000;

let env: TestEnvironment;
let workspace: TestWorkspace;
let caller: Caller;
let experimentId: string;

/** Runs of 5 metrics, 4 params and 2 tags: m0 to m3 are independent of each other, m4 is high where m0 is low, p1 has 20 values, t0 is on every tenth. */
const load = [
  `INSERT INTO metric_key (workspace_id, name) SELECT $1::int, 'm' || k FROM generate_series(0, 4) AS k WHERE $2::int >= 0`,
  `INSERT INTO run (workspace_id, run_id, experiment_id, name, status, user_id, created_by, start_time, end_time, artifact_uri)
   SELECT $1::int, md5(i::text), $2::int, 'r' || i, CASE WHEN i % 4 = 0 THEN 'FAILED' ELSE 'FINISHED' END, 'u' || i % 50, 'test', ${start} + i * 1000::bigint,
     ${start} + i * 1000::bigint + (i * 7919::bigint) % 60000, 'artifacts/' || i FROM generate_series(1, ${runs}) AS i`,
  "INSERT INTO hot_run (workspace_id, experiment_id, run_key, settling_at) SELECT $1::int, $2::int, key, to_timestamp(0) FROM run WHERE workspace_id = $1",
  `INSERT INTO metric_summary (workspace_id, run_key, key_id, count, numeric_count, sum, first_step, first_time, first_value, last_step, last_time, last_value)
   SELECT $1::int, r.key, n.id, 1, 1, v, 0, 0, v, 0, 0, v FROM run r, metric_key n,
     LATERAL (SELECT CASE n.name WHEN 'm4' THEN 1 - drawn ELSE drawn END AS v FROM (
       SELECT (r.key * (7919 + CASE n.name WHEN 'm4' THEN 0 ELSE substr(n.name, 2)::int END * 104729) % 1000003)::float8 / 1000003 AS drawn) AS d) AS valued
   WHERE r.workspace_id = $1 AND r.experiment_id = $2`,
  `INSERT INTO run_param (workspace_id, run_key, key, value) SELECT $1::int, key, 'p' || k, 'v' || (key * 31 + k * 17) % 20
   FROM run, generate_series(0, 3) AS k WHERE workspace_id = $1 AND experiment_id = $2`,
  `INSERT INTO run_tag (workspace_id, run_key, key, value) SELECT $1::int, key, 't' || k, 'x' || key % 7
   FROM run, generate_series(0, 1) AS k WHERE workspace_id = $1 AND experiment_id = $2 AND (k > 0 OR key % 10 = 0)`,
];

beforeAll(async () => {
  env = await openTestEnvironment();
  workspace = await env.createWorkspace();
  caller = env.callerOf({ workspace, role: "admin" });
  experimentId = (await createExperiment(env.deps, caller, { name: "large" })).experimentId;
  for (const sql of load) await env.sql(sql, [workspace.id, Number(experimentId)]);
  const handler = await settleRuns.handler();
  await handler({ deps: env.deps, taskId: "test", workspaceId: null, signal: AbortSignal.timeout(120_000) }, {});
  for (let index = 0; index < hotRuns; index++) await createRun(env.deps, caller, { experimentId, startTime: start });
}, 180_000);
afterAll(() => env.close());

interface PlanNode {
  readonly "Node Type": string;
  readonly "Relation Name"?: string;
  readonly "Actual Rows": number;
  readonly "Actual Loops": number;
  readonly "Rows Removed by Filter"?: number;
  readonly "Rows Removed by Index Recheck"?: number;
  readonly Plans?: readonly PlanNode[];
}

interface Read {
  readonly sequential: string[];
  /** Rows of tables and indexes that were looked at. */
  rows: number;
}

function addRead(read: Read, node: PlanNode): void {
  if (node["Relation Name"] !== undefined) {
    if (node["Node Type"] === "Seq Scan" && node["Relation Name"] !== "hot_run" && node["Actual Loops"] > 0)
      read.sequential.push(node["Relation Name"]);
    const each = node["Actual Rows"] + (node["Rows Removed by Filter"] ?? 0) + (node["Rows Removed by Index Recheck"] ?? 0);
    read.rows += each * node["Actual Loops"];
  }
  for (const part of node.Plans ?? []) addRead(read, part);
}

/** The database, with the plan of each search's statement added up. */
function watched(read: Read): Database {
  const explain = async (tx: Tx, sql: string, values: readonly unknown[]): Promise<void> => {
    const row = await tx.row<{ "QUERY PLAN": readonly [{ readonly Plan: PlanNode }] }>(`EXPLAIN (ANALYZE, FORMAT JSON) ${sql}`, values);
    if (row) addRead(read, row["QUERY PLAN"][0].Plan);
  };
  const watch = (tx: Tx): Tx => ({
    ...tx,
    rows: async (sql, values = []) => {
      if (typeof sql === "string") await explain(tx, sql, values);
      return tx.rows(sql, values);
    },
    row: async (sql, values = []) => {
      if (typeof sql === "string") await explain(tx, sql, values);
      return tx.row(sql, values);
    },
  });
  return { ...env.db, transaction: (scope, work) => env.db.transaction(scope, (tx) => work(watch(tx))) };
}

interface Search {
  readonly filter: string;
  readonly orderBy?: readonly string[];
}
/** To these runs what the real ones are to 400,000. */
const limits: SearchLimits = { ...searchLimits, driven: searchLimits.driven / 20, gathered: searchLimits.gathered / 20 };

async function readOf({ filter, orderBy = [] }: Search): Promise<Read> {
  const read: Read = { sequential: [], rows: 0 };
  const scope = { role: "app", workspaceId: workspace.id, actorId: "test" } as const;
  const search = {
    experimentIds: [Number(experimentId)],
    filter: await env.db.transaction(scope, (tx) => readFilter(tx, filter, "runs")),
    order: readOrderBy(orderBy, "runs"),
    view: "active" as const,
    limit: 50,
    limits,
  };
  await watched(read).transaction(scope, async (tx) => {
    const { next } = await boundSearch(tx, () => store.searchRuns(tx, workspace.id, { ...search, after: undefined }));
    if (next) await boundSearch(tx, () => store.searchRuns(tx, workspace.id, { ...search, after: next }));
  });
  return read;
}

/** What a page and the one after it may look at. */
const shapes: readonly (readonly [filter: string, orderBy: string[], rows: number])[] = [
  ["", [], 1500],
  ["", ["start_time"], 1500],
  ["", ["metrics.m0"], 2000],
  ["", ["metrics.m0 DESC"], 2000],
  ["", ["end_time DESC"], 2000],
  ["", ["run_name"], 2000],
  ["", ["run_id DESC"], 2000],
  ["", ["user_id"], 3000],
  ["", ["params.p1"], 5000],
  ["", ["tags.t0"], 5000],
  ["", ["metrics.unknown"], 3000],
  ["metrics.m1 > 0.999", ["metrics.m0"], 1500],
  ["metrics.m1 = 2", [], 500],
  ["metrics.m1 < 0.5", ["metrics.m0 DESC"], 4000],
  ["metrics.m3 > 0.5 AND params.p1 = 'v7'", ["metrics.m0 DESC"], 9000],
  // None of the first half in the order matches.
  ["metrics.m4 > 0.5 AND params.p1 = 'v7'", ["metrics.m0 DESC"], 9000],
  // No run matches.
  ["params.p1 = 'v7' AND params.p2 = 'v3'", ["metrics.m0"], 5500],
  // The walk gives up after twenty rows for each match of the rarer.
  ["params.p1 = 'v7' AND params.p2 = 'v3'", ["run_name"], 26_000],
  ["params.p1 = 'nobody'", ["metrics.m0"], 500],
  ["tags.t0 = 'x3' AND metrics.m2 >= 0.25", [], 4000],
  ["run_name LIKE 'r123%'", ["start_time"], 2000],
  ["run_name = 'r777'", ["metrics.m0"], 500],
  ["run_id = 'nobody'", [], 500],
  ["user_id = 'u7' AND status = 'FAILED'", ["end_time"], 4000],
  [`start_time > ${start + 19_000_000} AND start_time < ${start + 19_040_000}`, ["metrics.m0"], 1500],
  ["run_id IN ('a', 'b')", [], 500],
  ["", ["duration DESC"], 2000],
  ["metrics.m1 BETWEEN 0.5 AND 0.501", ["duration"], 1500],
];

describe.each(["that PostgreSQL has no statistics of", "that were analyzed"])("runs %s", (which) => {
  beforeAll(async () => {
    if (which === "that were analyzed")
      for (const table of ["run", "ranked_number", "ranked_text", "hot_run", "metric_summary"]) await env.sql(`ANALYZE ${table}`);
  });

  test.each(shapes)("%s ordered by %j", async (filter, orderBy, rows) => {
    const read = await readOf({ filter, orderBy });
    expect(read.sequential).toEqual([]);
    expect(read.rows).toBeLessThan(rows);
  });

  test.each(["run_name LIKE '%zz%'", "params.p1 != 'v1' AND params.p1 ILIKE 'V2'"])("%s looks at each run once", async (filter) => {
    const read = await readOf({ filter });
    expect(read.sequential).toEqual([]);
    expect(read.rows).toBeLessThan(6 * runs);
  });

  test("counting what is rare looks at little else", async () => {
    const read: Read = { sequential: [], rows: 0 };
    const filter = "params.p1 = 'v7' AND metrics.m3 > 0.9";
    const counted = await countRuns({ ...env.deps, db: watched(read) }, caller, { experimentIds: [experimentId], filter });
    expect(counted.isCapped).toBe(false);
    expect(read.sequential).toEqual([]);
    expect(read.rows).toBeLessThan(10_000);
  });
});
