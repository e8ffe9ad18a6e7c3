import type { ComparedMetric, ComparedText, RunComparison } from "@plumbline/contracts/experiments/compare-runs";
import { fromMetricNumber, type MetricNumber } from "@plumbline/contracts/experiments/metric";

const counted = (count: number, noun: string): string[] => (count === 0 ? [] : [`${count} ${noun}${count === 1 ? "" : "s"}`]);
const differing = (columns: readonly { readonly isDiffering: boolean }[]): number =>
  columns.filter(({ isDiffering }) => isDiffering).length;

/** In one line: `3 params, 1 dataset and 2 metrics differ.` */
export function differenceLine({ params, inputs, tags, metrics }: RunComparison): string {
  const parts = [
    ...counted(differing(params), "param"),
    ...counted(differing(inputs), "dataset"),
    ...counted(differing(tags), "tag"),
    ...counted(differing(metrics), "metric"),
  ];
  const [last, ...before] = parts.reverse();
  if (last === undefined) return "Nothing that was logged differs.";
  const isOne = parts.length === 1 && last.startsWith("1 ");
  return `${[before.reverse().join(", "), last].filter(Boolean).join(" and ")} ${isOne ? "differs" : "differ"}.`;
}

/** A table of what differs, or of everything: a row for each key, a column for each run; metrics with what they are from the first run's. */
export function differenceRows(comparison: RunComparison, isAll: boolean): string[][] {
  const { runs, metrics, params, inputs, tags } = comparison;
  const shown = <Column extends { readonly isDiffering: boolean }>(columns: readonly Column[]) =>
    columns.filter(({ isDiffering }) => isAll || isDiffering);
  const spread = <Value>(values: readonly Value[]) => runs.map((_, at) => values[values.length === 1 ? 0 : at]);
  const text =
    (kind: string) =>
    ({ key, values }: ComparedText) => [
      kind,
      inOneLine(key),
      ...spread(values).map((value) => (value === null || value === undefined ? "-" : inOneLine(value))),
    ];
  const figure = ({ key, last }: ComparedMetric) => ["metric", inOneLine(key), ...figures(spread(last))];
  const rows = [
    ...shown(metrics).map(figure),
    ...shown(params).map(text("param")),
    ...shown(inputs).map(text("dataset")),
    ...shown(tags).map(text("tag")),
  ];
  return rows.length === 0 ? [] : [["", "", ...runs.map(({ name }) => inOneLine(name))], ...rows];
}

function figures(values: readonly (MetricNumber | null | undefined)[]): string[] {
  const numbers = values.map((value) => (value === null || value === undefined ? undefined : fromMetricNumber(value)));
  const [first] = numbers;
  return numbers.map((value, at) => {
    if (value === undefined) return "-";
    const change = first === undefined || at === 0 ? Number.NaN : value - first;
    return Number.isFinite(change) ? `${inShort(value)} (${change < 0 ? "" : "+"}${inShort(change)})` : inShort(value);
  });
}

const inShort = (value: number): string => String(Number(value.toPrecision(6)));

const longest = 48;

/** As much as a table holds; what could steer a terminal is a space. */
function inOneLine(text: string): string {
  const plain = text.replace(/\p{Cc}/gu, " ");
  return plain.length > longest ? `${plain.slice(0, longest - 1)}…` : plain;
}
