import type { Comparison, FilterExpression } from "@plumbline/contracts/query/expression";
import { type Bindings, compareFloat, compareInteger, compareText, predicate } from "../../kernel/index.ts";

/** Columns of `run r` by the names that filters and orders use. */
export const runAttributes: Readonly<Record<string, string>> = {
  run_id: "r.run_id",
  run_name: "r.name",
  status: "r.status",
  user_id: "r.user_id",
  artifact_uri: "r.artifact_uri",
  start_time: "r.start_time",
  end_time: "r.end_time",
};

export function attributeColumn(columns: Readonly<Record<string, string>>, key: string): string {
  const column = columns[key];
  if (column === undefined) throw new Error(`the search language knows an attribute that has no column: ${key}`);
  return column;
}

/** SQL condition on `run r` of a workspace. A key that a run does not have matches nothing but IS NULL. */
export function runPredicate(filter: FilterExpression, workspaceSql: string, bindings: Bindings): string {
  return predicate(filter, (comparison) => compare(comparison, workspaceSql, bindings));
}

function compare(comparison: Comparison, workspaceSql: string, bindings: Bindings): string {
  switch (comparison.entity) {
    case "attribute":
      return compareValue(attributeColumn(runAttributes, comparison.key), comparison, bindings);
    case "metric":
      return `EXISTS (SELECT FROM metric_summary m WHERE m.workspace_id = ${workspaceSql} AND m.run_key = r.key
        AND m.key_id = ${metricKeyId(comparison.key, workspaceSql, bindings)} AND ${compareValue("m.last_value", comparison, bindings)})`;
    case "param":
    case "tag":
      return compareKeyed(comparison, workspaceSql, bindings);
    case "dataset":
      return compareDataset(comparison, workspaceSql, bindings);
  }
}

export const metricKeyId = (key: string, workspaceSql: string, { bind }: Bindings): string =>
  `(SELECT id FROM metric_key WHERE workspace_id = ${workspaceSql} AND name = ${bind(key)})`;

function compareValue(sql: string, comparison: Comparison, bindings: Bindings): string {
  switch (comparison.valueType) {
    case "number":
      return comparison.entity === "metric" ? compareFloat(sql, comparison, bindings) : compareInteger(sql, comparison, bindings);
    case "text":
    case "list":
      return compareText(sql, comparison, bindings);
    case "none":
      return `${sql} ${comparison.operator}`;
  }
}

function compareKeyed(comparison: Comparison, workspaceSql: string, bindings: Bindings): string {
  const table = comparison.entity === "param" ? "run_param" : "run_tag";
  const rows = `SELECT FROM ${table} k WHERE k.workspace_id = ${workspaceSql} AND k.run_key = r.key AND k.key = ${bindings.bind(comparison.key)}`;
  if (comparison.valueType === "none") return comparison.operator === "IS NULL" ? `NOT EXISTS (${rows})` : `EXISTS (${rows})`;
  return `EXISTS (${rows} AND ${compareValue("k.value", comparison, bindings)})`;
}

const contextTag = "mlflow.data.context";

function compareDataset(comparison: Comparison, workspaceSql: string, bindings: Bindings): string {
  const rows = `SELECT FROM run_input i JOIN logged_dataset d ON d.id = i.dataset_id AND d.workspace_id = ${workspaceSql}
    WHERE i.workspace_id = ${workspaceSql} AND i.run_key = r.key`;
  if (comparison.key !== "context") {
    const column = comparison.key === "name" ? "d.name" : "d.digest";
    return `EXISTS (${rows} AND ${compareValue(column, comparison, bindings)})`;
  }
  return `EXISTS (${rows} AND EXISTS (SELECT FROM jsonb_to_recordset(i.tags) AS t(key text, value text)
    WHERE t.key = '${contextTag}' AND ${compareValue("t.value", comparison, bindings)}))`;
}
