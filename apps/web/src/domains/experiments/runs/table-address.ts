import type { SavedViewContent } from "@plumbline/contracts/experiments/saved-view";
import { parseCharts, printCharts } from "./charts-address.ts";
import { parseSort, printSort } from "./columns.ts";
import { parseGrouping, printGrouping } from "./grouping.ts";

/** What the address says of the table. */
export interface TableAddress {
  get: (name: string) => string | undefined;
  getAll: (name: string) => readonly string[];
}

/** What a browser keeps of an experiment, for whoever has no view open. */
export interface KeptChoices {
  columns: readonly string[] | undefined;
  widths: Readonly<Record<string, number>>;
  pinned: readonly string[];
}

/** Names of what a view says in the address; the selection and the view's own id are none of it. */
const names = ["filter", "sort", "col", "w", "pin", "group", "view", "deleted", "top", "rows", "panel"] as const;

export type TableContent = SavedViewContent;

export const isBare = (url: TableAddress): boolean => names.every((name) => url.getAll(name).length === 0);

/** What the table shows: as the address says it, and as the browser kept it where the address is silent. */
export function contentOf(url: TableAddress, kept: KeptChoices): TableContent {
  const columns = url.getAll("col");
  const widths = url.getAll("w");
  const pinned = url.getAll("pin");
  const mode = url.get("view");
  return {
    version: 1,
    filter: url.get("filter") ?? "",
    sort: parseSort(url.get("sort")) ?? null,
    columns: columns.length > 0 ? [...columns] : kept.columns ? [...kept.columns] : null,
    widths: widths.length > 0 ? parseWidths(widths) : { ...kept.widths },
    pinned: pinned.length > 0 ? [...pinned] : [...kept.pinned],
    grouping: parseGrouping(url.get("group")),
    mode: mode === "split" || mode === "charts" ? mode : "table",
    scope: url.get("deleted") === "1" ? "deleted" : url.get("top") === "1" ? "top" : "all",
    isCompact: url.get("rows") === "compact",
    charts: parseCharts(url.getAll("panel")),
  };
}

/** The other way round: all that the content says, and nothing besides. */
export function addressOf(content: TableContent): Record<(typeof names)[number], string | string[] | undefined> {
  return {
    filter: content.filter || undefined,
    sort: printSort(content.sort ?? undefined),
    col: content.columns ?? undefined,
    w: printWidths(content.widths),
    pin: content.pinned,
    group: printGrouping(content.grouping),
    view: content.mode === "table" ? undefined : content.mode,
    deleted: content.scope === "deleted" ? "1" : undefined,
    top: content.scope === "top" ? "1" : undefined,
    rows: content.isCompact ? "compact" : undefined,
    panel: printCharts(content.charts),
  };
}

/** `120:m:last:auc` is a width and its column. */
export const printWidths = (widths: Readonly<Record<string, number>>): string[] =>
  Object.entries(widths).map(([column, width]) => `${width}:${column}`);

function parseWidths(texts: readonly string[]): Record<string, number> {
  const pairs = texts.flatMap((text) => {
    const parts = /^(\d{1,4}):(.+)$/s.exec(text);
    return parts ? [[parts[2] ?? "", Number(parts[1])] as const] : [];
  });
  return Object.fromEntries(pairs);
}

/** Whether both show the same; the order of widths is none. */
export function isSameContent(one: TableContent, other: TableContent): boolean {
  return textOf(one) === textOf(other);
}

function textOf(content: TableContent): string {
  const address = addressOf(content);
  return JSON.stringify(names.map((name) => (name === "w" ? [...(address.w ?? [])].sort() : (address[name] ?? null))));
}
