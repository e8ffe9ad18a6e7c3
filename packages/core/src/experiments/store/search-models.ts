import type { Comparison, FilterExpression, TextualComparison } from "@plumbline/contracts/query/expression";
import type { LoggedModelOrderBy } from "@plumbline/contracts/query/order-by";
import type { Tx } from "@plumbline/db";
import {
  afterPosition,
  type Bindings,
  compareFloat,
  compareInteger,
  compareText,
  comparisonsOf,
  createBindings,
  floatTerms,
  missingTextTerms,
  orderClause,
  positionOf,
  predicate,
  type SortTerm,
  sortColumns,
} from "../../kernel/index.ts";
import { type LoggedModelRow, loggedModelColumns } from "./logged-models.ts";
import { attributeColumn } from "./run-filter.ts";

interface DatasetChoice {
  readonly name: string;
  readonly digest?: string | undefined;
}

interface ModelSearch {
  readonly experimentIds: readonly number[];
  readonly filter: FilterExpression;
  /** Only values taken on one of these count. */
  readonly datasets: readonly DatasetChoice[];
  readonly order: readonly LoggedModelOrderBy[];
  readonly limit: number;
  readonly after: readonly unknown[] | undefined;
}

interface ModelPage {
  readonly rows: readonly LoggedModelRow[];
  readonly next: readonly unknown[] | undefined;
}

/** One page of models that are not deleted; the newest first where no order is asked. */
export async function searchLoggedModels(tx: Tx, workspaceId: number, search: ModelSearch): Promise<ModelPage> {
  const bindings = createBindings();
  const workspaceSql = `${bindings.bind(workspaceId)}::int`;
  const { joins, terms } = modelOrder(search.order, bindings);
  const onDatasets = datasetCondition(search.datasets, bindings);
  const conditions = [
    `l.workspace_id = ${workspaceSql}`,
    `l.experiment_id = ANY(${bindings.bind(search.experimentIds)}::int[])`,
    "l.lifecycle_stage = 'active'",
    predicate(search.filter, (comparison) => compare(comparison, onDatasets, bindings)),
  ];
  if (onDatasets !== "true" && !namesMetric(search.filter)) conditions.push(`EXISTS (${metricRows} AND ${onDatasets})`);
  if (search.after) conditions.push(afterPosition(terms, search.after, bindings));
  const rows = await tx.rows<LoggedModelRow>(
    `SELECT ${loggedModelColumns}${sortColumns(terms)} FROM logged_model l ${joins}
     WHERE ${conditions.join(" AND ")} ORDER BY ${orderClause(terms)} LIMIT ${bindings.bind(search.limit + 1)}`,
    bindings.values,
  );
  const page = rows.slice(0, search.limit);
  const last = page.at(-1);
  return { rows: page, next: rows.length > search.limit && last ? positionOf(terms, last) : undefined };
}

const columns: Readonly<Record<string, string>> = {
  name: "l.name",
  model_id: "l.model_id",
  model_type: "l.model_type",
  status: "l.status",
  status_message: "l.status_message",
  source_run_id: "l.source_run_id",
  creation_timestamp: "l.creation_time",
  last_updated_timestamp: "l.last_update_time",
};
const isTime = (key: string): boolean => key.endsWith("_timestamp");

const metricRows = "SELECT FROM logged_model_metric m WHERE m.workspace_id = l.workspace_id AND m.model_id = l.model_id";

function datasetCondition(datasets: readonly DatasetChoice[], { bind }: Bindings): string {
  if (datasets.length === 0) return "true";
  const choices = datasets.map(({ name, digest }) => {
    const named = `m.dataset_name = ${bind(name)}`;
    return digest ? `(${named} AND m.dataset_digest = ${bind(digest)})` : named;
  });
  return `(${choices.join(" OR ")})`;
}

const namesMetric = (filter: FilterExpression): boolean => comparisonsOf(filter).some(({ entity }) => entity === "metric");

function compare(comparison: Comparison, onDatasets: string, bindings: Bindings): string {
  switch (comparison.valueType) {
    case "number":
    case "numbers":
    case "range":
      if (comparison.entity !== "metric") return compareInteger(attributeColumn(columns, comparison.key), comparison, bindings);
      return `EXISTS (${metricRows} AND m.key = ${bindings.bind(comparison.key)} AND ${compareFloat("m.value", comparison, bindings)} AND ${onDatasets})`;
    case "text":
    case "list": {
      if (comparison.entity === "attribute")
        return compareText(attributeColumn(columns, comparison.key), plainStatus(comparison), bindings);
      const table = comparison.entity === "param" ? "logged_model_param" : "logged_model_tag";
      return `EXISTS (SELECT FROM ${table} k WHERE k.workspace_id = l.workspace_id AND k.model_id = l.model_id
        AND k.key = ${bindings.bind(comparison.key)} AND ${compareText("k.value", comparison, bindings)})`;
    }
    case "none":
      return `${attributeColumn(columns, comparison.key)} ${comparison.operator}`;
  }
}

/** Clients know a status as `READY` and as `LOGGED_MODEL_READY`. */
function plainStatus(comparison: TextualComparison): TextualComparison {
  if (comparison.key !== "status" || comparison.operator.endsWith("LIKE")) return comparison;
  const plain = (status: string) => status.replace(/^LOGGED_MODEL_/, "");
  return comparison.valueType === "text"
    ? { ...comparison, value: plain(comparison.value) }
    : { ...comparison, value: comparison.value.map(plain) };
}

function modelOrder(order: readonly LoggedModelOrderBy[], bindings: Bindings): { joins: string; terms: readonly SortTerm[] } {
  const joins: string[] = [];
  const terms = order.flatMap((item, index): SortTerm[] => {
    if (item.entity === "metric") {
      joins.push(latestMetric(item, `o${index}`, bindings));
      return floatTerms(`o${index}.value`, item.direction);
    }
    const sql = attributeColumn(columns, item.key);
    return isTime(item.key) ? [{ sql, direction: item.direction, type: "bigint" }] : missingTextTerms(sql, item.direction);
  });
  const asked = new Set(order.filter(({ entity }) => entity === "attribute").map(({ key }) => key));
  if (!asked.has("creation_timestamp")) terms.push({ sql: "l.creation_time", direction: "desc", type: "bigint" });
  terms.push({ sql: 'l.model_id COLLATE "C"', direction: "asc", type: "text" });
  return { joins: joins.join(" "), terms };
}

/** The value a model is sorted by is its latest, on one dataset where that is asked. */
function latestMetric({ key, datasetName, datasetDigest }: LoggedModelOrderBy, alias: string, { bind }: Bindings): string {
  const conditions = ["m.workspace_id = l.workspace_id", "m.model_id = l.model_id", `m.key = ${bind(key)}`];
  if (datasetName !== undefined) conditions.push(`m.dataset_name = ${bind(datasetName)}`);
  if (datasetDigest !== undefined) conditions.push(`m.dataset_digest = ${bind(datasetDigest)}`);
  return `LEFT JOIN LATERAL (SELECT m.value FROM logged_model_metric m WHERE ${conditions.join(" AND ")}
    ORDER BY m.timestamp DESC, m.step DESC, m.run_id LIMIT 1) AS ${alias} ON true`;
}
