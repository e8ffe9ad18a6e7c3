import type { Comparison, FilterExpression } from "@plumbline/contracts/query/expression";
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
} from "../../kernel/index.ts";
import { compareInstant, instantTerm } from "./instants.ts";
import { compareTags, promptCondition, type TagTable } from "./tag-filter.ts";
import { type VersionRow, versionColumns } from "./versions.ts";

interface VersionSearch {
  readonly filter: FilterExpression;
  readonly order: readonly OrderBy[];
  readonly after: readonly unknown[] | undefined;
  readonly limit: number;
}

interface VersionPage {
  readonly rows: readonly VersionRow[];
  readonly next: readonly unknown[] | undefined;
}

/** One page of versions of any model that match an MLflow filter; by name and falling number where no order is asked. */
export async function searchVersions(tx: Tx, workspaceId: number, search: VersionSearch): Promise<VersionPage> {
  const bindings = createBindings();
  const workspaceSql = `${bindings.bind(workspaceId)}::int`;
  const tags: TagTable = {
    table: "model_version_tag",
    owner: "t.workspace_id = v.workspace_id AND t.model_key = v.model_key AND t.version = v.version",
  };
  const terms = orderTerms(search.order);
  const conditions = [
    `v.workspace_id = ${workspaceSql}`,
    `m.workspace_id = ${workspaceSql}`,
    "v.deleted_at IS NULL",
    predicate(search.filter, (comparison) => compare(comparison, tags, bindings)),
    promptCondition(search.filter, tags),
  ];
  if (search.after) conditions.push(afterPosition(terms, search.after, bindings));
  const rows = await tx.rows<VersionRow>(
    `SELECT ${versionColumns}${sortColumns(terms)} FROM model_version v JOIN registered_model m ON m.key = v.model_key
     WHERE ${conditions.join(" AND ")} ORDER BY ${orderClause(terms)} LIMIT ${bindings.bind(search.limit + 1)}`,
    bindings.values,
  );
  const page = rows.slice(0, search.limit);
  const last = page.at(-1);
  return { rows: page, next: rows.length > search.limit && last ? positionOf(terms, last) : undefined };
}

const integers: Readonly<Record<string, "v.created_at" | "v.updated_at" | "v.version">> = {
  version_number: "v.version",
  creation_timestamp: "v.created_at",
  last_updated_timestamp: "v.updated_at",
};
const texts: Readonly<Record<string, string>> = { name: "m.name", run_id: "v.run_id", source_path: "v.source" };

function orderTerms(order: readonly OrderBy[]): SortTerm[] {
  const terms = order.map(({ key, direction }): SortTerm => {
    const column = integers[key];
    if (column === undefined) return { sql: "m.name", direction, type: "text" };
    return column === "v.version" ? { sql: column, direction, type: "bigint" } : instantTerm(column, direction);
  });
  if (!order.some(({ key }) => key === "name")) terms.push({ sql: "m.name", direction: "asc", type: "text" });
  if (!order.some(({ key }) => key === "version_number")) terms.push({ sql: "v.version", direction: "desc", type: "bigint" });
  return terms;
}

/** To clients a version of no run has an empty one: it is unequal to every other. */
function textColumn({ key, operator }: Comparison): string {
  const isUnequal = operator === "!=" || operator.startsWith("NOT ");
  return key === "run_id" && isUnequal ? "COALESCE(v.run_id, '')" : (texts[key] ?? "m.name");
}

function compare(comparison: Comparison, tags: TagTable, bindings: Bindings): string {
  if (comparison.entity === "tag") return compareTags(comparison, tags, bindings);
  switch (comparison.valueType) {
    case "text":
    case "list":
      return compareText(textColumn(comparison), comparison, bindings);
    case "number":
    case "numbers":
    case "range": {
      const column = integers[comparison.key] ?? "v.version";
      return column === "v.version" ? compareInteger(column, comparison, bindings) : compareInstant(column, comparison, bindings);
    }
    case "none":
      throw new Error("no attribute of a version is asked for its absence");
  }
}
