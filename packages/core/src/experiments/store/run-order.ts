import type { OrderBy } from "@plumbline/contracts/query/order-by";
import { type Bindings, floatTerms, missingIntegerTerms, missingTextTerms, type SortTerm, textTerm } from "../../kernel/index.ts";
import { attributeColumn, metricValueSql, runAttributes } from "./run-filter.ts";

interface RunOrder {
  /** LEFT JOINs to `run r` that the terms need. */
  readonly joins: string;
  readonly terms: readonly SortTerm[];
}

/** What was asked, then the newest first, then the run id: no two runs are equal. */
export function runOrder(order: readonly OrderBy[], workspaceSql: string, bindings: Bindings): RunOrder {
  const joins: string[] = [];
  const terms = order.flatMap((item, index) => {
    if (item.entity === "attribute") return attributeTerms(item);
    const alias = `o${index}`;
    joins.push(joinOf(item, { alias, workspaceSql }, bindings));
    return item.entity === "metric" || item.entity === "aggregate"
      ? floatTerms(`${alias}.value`, item.direction)
      : missingTextTerms(`${alias}.value`, item.direction);
  });
  const asked = new Set(order.filter(({ entity }) => entity === "attribute").map(({ key }) => key));
  if (!asked.has("start_time")) terms.push({ sql: "r.start_time", direction: "desc", type: "bigint" });
  if (!asked.has("run_id")) terms.push({ sql: "r.run_id", direction: "asc", type: "text" });
  return { joins: joins.join(" "), terms };
}

function attributeTerms({ key, direction }: OrderBy): SortTerm[] {
  const sql = attributeColumn(runAttributes, key);
  if (key === "start_time") return [{ sql, direction, type: "bigint" }];
  if (key === "end_time" || key === "duration") return missingIntegerTerms(sql, direction);
  if (key === "run_id") return [{ sql, direction, type: "text" }];
  return [textTerm(sql, direction)];
}

/** Looked up run by run: OFFSET keeps PostgreSQL from joining the tables whole, which it may do badly without statistics. */
function joinOf(item: OrderBy, { alias, workspaceSql }: { alias: string; workspaceSql: string }, bindings: Bindings): string {
  const isMetric = item.entity === "metric" || item.entity === "aggregate";
  const value = isMetric
    ? metricValueSql(item, workspaceSql, bindings)
    : `SELECT value FROM ${item.entity === "param" ? "run_param" : "run_tag"} x
       WHERE x.workspace_id = ${workspaceSql} AND x.run_key = r.key AND x.key = ${bindings.bind(item.key)}`;
  return `LEFT JOIN LATERAL (${value} OFFSET 0) AS ${alias} ON true`;
}
