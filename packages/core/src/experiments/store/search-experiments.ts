import type { ViewType } from "@plumbline/contracts/experiments/experiment";
import type { Comparison, FilterExpression, TextualComparison } from "@plumbline/contracts/query/expression";
import type { OrderBy } from "@plumbline/contracts/query/order-by";
import type { Tx } from "@plumbline/db";
import {
  afterPosition,
  type Bindings,
  compareInteger,
  compareText,
  createBindings,
  orderClause,
  positionOf,
  predicate,
  type SortTerm,
  sortColumns,
  textTerm,
} from "../../kernel/index.ts";
import { type ExperimentRow, experimentColumns } from "./experiments.ts";

interface ExperimentSearch {
  readonly filter: FilterExpression;
  readonly order: readonly OrderBy[];
  readonly view: ViewType;
  readonly limit: number;
  readonly after: readonly unknown[] | undefined;
}

interface ExperimentRowPage {
  readonly rows: readonly ExperimentRow[];
  readonly next: readonly unknown[] | undefined;
}

/** One page of experiments; the newest first where no order is asked. */
export async function searchExperiments(tx: Tx, workspaceId: number, search: ExperimentSearch): Promise<ExperimentRowPage> {
  const bindings = createBindings();
  const workspaceSql = `${bindings.bind(workspaceId)}::int`;
  const terms = orderTerms(search.order);
  const conditions = [
    `e.workspace_id = ${workspaceSql}`,
    predicate(search.filter, (comparison) => compare(comparison, workspaceSql, bindings)),
  ];
  if (search.view !== "all") conditions.push(`e.lifecycle_stage = ${bindings.bind(search.view)}`);
  if (search.after) conditions.push(afterPosition(terms, search.after, bindings));
  const rows = await tx.rows<ExperimentRow>(
    `SELECT ${experimentColumns}${sortColumns(terms)} FROM experiment e
     WHERE ${conditions.join(" AND ")} ORDER BY ${orderClause(terms)} LIMIT ${bindings.bind(search.limit + 1)}`,
    bindings.values,
  );
  const page = rows.slice(0, search.limit);
  const last = page.at(-1);
  return { rows: page, next: rows.length > search.limit && last ? positionOf(terms, last) : undefined };
}

const integerColumns: Readonly<Record<string, string>> = {
  experiment_id: "e.id",
  creation_time: "e.creation_time",
  last_update_time: "e.last_update_time",
};

function orderTerms(order: readonly OrderBy[]): SortTerm[] {
  const terms = order.map(({ key, direction }): SortTerm => {
    const integer = integerColumns[key];
    return integer ? { sql: integer, direction, type: "bigint" } : textTerm("e.name", direction);
  });
  if (order.length === 0) terms.push({ sql: "e.creation_time", direction: "desc", type: "bigint" });
  if (!order.some(({ key }) => key === "experiment_id")) terms.push({ sql: "e.id", direction: "desc", type: "bigint" });
  return terms;
}

function compare(comparison: Comparison, workspaceSql: string, bindings: Bindings): string {
  if (comparison.entity === "tag") return compareTag(comparison, workspaceSql, bindings);
  // Ids are compared as text: any whole number may be asked for, also one that no experiment can have.
  if (comparison.valueType === "text" || comparison.valueType === "list") {
    return comparison.key === "experiment_id"
      ? compareText("e.id::text", plainNumbers(comparison), bindings)
      : compareText("e.name", comparison, bindings);
  }
  const column = integerColumns[comparison.key];
  if (comparison.valueType === "none" || column === undefined) throw new Error(`no column to compare ${comparison.key} with`);
  return compareInteger(column, comparison, bindings);
}

/** `"007"` and `" 7"` mean 7. */
function plainNumbers<C extends TextualComparison>(comparison: C): C {
  const { value } = comparison;
  return { ...comparison, value: typeof value === "string" ? plain(value) : value.map(plain) };
}
const plain = (text: string): string => String(BigInt(text.trim().replace(/^\+/, "")));

function compareTag(comparison: Comparison, workspaceSql: string, bindings: Bindings): string {
  const rows = `SELECT FROM experiment_tag t WHERE t.workspace_id = ${workspaceSql} AND t.experiment_id = e.id AND t.key = ${bindings.bind(comparison.key)}`;
  if (comparison.valueType === "none") return comparison.operator === "IS NULL" ? `NOT EXISTS (${rows})` : `EXISTS (${rows})`;
  if (comparison.valueType !== "text" && comparison.valueType !== "list") throw new Error("tags are text");
  return `EXISTS (${rows} AND ${compareText("t.value", comparison, bindings)})`;
}
