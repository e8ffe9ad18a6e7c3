"use client";
import type { RunKeys } from "@plumbline/contracts/experiments/run";
import type { RunGrouping } from "@plumbline/contracts/experiments/run-group";
import type { TableSort } from "@plumbline/ui/data-table";
import { useMemo } from "react";
import { useUrlState } from "#src/components/url-state.ts";
import type { RunSearch } from "../queries.ts";
import { type ColumnBrush, parseBrushes, printBrushes } from "./brush-address.ts";
import { drawnChoices, shownRuns } from "./charted.ts";
import { allOf, defaultColumns, neededOf, orderByOf, parentTag, parseColumn, printColumn, printSort, type RunColumn } from "./columns.ts";
import { printGrouping } from "./grouping.ts";
import { addressOf, contentOf, isBare, printWidths, type TableContent } from "./table-address.ts";
import { useKeptChoices } from "./use-kept-choices.ts";

export const runViews = ["table", "split", "charts"] as const;
export type RunView = (typeof runViews)[number];
export type RunScope = TableContent["scope"];

/** In the address: no view is open, and none shall open by itself. */
const noView = "none";

/** In place of an experiment's id: the runs of all. */
export const everyExperiment = "all";

/** Everything that decides what the table shows. It lives in the address; what is not there comes from this browser, then from the runs. */
export function useRunsState(experimentId: string, known: RunKeys) {
  const url = useUrlState();
  const kept = useKeptChoices(experimentId);
  const saved = url.get("saved");
  const viewId = saved === noView ? undefined : saved;
  const text = JSON.stringify(contentOf(url, viewId === undefined ? kept : { columns: undefined, widths: {}, pinned: [] }));
  // By its text: the same address gives the same content, so that rows are not drawn again.
  const content = useMemo(() => JSON.parse(text) as TableContent, [text]);
  const columns = useMemo(
    (): readonly RunColumn[] =>
      pinnedFirst(
        content.columns?.flatMap((name) => parseColumn(name) ?? []) ?? defaultColumns(known, experimentId === everyExperiment),
        content.pinned,
      ),
    [content, known, experimentId],
  );
  const { filter, scope } = content;
  const sort = content.sort ?? undefined;
  const selected = url.getAll("run").join("\n");
  const brushed = url.getAll("brush").join("\n");
  const brushes = useMemo(() => parseBrushes(brushed ? brushed.split("\n") : []), [brushed]);
  const drawn = drawnChoices.find((count) => String(count) === url.get("draw")) ?? shownRuns;
  const unbrushed = allOf(filter, scope === "top" ? `tags.\`${parentTag}\` IS NULL` : undefined);
  const search = useMemo(
    (): RunSearch => ({
      experimentIds: experimentId === everyExperiment ? undefined : [experimentId],
      filter: allOf(unbrushed, ...brushes.map((brush) => brush.filter)),
      orderBy: orderByOf(sort),
      view: scope === "deleted" ? "deleted" : "active",
      columns: neededOf(columns),
    }),
    [experimentId, unbrushed, brushes, scope, sort, columns],
  );
  return {
    content,
    columns,
    filter,
    sort,
    view: content.mode,
    grouping: content.grouping,
    isDeleted: scope === "deleted",
    isCompact: content.isCompact,
    scope,
    widths: content.widths,
    search,
    viewId,
    /** Nothing is asked for, so that the experiment's default view may open. */
    isUndecided: saved === undefined && isBare(url),
    /** A view is named and nothing besides: as in a link that somebody shared. */
    isUnopened: viewId !== undefined && isBare(url),
    /** The filter without what was brushed in a chart. */
    unbrushed,
    brushes,
    /** Of so many runs curves are drawn where none is selected. */
    drawn,
    selected: useMemo(() => new Set(selected ? selected.split("\n") : []), [selected]),
    ...changesOf({ url, kept, content, viewId }),
  };
}

interface Changing {
  url: ReturnType<typeof useUrlState>;
  kept: ReturnType<typeof useKeptChoices>;
  content: TableContent;
  viewId: string | undefined;
}

/** All that can be changed about the table. */
function changesOf({ url, kept, content, viewId }: Changing) {
  /** A choice that this browser keeps while no view is open. */
  const choose = (name: "col" | "pin", texts: readonly string[] | undefined) => {
    if (viewId === undefined) kept.keep(name === "col" ? { columns: texts } : { pinned: texts ?? [] });
    url.set({ [name]: texts });
  };
  return {
    setFilter: (next: string) => url.set({ filter: next }),
    setSort: (next: TableSort | undefined) => url.set({ sort: printSort(next) }),
    setView: (next: RunView) => url.set({ view: next === "table" ? undefined : next }),
    setGrouping: (next: RunGrouping | null) => url.set({ group: printGrouping(next), run: undefined }),
    setCompact: (next: boolean) => url.set({ rows: next ? "compact" : undefined }),
    setScope: (next: RunScope) =>
      url.set({
        deleted: next === "deleted" ? "1" : undefined,
        top: next === "top" ? "1" : undefined,
        ...((next === "deleted") === (content.scope === "deleted") ? {} : { run: undefined }),
      }),
    setSelected: (ids: ReadonlySet<string>) => url.set({ run: [...ids] }),
    setBrushes: (next: readonly ColumnBrush[]) => url.set({ brush: printBrushes(next) }),
    setDrawn: (next: number) => url.set({ draw: next === shownRuns ? undefined : String(next) }),
    setWidth: (column: string, width: number) => {
      const widths = { ...content.widths, [column]: width };
      if (viewId === undefined) kept.keep({ widths });
      else url.set({ w: printWidths(widths) });
    },
    setColumns: (next: readonly RunColumn[] | undefined) => choose("col", next?.map(printColumn)),
    setPinned: (next: readonly string[]) => choose("pin", next),
    /** Shows what a view says; `undefined` leaves the view that is open. */
    openView: (view: { viewId: string; content: TableContent } | undefined) => {
      const nothing = contentOf({ get: () => undefined, getAll: () => [] }, { columns: undefined, widths: {}, pinned: [] });
      url.set({ ...addressOf(view?.content ?? nothing), saved: view?.viewId ?? noView, run: undefined });
    },
    /** What is shown now belongs to this view. */
    adoptView: (id: string) => url.set({ ...addressOf(content), saved: id }),
  };
}

export type RunsState = ReturnType<typeof useRunsState>;

/** Pinned columns stand first, in the order in which they stand anyway. */
function pinnedFirst(columns: readonly RunColumn[], pinned: readonly string[]): readonly RunColumn[] {
  if (pinned.length === 0) return columns;
  const isPinned = (column: RunColumn) => pinned.includes(printColumn(column));
  return [...columns.filter(isPinned), ...columns.filter((column) => !isPinned(column))];
}
