import type { ViewType } from "@plumbline/contracts/experiments/experiment";
import type { FilterExpression } from "@plumbline/contracts/query/expression";
import type { OrderBy } from "@plumbline/contracts/query/order-by";
import type { Tx } from "@plumbline/db";
import { afterPosition, type Bindings, createBindings, orderClause, positionOf, sortColumns } from "../../kernel/index.ts";
import { runPredicate } from "./run-filter.ts";
import { runOrder } from "./run-order.ts";
import { type RunRow, runColumns } from "./runs.ts";

export interface RunSelection {
  readonly experimentIds: readonly number[];
  readonly filter: FilterExpression;
  readonly view: ViewType;
}

export interface RunSearch extends RunSelection {
  readonly order: readonly OrderBy[];
  readonly limit: number;
  /** Position after which to go on, from an earlier page. */
  readonly after: readonly unknown[] | undefined;
}

export interface RunRowPage {
  readonly rows: readonly RunRow[];
  /** Position of the last row, if more follow. */
  readonly next: readonly unknown[] | undefined;
}

/** One page of runs, without what hangs on them. */
export async function searchRuns(tx: Tx, workspaceId: number, search: RunSearch): Promise<RunRowPage> {
  const bindings = createBindings();
  const workspaceSql = `${bindings.bind(workspaceId)}::int`;
  const { joins, terms } = runOrder(search.order, workspaceSql, bindings);
  const conditions = selectionSql(search, workspaceSql, bindings);
  if (search.after) conditions.push(afterPosition(terms, search.after, bindings));
  const rows = await tx.rows<RunRow>(
    `SELECT ${runColumns}${sortColumns(terms)} FROM run r ${joins}
     WHERE ${conditions.join(" AND ")} ORDER BY ${orderClause(terms)} LIMIT ${bindings.bind(search.limit + 1)}`,
    bindings.values,
  );
  const page = rows.slice(0, search.limit);
  const last = page.at(-1);
  return { rows: page, next: rows.length > search.limit && last ? positionOf(terms, last) : undefined };
}

/** How many runs match, counting no further than `cap`. */
export async function countRuns(tx: Tx, workspaceId: number, selection: RunSelection & { readonly cap: number }): Promise<number> {
  const bindings = createBindings();
  const conditions = selectionSql(selection, `${bindings.bind(workspaceId)}::int`, bindings);
  const row = await tx.row<{ count: number }>(
    `SELECT count(*) FROM (SELECT FROM run r WHERE ${conditions.join(" AND ")} LIMIT ${bindings.bind(selection.cap)}) AS found`,
    bindings.values,
  );
  return row?.count ?? 0;
}

function selectionSql({ experimentIds, filter, view }: RunSelection, workspaceSql: string, bindings: Bindings): string[] {
  const [only] = experimentIds;
  const conditions = [
    `r.workspace_id = ${workspaceSql}`,
    // Equality, where there is one experiment, lets the index give the order.
    experimentIds.length === 1
      ? `r.experiment_id = ${bindings.bind(only)}`
      : `r.experiment_id = ANY(${bindings.bind(experimentIds)}::int[])`,
    runPredicate(filter, workspaceSql, bindings),
  ];
  if (view !== "all") conditions.push(`r.lifecycle_stage = ${bindings.bind(view)}`);
  return conditions;
}
