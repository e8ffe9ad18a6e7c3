import type { RunKeyKind } from "@plumbline/contracts/experiments/run-keys";
import type { Tx } from "@plumbline/db";
import { afterPosition, type Bindings, createBindings, orderClause, positionOf, type SortTerm, sortColumns } from "../../kernel/index.ts";
import { type RunSelection, selectionConditions } from "./run-selection.ts";

interface KeyRow {
  readonly kind: RunKeyKind;
  readonly key: string;
  readonly runs: number;
  readonly is_differing: boolean;
}

interface KeySearch extends RunSelection {
  readonly kinds: readonly RunKeyKind[];
  readonly search: string;
  readonly onlyDiffering: boolean;
  readonly limit: number;
  readonly after: readonly unknown[] | undefined;
  /** Runs and values of each kind that are looked at, the newest first. */
  readonly limits: { readonly runs: number; readonly values: number };
}

interface KeyPage {
  readonly rows: readonly KeyRow[];
  readonly next: readonly unknown[] | undefined;
  readonly examined: number;
  readonly isPartial: boolean;
}

const terms: readonly SortTerm[] = [
  { sql: "k.is_prefix", direction: "desc", type: "bigint" },
  { sql: "k.runs", direction: "desc", type: "bigint" },
  { sql: 'k.key COLLATE "C"', direction: "asc", type: "text" },
  { sql: "k.kind", direction: "asc", type: "text" },
];

/** One page of the keys that the newest matching runs have. The values of each run are found by its key: the cost is bounded by the limits. */
export async function searchKeys(tx: Tx, workspaceId: number, search: KeySearch): Promise<KeyPage> {
  const bindings = createBindings();
  const workspaceSql = `${bindings.bind(workspaceId)}::int`;
  const { limits } = search;
  const text = bindings.bind(search.search.toLowerCase());
  const conditions = [`position(${text} IN lower(k.key)) > 0`];
  if (search.onlyDiffering) conditions.push("k.is_differing");
  if (search.after) conditions.push(afterPosition(terms, search.after, bindings));
  const kinds = [...new Set(search.kinds)];
  const rows = await tx.rows<KeyRow & { examined: number; is_partial: boolean }>(
    `WITH chosen AS MATERIALIZED (${chosenSql(search, workspaceSql, bindings)}),
     runs AS MATERIALIZED (SELECT key FROM chosen ORDER BY start_time DESC, run_id LIMIT ${limits.runs}),
     ${kinds.map((kind) => `${kind}_values AS MATERIALIZED (${valuesOf[kind](workspaceSql)} LIMIT ${limits.values})`).join(", ")},
     counted AS (${kinds.map((kind) => countedOf(kind, workspaceSql)).join(" UNION ALL ")}),
     k AS (SELECT counted.*, starts_with(lower(key), ${text})::int AS is_prefix FROM counted),
     page AS (SELECT k.*${sortColumns(terms)} FROM k WHERE ${conditions.join(" AND ")} ORDER BY ${orderClause(terms)} LIMIT ${bindings.bind(search.limit + 1)})
     SELECT page.*, (SELECT count(*)::int FROM runs) AS examined,
       (SELECT count(*) > ${limits.runs} FROM chosen)${kinds.map((kind) => ` OR (SELECT count(*) = ${limits.values} FROM ${kind}_values)`).join("")} AS is_partial
     FROM (SELECT) AS always LEFT JOIN page ON true ORDER BY ${terms.map(({ direction }, index) => `s${index} ${direction}`).join(", ")}`,
    bindings.values,
  );
  const [first] = rows;
  const found = rows.filter(({ key }) => key !== null);
  const page = found.slice(0, search.limit);
  const last = page.at(-1);
  return {
    rows: page,
    next: found.length > search.limit && last ? positionOf(terms, last) : undefined,
    examined: first?.examined ?? 0,
    isPartial: first?.is_partial ?? false,
  };
}

function chosenSql(search: KeySearch, workspaceSql: string, bindings: Bindings): string {
  const conditions = selectionConditions(search, { workspaceSql, bindings });
  return `SELECT r.key, r.run_id, r.start_time FROM run r WHERE ${conditions.join(" AND ")} ORDER BY r.start_time DESC, r.run_id LIMIT ${search.limits.runs + 1}`;
}

const texts = (table: string) => (workspaceSql: string) =>
  `SELECT v.key, v.value FROM runs, LATERAL (SELECT x.key, x.value FROM ${table} x WHERE x.workspace_id = ${workspaceSql} AND x.run_key = runs.key OFFSET 0) AS v`;

const valuesOf: Readonly<Record<RunKeyKind, (workspaceSql: string) => string>> = {
  metric: (workspaceSql) =>
    `SELECT v.key_id, v.last_value AS value FROM runs, LATERAL (
       SELECT x.key_id, x.last_value FROM metric_summary x WHERE x.workspace_id = ${workspaceSql} AND x.run_key = runs.key OFFSET 0) AS v`,
  param: texts("run_param"),
  tag: texts("run_tag"),
};

function countedOf(kind: RunKeyKind, workspaceSql: string): string {
  const collation = kind === "metric" ? "" : ' COLLATE "C"';
  const isDiffering = `min(value${collation}) <> max(value${collation}) OR count(*) < (SELECT count(*) FROM runs)`;
  const column = kind === "metric" ? "key_id" : "key";
  const counted = `SELECT ${column}, count(*)::int AS runs, ${isDiffering} AS is_differing FROM ${kind}_values GROUP BY ${column}`;
  if (kind !== "metric") return `SELECT '${kind}'::text AS kind, c.key, c.runs, c.is_differing FROM (${counted}) AS c`;
  return `SELECT 'metric'::text AS kind, n.name AS key, c.runs, c.is_differing FROM (${counted}) AS c
    JOIN metric_key n ON n.workspace_id = ${workspaceSql} AND n.id = c.key_id`;
}
