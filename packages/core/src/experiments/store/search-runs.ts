import type { OrderBy } from "@plumbline/contracts/query/order-by";
import type { Tx } from "@plumbline/db";
import { afterPosition, createBindings, orderClause, positionOf, sortColumns } from "../../kernel/index.ts";
import { runPredicate } from "./run-filter.ts";
import { runOrder } from "./run-order.ts";
import { type RunSelection, selectionConditions } from "./run-selection.ts";
import { type RunRow, runColumns } from "./runs.ts";
import type { Steps } from "./search/candidate-walk.ts";
import { indexedConjuncts } from "./search/indexed-conjuncts.ts";
import { measureConjuncts } from "./search/measure-conjuncts.ts";
import { type Narrowing, narrowRuns } from "./search/narrow-runs.ts";
import { drivenStep, pageSteps } from "./search/plan-search.ts";
import { type SearchLimits, searchLimits } from "./search/search-limits.ts";
import type { SearchSql } from "./search/search-sql.ts";

export interface RunSearch extends RunSelection {
  readonly order: readonly OrderBy[];
  readonly limit: number;
  /** Position after which to go on, from an earlier page. */
  readonly after: readonly unknown[] | undefined;
  readonly limits?: SearchLimits;
}

export interface RunRowPage {
  readonly rows: readonly RunRow[];
  /** Position of the last row, if more follow. */
  readonly next: readonly unknown[] | undefined;
}

/**
 * One page of runs, without what hangs on them. Indexes give candidates, among which the runs of the page are; what the page is, and its
 * order, is decided on the runs themselves.
 */
export async function searchRuns(tx: Tx, workspaceId: number, search: RunSearch): Promise<RunRowPage> {
  const { experimentIds, limits = searchLimits } = search;
  const conjuncts = indexedConjuncts(search.filter);
  const { order, view, after } = search;
  const measured = await measureConjuncts(tx, { workspaceId, experimentIds, order, gatheredMax: limits.gathered }, conjuncts);
  const of = searchSql(workspaceId, search);
  const { bindings, workspaceSql } = of;
  const { joins, terms } = runOrder(search.order, workspaceSql, bindings);
  const limitSql = `(${bindings.bind(search.limit + 1)}::bigint)`;
  const filterSql = runPredicate(search.filter, workspaceSql, bindings);
  const conditions = selectionConditions(search, of, filterSql);
  if (search.after) conditions.push(afterPosition(terms, search.after, bindings));
  const narrowing = narrowRuns(measured.conjuncts, of, limits);
  const walk = { of, order, view, limitSql, after, conjuncts, filterSql };
  const steps = pageSteps({ walk, narrowing, measured, limits });
  conditions.push(...narrowed(narrowing, steps));
  const rows = await tx.rows<RunRow>(
    `${candidates(of, narrowing, steps)}
     SELECT ${runColumns}${sortColumns(terms)} FROM ${runsOf(steps)} ${joins}
     WHERE ${conditions.join(" AND ")} ORDER BY ${orderClause(terms)} LIMIT ${limitSql}`,
    bindings.values,
  );
  const page = rows.slice(0, search.limit);
  const last = page.at(-1);
  return { rows: page, next: rows.length > search.limit && last ? positionOf(terms, last) : undefined };
}

/** How many runs match, counting no further than `cap`. */
export async function countRuns(tx: Tx, workspaceId: number, selection: RunSelection & { readonly cap: number }): Promise<number> {
  const conjuncts = indexedConjuncts(selection.filter);
  const { experimentIds } = selection;
  const measured = await measureConjuncts(tx, { workspaceId, experimentIds, gatheredMax: searchLimits.gathered }, conjuncts);
  const of = searchSql(workspaceId, selection);
  const narrowing = narrowRuns(measured.conjuncts, of, searchLimits);
  const filterSql = runPredicate(selection.filter, of.workspaceSql, of.bindings);
  const [rarest] = measured.conjuncts;
  const steps = rarest && rarest.matches <= searchLimits.gathered ? [drivenStep({ narrow: narrowing.conditions })] : undefined;
  const conditions = [...selectionConditions(selection, of, filterSql), ...narrowed(narrowing, steps)];
  const row = await tx.row<{ count: number }>(
    `${candidates(of, narrowing, steps)}
     SELECT count(*) FROM (SELECT FROM ${runsOf(steps)}
       WHERE ${conditions.join(" AND ")} LIMIT ${of.bindings.bind(selection.cap)}) AS found`,
    of.bindings.values,
  );
  return row?.count ?? 0;
}

function searchSql(workspaceId: number, { experimentIds }: RunSelection): SearchSql {
  const bindings = createBindings();
  return { bindings, workspaceSql: `${bindings.bind(workspaceId)}::int`, experimentsSql: `${bindings.bind(experimentIds)}::int[]` };
}

/** Hot runs are candidates always: what indexes say of them may be old. */
function candidates(of: SearchSql, { sets }: Narrowing, steps: Steps = []): string {
  const hot = `hot AS MATERIALIZED (SELECT h.run_key FROM hot_run h WHERE h.workspace_id = ${of.workspaceSql} AND h.experiment_id = ANY(${of.experimentsSql}))`;
  const found = steps.filter(({ isAside }) => !isAside);
  const union = ["hot", ...found.map(({ name }) => name)].map((name) => `SELECT run_key FROM ${name}`).join(" UNION ");
  const made = steps.map(({ name, sql }) => `${name} AS MATERIALIZED (${sql})`);
  return `WITH ${[hot, ...sets, ...made, `candidate AS MATERIALIZED (${union})`].join(", ")}`;
}

/** The candidates' runs as `r`, or all runs where there are no candidates. */
const runsOf = (steps: Steps | undefined): string =>
  steps ? "candidate c CROSS JOIN LATERAL (SELECT * FROM run WHERE run.key = c.run_key OFFSET 0) AS r" : "run r";

/** What spares runs that are no candidates a closer look. */
function narrowed({ conditions }: Narrowing, steps: Steps | undefined): string[] {
  const narrow = steps ? [] : conditions("r.key");
  return narrow.length === 0 ? [] : [`((r.key IN (SELECT run_key FROM hot)) IS TRUE OR (${narrow.join(" AND ")}))`];
}
