import type { ChartPanel } from "@plumbline/contracts/experiments/chart-panel";
import type { Run, RunColumns } from "@plumbline/contracts/experiments/run";
import { ownerName } from "../../run/run-facts.ts";
import { statusWords } from "../../run/status-words.ts";
import { type Attribute, neededOf, parseColumn, type RunColumn } from "../columns.ts";
import { metricValue } from "../run-columns.tsx";

/** What a run has for a column: a number, a text, or nothing. */
export function runValue(run: Run, text: string): number | string | undefined {
  const column = parseColumn(text);
  if (!column) return undefined;
  if (column.kind === "metric") {
    return metricValue(
      run.metrics.find(({ key }) => key === column.key),
      column.aggregate,
    );
  }
  if (column.kind === "attribute") return attributeValue(run, column.key);
  return (column.kind === "param" ? run.params : run.tags).find(({ key }) => key === column.key)?.value;
}

function attributeValue(run: Run, key: Attribute): number | string | undefined {
  switch (key) {
    case "status":
      return statusWords[run.status];
    case "user":
      return ownerName(run);
    case "duration":
      return run.endTime === null ? undefined : (run.endTime - run.startTime) / 1000;
    case "started":
      return run.startTime;
    case "dataset":
      return run.inputs[0]?.dataset.name;
    case "models":
      return run.modelOutputs.length;
    default:
      return undefined;
  }
}

/** The columns of runs that panels draw figures of; those of metrics over their steps are read apart. */
export function panelColumns(panels: readonly ChartPanel[]): string[] {
  return [...new Set(panels.flatMap(columnsOf))];
}

function columnsOf(panel: ChartPanel): string[] {
  switch (panel.kind) {
    case "line":
      return panel.bandBy ? [panel.bandBy] : [];
    case "bar":
      return [panel.value];
    case "scatter":
      return [panel.x, panel.y];
    case "parallel":
      return panel.columns;
    case "box":
      return [panel.value, panel.by];
    default:
      return [];
  }
}

/** What of each run has to be read for those columns. */
export function readColumns(texts: readonly string[]): RunColumns {
  return neededOf(texts.flatMap((text): RunColumn[] => [parseColumn(text)].filter((column) => column !== undefined)));
}

/** Kinds that show one figure of each run, of many runs at once. */
export const isOfFigures = ({ kind }: ChartPanel): boolean => kind === "bar" || kind === "scatter" || kind === "parallel" || kind === "box";
