import type { ChartPanel, PanelKind, PanelOf } from "@plumbline/contracts/experiments/chart-panel";
import type { RunKeys } from "@plumbline/contracts/experiments/run";
import { rankMetrics } from "../../run/metric-rank.ts";
import { isSystemMetric } from "../../run/run-facts.ts";
import { printColumn, type RunColumn } from "../columns.ts";

/** A chart of lines over steps. */
export const linePanel = (id: string, metrics: string[]): ChartPanel => ({
  kind: "line",
  id,
  metrics,
  x: "step",
  isLogX: false,
  isLogY: false,
  smoothing: 0,
  isWide: false,
});

/** The board of whoever has not arranged one: a line for each metric. */
export const defaultPanels = (keys: readonly string[]): ChartPanel[] => keys.map((key, at) => linePanel(String(at + 1), [key]));

export interface Shown {
  known: RunKeys;
  columns: readonly RunColumn[];
}

/** A new panel of a kind with what the table shows, to begin with; undefined where the runs have nothing for it. */
export function newPanel(kind: PanelKind, id: string, shown: Shown): ChartPanel | undefined {
  const begun = beginnings[kind]({ metrics: metricsOf(shown), params: paramsOf(shown), shown });
  return begun && ({ ...begun, id, isWide: kind === "parallel" } as ChartPanel);
}

interface Offered {
  metrics: readonly string[];
  params: readonly string[];
  shown: Shown;
}

const plainAxes = { isLogX: false, isLogY: false };

const beginnings: { [Kind in PanelKind]: (offered: Offered) => Omit<PanelOf<Kind>, "id" | "isWide"> | undefined } = {
  line: ({ shown }) => {
    const [key] = rankMetrics(shown.known.metrics);
    return key === undefined ? undefined : { kind: "line", metrics: [key], x: "step", ...plainAxes, smoothing: 0 };
  },
  bar: ({ metrics: [value] }) => (value === undefined ? undefined : { kind: "bar", value }),
  scatter: ({ metrics: [y, other], params: [x = other] }) =>
    y === undefined || x === undefined ? undefined : { kind: "scatter", x, y, ...plainAxes },
  parallel: ({ metrics, params }) => {
    const columns = [...params.slice(0, 4), ...metrics.slice(0, 2)];
    return columns.length < 2 ? undefined : { kind: "parallel", columns, logColumns: [] };
  },
  box: ({ metrics: [value], params: [by = "status"] }) => (value === undefined ? undefined : { kind: "box", value, by, isLogY: false }),
  images: () => ({ kind: "images", key: "image" }),
  table: () => ({ kind: "table", path: "table.json" }),
};

/** Those in the table first. */
function metricsOf({ known, columns }: Shown): string[] {
  const chosen = columns.filter(({ kind }) => kind === "metric").map(printColumn);
  const others = rankMetrics(known.metrics.filter((key) => !isSystemMetric(key))).map((key) => `m:last:${key}`);
  return [...new Set([...chosen, ...others])];
}

function paramsOf({ known, columns }: Shown): string[] {
  const chosen = columns.filter(({ kind }) => kind === "param").map(printColumn);
  return [...new Set([...chosen, ...known.common.differingParams.map((key) => `p:${key}`)])];
}
