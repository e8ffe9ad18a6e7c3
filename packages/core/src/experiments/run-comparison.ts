import type { ComparedMetric, ComparedText, RunComparison } from "@plumbline/contracts/experiments/compare-runs";
import type { KeyValue } from "@plumbline/contracts/experiments/experiment";
import type { MetricNumber, MetricSummary } from "@plumbline/contracts/experiments/metric";
import type { DatasetInput, Run } from "@plumbline/contracts/experiments/run";

/** Tags that clients keep books with, and that tell of no difference: names, notes, lists of what was logged. */
const clerical = new Set(["mlflow.runName", "mlflow.note.content", "mlflow.log-model.history", "mlflow.loggedArtifacts"]);

const contextTag = "mlflow.data.context";
const withoutContext = "data";

/** In what runs differ, key by key. */
export function comparisonOf(runs: readonly Run[]): Pick<RunComparison, "params" | "tags" | "inputs" | "metrics"> {
  return {
    params: textsOf(runs.map(({ params }) => params)),
    tags: textsOf(runs.map(({ tags }) => tags.filter(({ key }) => !clerical.has(key)))),
    inputs: textsOf(runs.map(({ inputs }) => dataOf(inputs))),
    metrics: metricsOf(runs.map(({ metrics }) => metrics)),
  };
}

/** The keyed items of each run as one column for each key, by key. */
function columnsOf<Item extends { readonly key: string }>(lists: readonly (readonly Item[])[]): [string, (Item | undefined)[]][] {
  const columns = new Map<string, (Item | undefined)[]>();
  for (const [at, list] of lists.entries()) {
    for (const item of list) {
      const column = columns.get(item.key) ?? new Array<Item | undefined>(lists.length).fill(undefined);
      column[at] = item;
      columns.set(item.key, column);
    }
  }
  return [...columns].sort(([left], [right]) => (left < right ? -1 : 1));
}

function textsOf(lists: readonly (readonly KeyValue[])[]): ComparedText[] {
  return columnsOf(lists).map(([key, column]) => {
    const values = column.map((item) => item?.value ?? null);
    return { key, ...folded({ values }) };
  });
}

function metricsOf(lists: readonly (readonly MetricSummary[])[]): ComparedMetric[] {
  return columnsOf(lists).map(([key, column]) => {
    const figures = (of: (metric: MetricSummary) => MetricNumber | null) => column.map((metric) => (metric ? of(metric) : null));
    return { key, ...folded({ last: figures(({ last }) => last.value), min: figures(({ min }) => min), max: figures(({ max }) => max) }) };
  });
}

/** Columns in which all are alike are folded to one value. */
function folded<Columns extends Record<string, unknown[]>>(columns: Columns): Columns & { isDiffering: boolean } {
  const isDiffering = Object.values(columns).some((values) => values.some((value) => value !== values[0]));
  if (isDiffering) return { isDiffering, ...columns };
  return { isDiffering, ...(Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values.slice(0, 1)])) as Columns) };
}

/** What a run was given, by what it was given it for. */
function dataOf(inputs: readonly DatasetInput[]): KeyValue[] {
  const roles = new Map<string, string[]>();
  for (const { dataset, tags } of inputs) {
    const role = tags.find(({ key }) => key === contextTag)?.value || withoutContext;
    roles.set(role, [...(roles.get(role) ?? []), `${dataset.name} ${dataset.digest}`]);
  }
  return [...roles].map(([key, names]) => ({ key, value: names.sort().join(", ") }));
}
