import { boardPanelsMax, type ChartPanel } from "@plumbline/contracts/experiments/chart-panel";
import { parseCharts, printCharts } from "../charts-address.ts";
import { readPanel } from "./read-panel.ts";

/** In the address and in views: the board was emptied. */
const noPanels = { kind: "none" };

/** Panels as the address has them; undefined where it says nothing, so that the board has those it begins with. */
export function parsePanels(texts: readonly string[]): ChartPanel[] | undefined {
  if (texts.length === 0) return undefined;
  return readPanels(parseCharts(texts));
}

/** Panels as a view keeps them. Those that this version cannot read are passed over; of two with one id, the first stays. */
export function readPanels(kept: readonly unknown[]): ChartPanel[] {
  const byId = new Map<string, ChartPanel>();
  for (const one of kept) {
    const panel = readPanel(one);
    if (panel && !byId.has(panel.id)) byId.set(panel.id, panel);
  }
  return [...byId.values()].slice(0, boardPanelsMax);
}

export function printPanels(panels: readonly ChartPanel[]): string[] {
  return printCharts(panels.length === 0 ? [noPanels] : panels.map(withoutDefaults));
}

/** What a panel says besides what every panel of its kind does, so that addresses stay short. */
export function withoutDefaults(panel: ChartPanel): Record<string, string | number | boolean | string[]> {
  const said = Object.entries(panel).filter(
    ([name, value]) => !(value === undefined || value === false || isEmpty(value) || isPlain(name, value)),
  );
  return Object.fromEntries(said) as Record<string, string | number | boolean | string[]>;
}

const isEmpty = (value: unknown): boolean => Array.isArray(value) && value.length === 0;
const isPlain = (name: string, value: unknown): boolean => (name === "x" && value === "step") || (name === "smoothing" && value === 0);

/** The next id that no panel has. */
export function freshId(panels: readonly ChartPanel[]): string {
  const taken = new Set(panels.map(({ id }) => id));
  let next = panels.length + 1;
  while (taken.has(String(next))) next += 1;
  return String(next);
}

/** The panels with one of them at another place; places beyond the ends are the ends. */
export function movePanel(panels: readonly ChartPanel[], id: string, to: number): ChartPanel[] {
  const panel = panels.find((each) => each.id === id);
  if (!panel) return [...panels];
  const others = panels.filter((each) => each.id !== id);
  const place = Math.min(others.length, Math.max(0, to));
  return [...others.slice(0, place), panel, ...others.slice(place)];
}
