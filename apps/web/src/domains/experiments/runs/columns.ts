import type { RunColumns, RunKeys } from "@plumbline/contracts/experiments/run";
import { printName } from "@plumbline/contracts/query/print";
import { tokenize } from "@plumbline/contracts/query/tokens";
import type { TableSort } from "@plumbline/ui/data-table";
import { rankMetrics } from "../run/metric-rank.ts";
import { isSystemMetric } from "../run/run-facts.ts";

export const aggregates = ["last", "min", "max", "mean", "first", "count"] as const;
export type Aggregate = (typeof aggregates)[number];
export const attributes = ["experiment", "status", "duration", "started", "user", "source", "commit", "dataset", "models"] as const;
export type Attribute = (typeof attributes)[number];

/** One column of the runs table. The name stands first always and is none of these. */
export type RunColumn =
  | { kind: "attribute"; key: Attribute }
  | { kind: "metric"; key: string; aggregate: Aggregate }
  | { kind: "param"; key: string }
  | { kind: "tag"; key: string };

/** A column as text, for the address and for what the browser keeps: `status`, `m:max:auc`, `p:lr`, `t:team`. */
export function printColumn(column: RunColumn): string {
  if (column.kind === "attribute") return column.key;
  if (column.kind === "metric") return `m:${column.aggregate}:${column.key}`;
  return `${column.kind.charAt(0)}:${column.key}`;
}

export function parseColumn(text: string): RunColumn | undefined {
  const attribute = attributes.find((name) => name === text);
  if (attribute) return { kind: "attribute", key: attribute };
  const metric = /^m:(last|min|max|mean|first|count):(.+)$/s.exec(text);
  if (metric) return { kind: "metric", aggregate: metric[1] as Aggregate, key: metric[2] ?? "" };
  const other = /^([pt]):(.+)$/s.exec(text);
  return other ? { kind: other[1] === "p" ? "param" : "tag", key: other[2] ?? "" } : undefined;
}

const shownOfEach = 3;

export const nothingKnown: RunKeys = { metrics: [], params: [], tags: [], common: { metrics: [], params: [], differingParams: [] } };

/** Columns for whoever has not chosen: the most telling metrics that many runs have, the params that tell runs apart, and when and how long. */
export function defaultColumns({ common }: Pick<RunKeys, "common">, isOfAll = false): RunColumn[] {
  return [
    ...(isOfAll ? [{ kind: "attribute" as const, key: "experiment" as const }] : []),
    { kind: "attribute", key: "status" },
    ...rankMetrics(common.metrics.filter((key) => !isSystemMetric(key)))
      .slice(0, shownOfEach)
      .map((key): RunColumn => ({ kind: "metric", key, aggregate: "last" })),
    ...(common.differingParams.length > 0 ? common.differingParams : common.params)
      .slice(0, shownOfEach)
      .map((key): RunColumn => ({ kind: "param", key })),
    { kind: "attribute", key: "duration" },
    { kind: "attribute", key: "started" },
    { kind: "attribute", key: "user" },
  ];
}

export function columnLabel(column: RunColumn): string {
  if (column.kind === "metric") return column.aggregate === "last" ? column.key : `${column.key}, ${column.aggregate}`;
  return column.kind === "attribute" ? attributeLabels[column.key] : column.key;
}

export const attributeLabels: Record<Attribute, string> = {
  experiment: "Experiment",
  status: "Status",
  duration: "Duration",
  started: "Started",
  user: "User",
  source: "Source",
  commit: "Commit",
  dataset: "Dataset",
  models: "Models",
};

export const parentTag = "mlflow.parentRunId";
const sourceTag = "mlflow.source.name";
const commitTag = "mlflow.source.git.commit";
export const attributeTags = { source: sourceTag, commit: commitTag } as const;

/** What of each run the table needs to be told; an experiment may have thousands of keys. */
export function neededOf(columns: readonly RunColumn[]): Required<RunColumns> {
  const keys = (kind: RunColumn["kind"]) => [...new Set(columns.filter((column) => column.kind === kind).map(({ key }) => key as string))];
  return { metrics: keys("metric"), params: keys("param"), tags: [...new Set([...keys("tag"), parentTag, sourceTag, commitTag])] };
}

const sortedAttributes: Partial<Record<string, string>> = {
  name: "attributes.run_name",
  status: "attributes.status",
  started: "attributes.start_time",
  duration: "attributes.duration",
};

/** How the server is asked to sort; undefined where it cannot sort by this column. */
export function sortExpression(column: string): string | undefined {
  const attribute = sortedAttributes[column];
  if (attribute) return attribute;
  const parsed = parseColumn(column);
  if (!parsed || parsed.kind === "attribute") return undefined;
  const name = printName(parsed.kind, parsed.key, "runs");
  return name && parsed.kind === "metric" && parsed.aggregate !== "last" ? `${parsed.aggregate}(${name})` : name;
}

/** The newest first, unless asked otherwise. */
export function orderByOf(sort: TableSort | undefined): string[] {
  const expression = sort && sortExpression(sort.column);
  return expression ? [`${expression} ${sort.isDescending ? "DESC" : "ASC"}`] : [];
}

/** `-m:last:auc` sorts by it downwards. */
export function parseSort(text: string | undefined): TableSort | undefined {
  if (!text) return undefined;
  const isDescending = text.startsWith("-");
  const column = isDescending ? text.slice(1) : text;
  return sortExpression(column) === undefined ? undefined : { column, isDescending };
}

export function printSort(sort: TableSort | undefined): string | undefined {
  return sort && `${sort.isDescending ? "-" : ""}${sort.column}`;
}

/** Joins conditions of the filter language, leaving out the empty ones. An alternative holds together. */
export function allOf(...filters: (string | undefined)[]): string {
  const given = filters.map((filter) => filter?.trim() ?? "").filter(Boolean);
  return given.length === 1 ? given.join("") : given.map((filter) => (hasAlternative(filter) ? `(${filter})` : filter)).join(" AND ");
}

const hasAlternative = (filter: string): boolean =>
  tokenize(filter).some(({ kind, text }) => kind === "keyword" && text.toUpperCase() === "OR");
