import type { RiskTier, Stage } from "@plumbline/contracts/approvals/stage";
import type { Comparison, FilterExpression } from "@plumbline/contracts/query/expression";
import type { OrderBy } from "@plumbline/contracts/query/order-by";
import type { Tx } from "@plumbline/db";
import {
  afterPosition,
  type Bindings,
  compareText,
  createBindings,
  orderClause,
  positionOf,
  predicate,
  type SortTerm,
  sortColumns,
} from "../../kernel/index.ts";
import { compareInstant, instantTerm } from "./instants.ts";
import { type ModelDetailRow, modelDetailColumns } from "./models.ts";
import { compareTags, promptCondition, type TagTable } from "./tag-filter.ts";

interface ModelList {
  readonly search: string;
  readonly tier: RiskTier | undefined;
  readonly stage: Stage | undefined;
  readonly after: string | null;
  readonly limit: number;
}

/** Models by name, in byte order. */
export function listModels(tx: Tx, workspaceId: number, list: ModelList): Promise<ModelDetailRow[]> {
  const { bind, values } = createBindings();
  const conditions = [`m.workspace_id = ${bind(workspaceId)}`, "m.deleted_at IS NULL"];
  if (list.search !== "") conditions.push(`strpos(lower(m.name), lower(${bind(list.search)})) > 0`);
  if (list.tier) conditions.push(`m.tier = ${bind(list.tier)}`);
  if (list.stage)
    conditions.push(`(EXISTS (SELECT FROM model_version v WHERE v.workspace_id = m.workspace_id AND v.model_key = m.key
    AND v.stage = ${bind(list.stage)} AND v.deleted_at IS NULL)) IS TRUE`);
  if (list.after !== null) conditions.push(`m.name > ${bind(list.after)}`);
  return tx.rows(
    `SELECT ${modelDetailColumns} FROM registered_model m WHERE ${conditions.join(" AND ")} ORDER BY m.name LIMIT ${bind(list.limit)}`,
    values,
  );
}

interface ModelSearch {
  readonly filter: FilterExpression;
  readonly order: readonly OrderBy[];
  readonly after: readonly unknown[] | undefined;
  readonly limit: number;
}

interface ModelPage {
  readonly rows: readonly ModelDetailRow[];
  readonly next: readonly unknown[] | undefined;
}

/** One page of models that match an MLflow filter; by name where no order is asked. */
export async function searchModels(tx: Tx, workspaceId: number, search: ModelSearch): Promise<ModelPage> {
  const bindings = createBindings();
  const tags: TagTable = { table: "model_tag", owner: "t.workspace_id = m.workspace_id AND t.model_key = m.key" };
  const terms = orderTerms(search.order);
  const conditions = [
    `m.workspace_id = ${bindings.bind(workspaceId)}::int`,
    "m.deleted_at IS NULL",
    predicate(search.filter, (comparison) => compare(comparison, tags, bindings)),
    promptCondition(search.filter, tags),
  ];
  if (search.after) conditions.push(afterPosition(terms, search.after, bindings));
  const rows = await tx.rows<ModelDetailRow>(
    `SELECT ${modelDetailColumns}${sortColumns(terms)} FROM registered_model m
     WHERE ${conditions.join(" AND ")} ORDER BY ${orderClause(terms)} LIMIT ${bindings.bind(search.limit + 1)}`,
    bindings.values,
  );
  const page = rows.slice(0, search.limit);
  const last = page.at(-1);
  return { rows: page, next: rows.length > search.limit && last ? positionOf(terms, last) : undefined };
}

function orderTerms(order: readonly OrderBy[]): SortTerm[] {
  const terms = order.map(({ key, direction }): SortTerm => {
    if (key === "name") return { sql: "m.name", direction, type: "text" };
    return instantTerm(key === "creation_timestamp" ? "m.created_at" : "m.updated_at", direction);
  });
  if (!order.some(({ key }) => key === "name")) terms.push({ sql: "m.name", direction: "asc", type: "text" });
  return terms;
}

function compare(comparison: Comparison, tags: TagTable, bindings: Bindings): string {
  if (comparison.entity === "tag") return compareTags(comparison, tags, bindings);
  switch (comparison.valueType) {
    case "text":
    case "list":
      return compareText("m.name", comparison, bindings);
    case "number":
    case "numbers":
    case "range":
      return compareInstant(comparison.key === "creation_timestamp" ? "m.created_at" : "m.updated_at", comparison, bindings);
    case "none":
      throw new Error("no attribute of a model can be missing");
  }
}
