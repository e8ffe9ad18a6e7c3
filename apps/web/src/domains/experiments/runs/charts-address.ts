import type { SavedViewContent } from "@plumbline/contracts/experiments/saved-view";

type Charts = SavedViewContent["charts"];

/** Panels of charts as the address has them, one JSON object each; what they say is for the charts to read. */
export function parseCharts(texts: readonly string[]): Charts {
  return texts.map(parseObject).filter((chart) => chart !== undefined);
}

/** With their fields by name, so that two that say the same are the same text, whoever kept them. */
export const printCharts = (charts: Charts): string[] =>
  charts.map((chart) => JSON.stringify(Object.fromEntries(Object.entries(chart).sort(([one], [other]) => (one < other ? -1 : 1)))));

function parseObject(text: string): Charts[number] | undefined {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Charts[number]) : undefined;
  } catch {
    return undefined;
  }
}
