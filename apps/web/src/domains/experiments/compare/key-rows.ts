import type { ComparedMetric, ComparedRun, ComparedText, RunComparison } from "@plumbline/contracts/experiments/compare-runs";
import { fromMetricNumber } from "@plumbline/contracts/experiments/metric";
import type { Direction, PrimaryMetric } from "../primary-metric.ts";
import { rankMetrics } from "../run/metric-rank.ts";
import { isSystemMetric, ownerName } from "../run/run-facts.ts";
import { statusWords } from "../run/status-words.ts";
import { directionOf } from "./metric-direction.ts";

export type Value = number | string | undefined;
export const figures = ["last", "min", "max"] as const;
export type Figure = (typeof figures)[number];
export type RowKind = "metric" | "param" | "condition" | "tag" | "run" | "system";

/** One thing that runs have, across them. */
export interface KeyRow {
  /** As columns are written elsewhere: `m:last:auc`, `p:lr`, `t:team`; data is `data:training`. */
  id: string;
  kind: RowKind;
  label: string;
  isDiffering: boolean;
  /** One for each run; a single one where all have the same. */
  values: readonly Value[];
  /** Of a metric, which way it gets better. */
  direction: Direction | undefined;
}

export const valueAt = ({ values }: Pick<KeyRow, "values">, run: number): Value => values[values.length === 1 ? 0 : run];

/** Circumstances of a run that its client and plugin log as tags, as people call them. */
const conditions: Readonly<Record<string, string>> = {
  "mlflow.source.git.commit": "Commit",
  "mlflow.source.git.branch": "Branch",
  "mlflow.source.git.dirty": "Uncommitted changes",
  "mlflow.source.git.repoURL": "Repository",
  "mlflow.source.name": "Started as",
  "plumbline.notebook.cell": "Notebook cell",
  "plumbline.python": "Python",
  "plumbline.seed": "Seed",
  "plumbline.hardware": "Hardware",
  "plumbline.os": "System",
  "mlflow.user": "User",
  "mlflow.parentRunId": "Parent run",
};
export const commitRow = "t:mlflow.source.git.commit";

/** Everything that the runs have, in the order in which it is read: metrics, params, conditions, tags, what the machine measured of itself. */
export function keyRows(comparison: RunComparison, { figure, primary }: { figure: Figure; primary: PrimaryMetric | undefined }): KeyRow[] {
  const metrics = comparison.metrics.map((metric) => metricRow(metric, { figure, primary }));
  const byKey = new Map(metrics.map((row) => [row.label, row]));
  const ranked = rankMetrics(metrics.filter(({ kind }) => kind === "metric").map(({ label }) => label)).flatMap(
    (key) => byKey.get(key) ?? [],
  );
  const tags = comparison.tags.flatMap((tag) => tagRow(tag) ?? []);
  const ofKind = (kind: RowKind) => tags.filter((row) => row.kind === kind);
  return [
    ...primaryFirst(ranked, primary),
    ...comparison.params.map((param) => textRow(param, { id: `p:${param.key}`, kind: "param", label: param.key })),
    ...comparison.inputs.map((input) => textRow(input, { id: `data:${input.key}`, kind: "condition", label: dataLabel(input.key) })),
    ...inConditionOrder(ofKind("condition")),
    ...ofKind("tag"),
    ...runRows(comparison.runs),
    ...metrics.filter(({ kind }) => kind === "system"),
  ];
}

const dataLabel = (role: string): string => (role === "data" ? "Data" : `Data, ${role}`);

export const isData = ({ id }: Pick<KeyRow, "id">): boolean => id.startsWith("data:");

function primaryFirst(rows: readonly KeyRow[], primary: PrimaryMetric | undefined): KeyRow[] {
  return [...rows.filter(({ label }) => label === primary?.key), ...rows.filter(({ label }) => label !== primary?.key)];
}

function inConditionOrder(rows: readonly KeyRow[]): KeyRow[] {
  const order = Object.values(conditions);
  return [...rows].sort((one, other) => order.indexOf(one.label) - order.indexOf(other.label));
}

function metricRow(metric: ComparedMetric, { figure, primary }: { figure: Figure; primary: PrimaryMetric | undefined }): KeyRow {
  const values = metric[figure].map((value) => (value === null ? undefined : fromMetricNumber(value)));
  const isSystem = isSystemMetric(metric.key);
  return {
    id: `m:${figure}:${metric.key}`,
    kind: isSystem ? "system" : "metric",
    label: metric.key,
    isDiffering: values.some((value) => !Object.is(value, values[0])),
    values,
    direction: isSystem ? undefined : directionOf(metric.key, primary),
  };
}

function textRow({ isDiffering, values }: ComparedText, named: Pick<KeyRow, "id" | "kind" | "label">): KeyRow {
  return { ...named, isDiffering, values: values.map((value) => value ?? undefined), direction: undefined };
}

export const durationRow = "duration";

/** How each run went, and who began it. A duration is in seconds; a run that goes on has none yet. */
function runRows(runs: readonly ComparedRun[]): KeyRow[] {
  const row = (id: string, label: string, values: readonly Value[]): KeyRow => ({
    id,
    kind: "run",
    label,
    isDiffering: values.some((value) => value !== values[0]),
    values,
    direction: undefined,
  });
  return [
    row(
      "status",
      "Status",
      runs.map(({ status }) => statusWords[status]),
    ),
    row(
      durationRow,
      "Duration",
      runs.map(({ startTime, endTime }) => (endTime === null ? undefined : (endTime - startTime) / 1000)),
    ),
    row("user", "Begun by", runs.map(ownerName)),
  ];
}

/** Tags that clients keep for themselves and that are no condition are left out. */
function tagRow(tag: ComparedText): KeyRow | undefined {
  const label = Object.hasOwn(conditions, tag.key) ? conditions[tag.key] : undefined;
  if (label !== undefined) return textRow(tag, { id: `t:${tag.key}`, kind: "condition", label });
  if (/^(mlflow|plumbline)\./.test(tag.key)) return undefined;
  return textRow(tag, { id: `t:${tag.key}`, kind: "tag", label: tag.key });
}
