import type { ReactNode } from "react";

export interface TableColumn<Row> {
  id: string;
  /** The plain name, for the header, menus and assistive technology. */
  label: string;
  /** A richer header than the plain name. */
  header?: ReactNode;
  width: number;
  /** Takes what is left over; without such a column it stays empty. */
  isGrowing?: boolean;
  align?: "end";
  sortable?: boolean;
  /** Stays in sight beside the first one, which always does; columns before it have to as well. */
  isPinned?: boolean;
  cell: (row: Row) => ReactNode;
}

export interface TableSort {
  column: string;
  isDescending: boolean;
}

export const narrowestColumn = 56;
const selectionWidth = 34;

/** The first column stays in sight while the others scroll: on a phone it leaves them more than a half. */
const firstMost = "44vw";

function columnWidth<Row>(columns: readonly TableColumn<Row>[], widths: Readonly<Record<string, number>>, at: number): string {
  const column = columns[at];
  const kept = column && widths[column.id];
  if (kept !== undefined) return `${kept}px`;
  const own = `${column?.width ?? 0}px`;
  return at === 0 && columns.length > 1 ? `min(${own}, ${firstMost})` : own;
}

/** The least width at which every column has its own. */
export function tableWidth<Row>(
  columns: readonly TableColumn<Row>[],
  widths: Readonly<Record<string, number>>,
  hasSelection: boolean,
): string {
  const each = columns.map((_, at) => columnWidth(columns, widths, at));
  return `calc(${[`${hasSelection ? selectionWidth : 0}px`, ...each].join(" + ")})`;
}

/** Where each column sticks while the others scroll; undefined for those that scroll. */
export function stickyLefts<Row>(
  columns: readonly TableColumn<Row>[],
  widths: Readonly<Record<string, number>>,
  hasSelection: boolean,
): readonly (string | undefined)[] {
  const box = `${hasSelection ? selectionWidth : 0}px`;
  const firstScrolling = columns.findIndex((column, at) => at > 0 && !column.isPinned);
  const isSticky = (at: number) => firstScrolling < 0 || at < firstScrolling;
  const leftOf = (at: number) => {
    const before = columns.slice(0, at).map((_, index) => columnWidth(columns, widths, index));
    return at === 0 ? box : `calc(${[box, ...before].join(" + ")})`;
  };
  return columns.map((_, at) => (isSticky(at) ? leftOf(at) : undefined));
}

/** The grid's tracks: the selection box, each column in its kept or own width, and what is left over. */
export function gridTracks<Row>(
  columns: readonly TableColumn<Row>[],
  widths: Readonly<Record<string, number>>,
  hasSelection: boolean,
): string {
  const growing = columns.some((column) => column.isGrowing);
  const tracks = columns.map((column, at) => {
    const width = columnWidth(columns, widths, at);
    return column.isGrowing ? `minmax(${width}, 1fr)` : width;
  });
  return [...(hasSelection ? [`${selectionWidth}px`] : []), ...tracks, ...(growing ? [] : ["minmax(0, 1fr)"])].join(" ");
}

/** What a press on a column's header asks for: descending first, then ascending, then the list's own order. */
export function nextSort(sort: TableSort | undefined, column: string): TableSort | undefined {
  if (sort?.column !== column) return { column, isDescending: true };
  return sort.isDescending ? { column, isDescending: false } : undefined;
}
