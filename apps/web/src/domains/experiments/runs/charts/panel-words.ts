import type { ChartPanel, PanelKind } from "@plumbline/contracts/experiments/chart-panel";
import { columnLabel, parseColumn } from "../columns.ts";

export const kindLabels: Record<PanelKind, string> = {
  line: "Line",
  bar: "Bar",
  scatter: "Scatter",
  parallel: "Parallel coordinates",
  box: "Box",
  images: "Images by step",
  table: "Table of an artifact",
};

/** `m:max:auc` in words: `auc, max`. */
export function columnWords(text: string): string {
  const column = parseColumn(text);
  return column ? columnLabel(column) : text;
}

/** The title that somebody gave, or what is drawn. */
export function panelTitle(panel: ChartPanel): string {
  if (panel.title) return panel.title;
  switch (panel.kind) {
    case "line":
      return panel.metrics.join(", ");
    case "bar":
      return columnWords(panel.value);
    case "scatter":
      return `${columnWords(panel.y)} by ${columnWords(panel.x)}`;
    case "parallel":
      return "Parallel coordinates";
    case "box":
      return `${columnWords(panel.value)} by ${columnWords(panel.by)}`;
    case "images":
      return panel.key;
    default:
      return panel.path;
  }
}

const xWords = { step: "step", relative: "time", clock: "clock", metric: "" };

/** What runs along the bottom of a chart of lines. */
export function xLabelOf(panel: Extract<ChartPanel, { kind: "line" }>): string {
  return panel.x === "metric" ? (panel.xMetric ?? "step") : xWords[panel.x];
}

/** How a chart is drawn, for beside its title: `by step, EMA 0.6, log`. */
export function panelSubtitle(panel: ChartPanel): string | undefined {
  const logs = [...("isLogX" in panel && panel.isLogX ? ["log x"] : []), ...("isLogY" in panel && panel.isLogY ? ["log y"] : [])];
  if (panel.kind !== "line") return logs.join(", ") || undefined;
  const words = [
    `by ${xLabelOf(panel)}`,
    ...(panel.smoothing > 0 ? [`EMA ${panel.smoothing}`] : []),
    ...(panel.bandBy ? [`bands by ${columnWords(panel.bandBy)}`] : []),
  ];
  return [...words, ...logs].join(", ");
}

/** Panels whose title or metrics a pattern is found in; one that is no pattern is looked for as it stands. */
export function matchingPanels(panels: readonly ChartPanel[], search: string): readonly ChartPanel[] {
  const pattern = patternOf(search);
  return pattern
    ? panels.filter((panel) => pattern.test(panelTitle(panel)) || (panel.kind === "line" && panel.metrics.some((key) => pattern.test(key))))
    : panels;
}

/** Metrics that a pattern is found in. */
export function matchingKeys(keys: readonly string[], search: string): string[] {
  const pattern = patternOf(search);
  return pattern ? keys.filter((key) => pattern.test(key)) : [];
}

function patternOf(search: string): RegExp | undefined {
  const text = search.trim();
  if (text === "") return undefined;
  try {
    return new RegExp(text, "iu");
  } catch {
    return new RegExp(text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"), "iu");
  }
}
