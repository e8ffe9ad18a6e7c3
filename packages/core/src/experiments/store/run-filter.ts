import type { Comparison, FilterExpression, FilterSubject, MetricFigure } from "@plumbline/contracts/query/expression";
import { type Bindings, compareFloat, compareInteger, compareText, predicate } from "../../kernel/index.ts";
import { compareArtifacts, compareModels } from "./run-things.ts";

/** Columns of `run r` by the names that filters and orders use. */
export const runAttributes: Readonly<Record<string, string>> = {
  run_id: "r.run_id",
  run_name: "r.name",
  status: "r.status",
  user_id: "r.user_id",
  artifact_uri: "r.artifact_uri",
  start_time: "r.start_time",
  end_time: "r.end_time",
  /** Of a run that has ended: one that goes on has none yet. */
  duration: "(r.end_time - r.start_time)",
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
      return compareAttribute(comparison, bindings);
    case "metric":
    case "aggregate":
      return compareMetric(comparison, workspaceSql, bindings);
    case "param":
    case "tag":
      return compareKeyed(comparison, workspaceSql, bindings);
    case "dataset":
      return compareDataset(comparison, workspaceSql, bindings);
    case "artifact":
      return compareArtifacts(comparison, workspaceSql, bindings);
    case "model":
      return compareModels(comparison, workspaceSql, bindings);
  }
}

function compareValue(sql: string, comparison: Comparison, bindings: Bindings): string {
  switch (comparison.valueType) {
    case "number":
    case "numbers":
    case "range":
      return comparison.entity === "attribute" || comparison.entity === "model"
        ? compareInteger(sql, comparison, bindings)
        : compareFloat(sql, comparison, bindings);
    case "text":
    case "list":
      return compareText(sql, comparison, bindings);
    case "none":
      return `${sql} ${comparison.operator}`;
  }
}

/** Whether any of the rows has such a value; IS NULL: whether none has a value at all. */
function compareAny(rows: string, sql: string, { comparison, bindings }: { comparison: Comparison; bindings: Bindings }): string {
  if (comparison.operator === "IS NULL") return `NOT EXISTS (${rows} AND ${sql} IS NOT NULL)`;
  return `EXISTS (${rows} AND ${compareValue(sql, comparison, bindings)})`;
}

function compareAttribute(comparison: Comparison, bindings: Bindings): string {
  if (comparison.key !== "created_by") return compareValue(attributeColumn(runAttributes, comparison.key), comparison, bindings);
  // By the name that is shown; IS TRUE, as in `predicate`.
  return `(r.created_by IN (SELECT a.actor_id FROM access_actor a WHERE ${compareValue("a.name", comparison, bindings)})) IS TRUE`;
}

/** What each figure of a metric is in `metric_summary m`. A mean nearer to 0 than the division can go counts as 0. */
const figures: Readonly<Record<MetricFigure, string>> = {
  min: "m.min",
  max: "m.max",
  mean: "(CASE WHEN m.numeric_count > 0 THEN CASE WHEN abs(m.sum) < 1e-290 THEN 0 ELSE m.sum / m.numeric_count END END)",
  first: "m.first_value",
  last: "m.last_value",
  count: "m.count::float8",
};

export const metricKeyId = (key: string, workspaceSql: string, { bind }: Bindings): string =>
  `(SELECT id FROM metric_key WHERE workspace_id = ${workspaceSql} AND name = ${bind(key)})`;

function compareMetric(comparison: Comparison, workspaceSql: string, bindings: Bindings): string {
  const { key, aggregate } = comparison;
  const figure = (name: string, sql: string) => {
    const rows = `SELECT FROM metric_summary m WHERE m.workspace_id = ${workspaceSql} AND m.run_key = r.key
      AND m.key_id = ${metricKeyId(name, workspaceSql, bindings)}`;
    return compareAny(rows, sql, { comparison, bindings });
  };
  const asked = figure(key, figures[aggregate?.figure ?? "last"]);
  if (aggregate?.literal === undefined) return asked;
  // The workspace's own metric of the whole name goes first: it is what the stock server would look for.
  return `CASE WHEN ${metricKeyId(aggregate.literal, workspaceSql, bindings)} IS NOT NULL
    THEN ${figure(aggregate.literal, figures.last)} ELSE ${asked} END`;
}

/** The figure to sort by, as column `value` of at most one row of a run. */
export function metricValueSql({ key, aggregate }: FilterSubject, workspaceSql: string, bindings: Bindings): string {
  const rows = (name: string, sql: string) => `SELECT ${sql} AS value FROM metric_summary m WHERE m.workspace_id = ${workspaceSql}
    AND m.run_key = r.key AND m.key_id = ${metricKeyId(name, workspaceSql, bindings)}`;
  const asked = rows(key, figures[aggregate?.figure ?? "last"]);
  if (aggregate?.literal === undefined) return asked;
  const literalId = metricKeyId(aggregate.literal, workspaceSql, bindings);
  return `${rows(aggregate.literal, figures.last)} UNION ALL ${asked} AND ${literalId} IS NULL`;
}

function compareKeyed(comparison: Comparison, workspaceSql: string, bindings: Bindings): string {
  const table = comparison.entity === "param" ? "run_param" : "run_tag";
  const rows = `SELECT FROM ${table} k WHERE k.workspace_id = ${workspaceSql} AND k.run_key = r.key AND k.key = ${bindings.bind(comparison.key)}`;
  return compareAny(rows, "k.value", { comparison, bindings });
}

const contextTag = "mlflow.data.context";

function compareDataset(comparison: Comparison, workspaceSql: string, bindings: Bindings): string {
  const rows = `SELECT FROM run_input i JOIN logged_dataset d ON d.id = i.dataset_id AND d.workspace_id = ${workspaceSql}
    WHERE i.workspace_id = ${workspaceSql} AND i.run_key = r.key`;
  if (comparison.valueType === "none" && comparison.key !== "context")
    return `${comparison.operator === "IS NULL" ? "NOT " : ""}EXISTS (${rows})`;
  if (comparison.key !== "context") {
    return compareAny(rows, comparison.key === "name" ? "d.name" : "d.digest", { comparison, bindings });
  }
  const contexts = `SELECT FROM jsonb_to_recordset(i.tags) AS t(key text, value text) WHERE t.key = '${contextTag}'`;
  const isAbsence = comparison.operator === "IS NULL";
  const found = isAbsence ? contexts : `${contexts} AND ${compareValue("t.value", comparison, bindings)}`;
  return `${isAbsence ? "NOT " : ""}EXISTS (${rows} AND EXISTS (${found}))`;
}
