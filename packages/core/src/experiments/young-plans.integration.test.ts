import type { Database, Scope, Statement, Tx } from "@plumbline/db";
import { openTestEnvironment, type TestEnvironment, type TestWorkspace } from "@plumbline/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Caller } from "../kernel/index.ts";
import { createRun, logBatch, searchLoggedRuns, searchRuns, updateRun } from "./index.ts";

let env: TestEnvironment;
let workspace: TestWorkspace;
let caller: Caller;
beforeAll(async () => {
  env = await openTestEnvironment();
  workspace = await env.createWorkspace();
  caller = env.callerOf({ workspace, role: "contributor" });
});
afterAll(() => env.close());

interface PlanNode {
  readonly "Node Type": string;
  readonly "Relation Name"?: string;
  readonly "Index Name"?: string;
  readonly "Index Cond"?: string;
  readonly Plans?: readonly PlanNode[];
}

/** Tables that have a row or more for each run, and one with a row for each name. */
const large = new Set(["run", "run_param", "run_tag", "metric_summary", "metric_arrival", "hot_run", "metric_key"]);

const scansOf = (node: PlanNode): PlanNode[] => [
  ...(node["Node Type"].includes("Scan") && large.has(node["Relation Name"] ?? "") ? [node] : []),
  ...(node.Plans ?? []).flatMap(scansOf),
];

/** Reads a whole workspace: all of a table, or all of an index that its runs have in common. */
const isWide = (scan: PlanNode): boolean =>
  scan["Index Cond"] === undefined ? scan["Node Type"] !== "Bitmap Heap Scan" : /^\(workspace_id = [^()]*\)$/.test(scan["Index Cond"]);

/** A statement, and the transaction that asked it. */
interface Asked {
  readonly text: string;
  readonly scope: Scope;
}

/** How named statements find what they look for, in plans that are made for any values. */
async function scansIn(statements: ReadonlyMap<string, Asked>): Promise<{ name: string; scan: PlanNode }[]> {
  const scans: { name: string; scan: PlanNode }[] = [];
  for (const [name, { text, scope }] of statements) {
    const plans = await env.deps.db.transaction(scope, (tx) =>
      tx.rows<{ "QUERY PLAN": readonly [{ readonly Plan: PlanNode }] }>(`EXPLAIN (GENERIC_PLAN, FORMAT JSON) ${text}`),
    );
    scans.push(...plans.flatMap((row) => scansOf(row["QUERY PLAN"][0].Plan)).map((scan) => ({ name, scan })));
  }
  return scans;
}

/** The database, with the name and text of each statement put down. */
function watched(db: Database, statements: Map<string, Asked>): Database {
  const note = (sql: string | Statement, scope: Scope): void => {
    if (typeof sql !== "string") statements.set(sql.name, { text: sql.text, scope });
  };
  const watch = (tx: Tx): Tx => ({
    ...tx,
    rows: (sql, values) => {
      note(sql, tx.scope);
      return tx.rows(sql, values);
    },
    row: (sql, values) => {
      note(sql, tx.scope);
      return tx.row(sql, values);
    },
    execute: (sql, values) => {
      note(sql, tx.scope);
      return tx.execute(sql, values);
    },
    atCommit: (sql, values) => {
      note(sql, tx.scope);
      tx.atCommit(sql, values);
    },
  });
  return { ...db, transaction: (scope, work) => db.transaction(scope, (tx) => work(watch(tx))) };
}

// A connection keeps such plans: one that walks a workspace costs nothing while there are no runs, and each request a second when there are a million.
test("whatever logging finds is found by a unique index, also where plans are made before there are runs", async () => {
  const statements = new Map<string, Asked>();
  const deps = { ...env.deps, db: watched(env.deps.db, statements) };
  const { runId } = await createRun(deps, caller, {});
  const metrics = [{ key: "loss", value: 1, timestamp: 1, step: 0 }];
  await logBatch(deps, caller, { runId, metrics });
  await logBatch(deps, caller, { runId, metrics, params: [{ key: "lr", value: "1" }], tags: [{ key: "team", value: "a" }] });
  await updateRun(deps, caller, { runId, status: "FINISHED", endTime: 5 });
  expect([...statements.keys()]).toEqual(
    expect.arrayContaining(["experiments.select-targets", "experiments.lock-targets", "experiments.change-run"]),
  );

  const unique = new Set(
    (await env.sql<{ name: string }>("SELECT indexrelid::regclass::text AS name FROM pg_index WHERE indisunique")).map(({ name }) => name),
  );
  const others = async () => {
    const scans = (await scansIn(statements)).filter(({ scan }) => !unique.has(scan["Index Name"] ?? ""));
    return scans.map(({ name, scan }) => `${name}: ${scan["Relation Name"]} by ${scan["Index Name"]}`);
  };
  expect(await others()).toEqual([]);
  // A table of one page is read as a whole unless that is forbidden.
  await env.sql(`ANALYZE ${[...large].join(", ")}`);
  expect(await others()).toEqual([]);
});

test("what hangs on the runs of a page is found by those runs, and names of metrics by their numbers", async () => {
  const statements = new Map<string, Asked>();
  const deps = { ...env.deps, db: watched(env.deps.db, statements) };
  await searchRuns(deps, caller, { experimentIds: ["0"] });
  await searchRuns(deps, caller, { experimentIds: ["0"], columns: { metrics: ["loss"], params: ["lr"], tags: [] } });
  await searchLoggedRuns(deps, caller, { experimentIds: ["0"] });
  expect([...statements.keys()]).toEqual(
    expect.arrayContaining(
      ["all-all-all-figures", "some-none-some-figures", "all-all-all-last"].map((parts) => `experiments.run-parts-${parts}`),
    ),
  );
  const wide = (await scansIn(statements)).filter(({ scan }) => isWide(scan));
  expect(wide.map(({ name, scan }) => `${name}: ${scan["Relation Name"]} by ${scan["Index Cond"]}`)).toEqual([]);
});
