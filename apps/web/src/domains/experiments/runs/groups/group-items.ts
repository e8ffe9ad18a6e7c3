import type { GroupOrder, RunFigure, RunGroup } from "@plumbline/contracts/experiments/group-runs";
import type { Run } from "@plumbline/contracts/experiments/run";
import type { TableSort } from "@plumbline/ui/data-table";
import { parseColumn, type RunColumn } from "../columns.ts";

/** A row of the grouped table. */
export type GroupItem =
  | { kind: "group"; id: string; group: RunGroup; isOpen: boolean }
  | { kind: "run"; id: string; run: Run }
  | { kind: "more"; id: string; group: RunGroup; left: number; isReading: boolean };

export interface OpenGroup {
  runs: readonly Run[] | undefined;
  isReading: boolean;
}

/** Of a group within its grouping. */
export const groupId = ({ value, digest }: Pick<RunGroup, "value" | "digest">): string => JSON.stringify([value, digest]);

/** Groups with the runs of those that are open below them. */
export function groupItems(groups: readonly RunGroup[], open: ReadonlyMap<string, OpenGroup>): GroupItem[] {
  return groups.flatMap((group): GroupItem[] => {
    const id = groupId(group);
    const opened = open.get(id);
    const row = { kind: "group" as const, id, group, isOpen: opened !== undefined };
    if (!opened) return [row];
    const runs = opened.runs ?? [];
    // A run may be in several groups: its row is told from the others by both.
    const rows = runs.map((run): GroupItem => ({ kind: "run", id: `${run.runId} ${id}`, run }));
    const left = group.runs - runs.length;
    const isReading = opened.isReading || opened.runs === undefined;
    return [row, ...rows, ...(left > 0 || isReading ? [{ kind: "more" as const, id: `more ${id}`, group, left, isReading }] : [])];
  });
}

/** The figures that the metric columns show. */
export function figuresOf(columns: readonly RunColumn[]): RunFigure[] {
  return columns.flatMap((column) => (column.kind === "metric" ? [{ key: column.key, figure: column.aggregate }] : [])).slice(0, 50);
}

/** A column of least values shows the least of a group, one of greatest values the greatest, any other the mean. */
export function summaryOf(figure: RunFigure["figure"]): "mean" | "min" | "max" {
  return figure === "min" || figure === "max" ? figure : "mean";
}

/** How the groups are ordered for the table's order: by size, unless it is an order that groups have. */
export function groupOrder(sort: TableSort | undefined): { order: GroupOrder; isDescending: boolean } {
  const { column = "", isDescending = true } = sort ?? {};
  const parsed = parseColumn(column);
  if (column === "name") return { order: { by: "value" }, isDescending };
  if (column === "started") return { order: { by: "latest" }, isDescending };
  if (parsed?.kind !== "metric") return { order: { by: "runs" }, isDescending: true };
  const { key, aggregate: figure } = parsed;
  return { order: { by: "figure", key, figure, of: summaryOf(figure) }, isDescending };
}

/** Rows of the runs that are selected. A run that is in several groups is selected in all of them. */
export function selectedItems(items: readonly GroupItem[], selected: ReadonlySet<string>): Set<string> {
  return new Set(items.flatMap((item) => (item.kind === "run" && selected.has(item.run.runId) ? [item.id] : [])));
}

/** The selection after other rows were chosen; runs that no open group shows stay as they are. */
export function reselected(
  items: readonly GroupItem[],
  { selected, chosen }: { selected: ReadonlySet<string>; chosen: ReadonlySet<string> },
): Set<string> {
  const before = selectedItems(items, selected);
  const next = new Set(selected);
  for (const item of items) {
    if (item.kind !== "run" || before.has(item.id) === chosen.has(item.id)) continue;
    if (chosen.has(item.id)) next.add(item.run.runId);
    else next.delete(item.run.runId);
  }
  return next;
}
