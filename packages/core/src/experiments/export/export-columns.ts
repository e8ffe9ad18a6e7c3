import type { ExportColumn } from "@plumbline/contracts/experiments/export-runs";
import { fromMetricNumber, type MetricSummary } from "@plumbline/contracts/experiments/metric";
import type { Run, RunColumns } from "@plumbline/contracts/experiments/run";
import type { ParquetCell, ParquetColumn } from "@plumbline/lake";
import { parentTag } from "../run-group.ts";

/** One column of the file: what it is called, what type it has, and what a run has in it. */
export interface FileColumn extends ParquetColumn {
  readonly cell: (run: Run) => ParquetCell;
}

type Attribute = Extract<ExportColumn, { kind: "attribute" }>["key"];

const sourceTag = "mlflow.source.name";
const commitTag = "mlflow.source.git.commit";

const attributes: Readonly<Record<Attribute, Omit<FileColumn, "name">>> = {
  experiment: { type: "text", cell: (run) => run.experimentId },
  status: { type: "text", cell: (run) => run.status },
  started: { type: "timestamp", cell: (run) => run.startTime },
  ended: { type: "timestamp", cell: (run) => run.endTime },
  duration: { type: "number", cell: (run) => (run.endTime === null ? null : (run.endTime - run.startTime) / 1000) },
  user: { type: "text", cell: (run) => run.owner },
  source: { type: "text", cell: (run) => textOf(run.tags, sourceTag) },
  commit: { type: "text", cell: (run) => textOf(run.tags, commitTag) },
  dataset: { type: "text", cell: (run) => run.inputs.map(({ dataset }) => `${dataset.name}@${dataset.digest}`).join(" ") || null },
  models: { type: "text", cell: (run) => run.modelOutputs.map(({ modelId }) => modelId).join(" ") || null },
};

const identity: readonly FileColumn[] = [
  { name: "run_id", type: "text", cell: (run) => run.runId },
  { name: "name", type: "text", cell: (run) => run.name },
];

/** What identifies a run, then what was asked for. Names tell a metric from a param of the same key; none stands twice, whatever its case. */
export function fileColumns(asked: readonly ExportColumn[]): FileColumn[] {
  const taken = new Set<string>();
  return [...identity, ...asked.map(fileColumn)].map((column) => {
    const name = freeName(column.name, taken);
    taken.add(name.toLowerCase());
    return { ...column, name };
  });
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  for (let count = 1; ; count += 1) {
    const candidate = count === 1 ? name : `${name} (${count})`;
    if (!taken.has(candidate.toLowerCase())) return candidate;
  }
}

function fileColumn(column: ExportColumn): FileColumn {
  switch (column.kind) {
    case "attribute":
      return { name: column.key === "duration" ? "duration_seconds" : column.key, ...attributes[column.key] };
    case "metric": {
      const { key, figure } = column;
      const cell = (run: Run) =>
        figureOf(
          run.metrics.find((metric) => metric.key === key),
          figure,
        );
      return { name: `metrics.${key}${figure === "last" ? "" : `.${figure}`}`, type: figure === "count" ? "integer" : "number", cell };
    }
    case "param":
      return { name: `params.${column.key}`, type: "text", cell: (run) => textOf(run.params, column.key) };
    case "tag":
      return { name: `tags.${column.key}`, type: "text", cell: (run) => textOf(run.tags, column.key) };
  }
}

const textOf = (items: readonly { key: string; value: string }[], key: string): string | undefined =>
  items.find((item) => item.key === key)?.value;

function figureOf(metric: MetricSummary | undefined, figure: "last" | "first" | "min" | "max" | "mean" | "count"): number | null {
  if (!metric) return null;
  if (figure === "count") return metric.count;
  const value = figure === "last" || figure === "first" ? metric[figure].value : metric[figure];
  return value === null ? null : fromMetricNumber(value);
}

/** What has to be read of each run for these columns. */
export function neededFor(columns: readonly ExportColumn[]): Required<RunColumns> {
  const keys = (kind: ExportColumn["kind"]): string[] => [
    ...new Set(columns.filter((column) => column.kind === kind).map(({ key }) => key as string)),
  ];
  const has = (key: Attribute) => columns.some((column) => column.kind === "attribute" && column.key === key);
  const tags = new Set([...keys("tag"), ...(has("source") ? [sourceTag] : []), ...(has("commit") ? [commitTag] : [])]);
  return { metrics: keys("metric"), params: keys("param"), tags: [...tags] };
}

/** Tags that the platform and its clients write, and that columns of their own show. */
export const isOwnTag = (key: string): boolean => key.startsWith("mlflow.") && key !== parentTag;
