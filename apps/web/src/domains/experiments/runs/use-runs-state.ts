"use client";
import type { RunKeys } from "@plumbline/contracts/experiments/run";
import type { TableSort } from "@plumbline/ui/data-table";
import { useMemo } from "react";
import { parseKept, useKept } from "#src/components/kept.ts";
import { useUrlState } from "#src/components/url-state.ts";
import type { RunSearch } from "../queries.ts";
import {
  allOf,
  defaultColumns,
  neededOf,
  orderByOf,
  parentTag,
  parseColumn,
  parseSort,
  printColumn,
  printSort,
  type RunColumn,
} from "./columns.ts";

export const runViews = ["table", "split", "charts"] as const;
export type RunView = (typeof runViews)[number];

const isTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every((item) => typeof item === "string");
const isWidths = (value: unknown): value is Record<string, number> =>
  typeof value === "object" && value !== null && Object.values(value).every((item) => typeof item === "number");

/** Everything that decides what the table shows. It lives in the address; what is not there comes from this browser, then from the runs. */
export function useRunsState(experimentId: string, known: RunKeys) {
  const url = useUrlState();
  const [keptColumns, keepColumns] = useKept(`columns.${experimentId}`);
  const [keptWidths, keepWidths] = useKept(`widths.${experimentId}`);
  const asked = url.getAll("col").join("\n");
  const columns = useMemo((): readonly RunColumn[] => {
    const texts = asked ? asked.split("\n") : parseKept(keptColumns, isTexts);
    return texts?.flatMap((text) => parseColumn(text) ?? []) ?? defaultColumns(known);
  }, [asked, keptColumns, known]);
  const filter = url.get("filter") ?? "";
  const sortText = url.get("sort");
  const sort = useMemo(() => parseSort(sortText), [sortText]);
  const view = runViews.find((name) => name === url.get("view")) ?? "table";
  const isDeleted = url.get("deleted") === "1";
  const isTop = url.get("top") === "1";
  const selected = url.getAll("run").join("\n");
  const widths = useMemo(() => parseKept(keptWidths, isWidths) ?? {}, [keptWidths]);
  const search = useMemo(
    (): RunSearch => ({
      experimentIds: [experimentId],
      filter: allOf(filter, isTop ? `tags.\`${parentTag}\` IS NULL` : undefined),
      orderBy: orderByOf(sort),
      view: isDeleted ? "deleted" : "active",
      columns: neededOf(columns),
    }),
    [experimentId, filter, isTop, sort, isDeleted, columns],
  );
  return {
    columns,
    filter,
    sort,
    view,
    isDeleted,
    isTop,
    widths,
    search,
    selected: useMemo(() => new Set(selected ? selected.split("\n") : []), [selected]),
    setFilter: (text: string) => url.set({ filter: text }),
    setSort: (next: TableSort | undefined) => url.set({ sort: printSort(next) }),
    setView: (next: RunView) => url.set({ view: next === "table" ? undefined : next }),
    setDeleted: (next: boolean) => url.set({ deleted: next ? "1" : undefined, run: undefined }),
    setTop: (next: boolean) => url.set({ top: next ? "1" : undefined }),
    setSelected: (ids: ReadonlySet<string>) => url.set({ run: [...ids] }),
    setWidth: (column: string, width: number) => keepWidths(JSON.stringify({ ...widths, [column]: width })),
    setColumns: (next: readonly RunColumn[] | undefined) => {
      const texts = next?.map(printColumn);
      keepColumns(texts && JSON.stringify(texts));
      url.set({ col: texts });
    },
  };
}

export type RunsState = ReturnType<typeof useRunsState>;
