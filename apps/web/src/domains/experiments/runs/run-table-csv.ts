import type { Run } from "@plumbline/contracts/experiments/run";
import { csvText } from "@plumbline/ui/charts/export";
import { columnLabel, type RunColumn } from "./columns.ts";
import { metricValue } from "./run-columns.tsx";

/** The table as a file: the chosen columns with every digit, and what identifies a run. */
export function runsCsv(runs: readonly Run[], columns: readonly RunColumn[]): string {
  const head = ["run_id", "name", ...columns.map(columnLabel)];
  return csvText([head, ...runs.map((run) => [run.runId, run.name, ...columns.map((column) => cellText(run, column))])]);
}

function cellText(run: Run, column: RunColumn): string | number | undefined {
  if (column.kind === "metric") {
    return metricValue(
      run.metrics.find(({ key }) => key === column.key),
      column.aggregate,
    );
  }
  const tag = (name: string) => run.tags.find(({ key }) => key === name)?.value;
  if (column.kind === "tag") return tag(column.key);
  if (column.kind === "param") return run.params.find(({ key }) => key === column.key)?.value;
  const texts: Record<typeof column.key, () => string | number | undefined> = {
    status: () => run.status,
    duration: () => (run.endTime === null ? undefined : (run.endTime - run.startTime) / 1000),
    started: () => new Date(run.startTime).toISOString(),
    user: () => run.owner,
    source: () => tag("mlflow.source.name"),
    commit: () => tag("mlflow.source.git.commit"),
    dataset: () => run.inputs.map(({ dataset }) => `${dataset.name}@${dataset.digest}`).join(" "),
    models: () => run.modelOutputs.map(({ modelId }) => modelId).join(" "),
  };
  return texts[column.key]();
}
