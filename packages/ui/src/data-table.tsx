"use client";
import { useVirtualizer } from "@tanstack/react-virtual";
import { clsx } from "clsx";
import { useCallback, useEffect, useId, useMemo, useRef } from "react";
import { gridTracks, stickyLefts, type TableColumn, type TableSort, tableWidth } from "./data-table/columns.ts";
import { TableHeader } from "./data-table/header.tsx";
import { TableRow } from "./data-table/row.tsx";
import { useRowKeys } from "./data-table/row-keys.ts";

export type { TableColumn, TableSort };

export interface DataTableProps<Row> {
  /** What the table lists, for assistive technology. */
  label: string;
  columns: readonly TableColumn<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  rowLabel: (row: Row) => string;
  onOpen?: (row: Row) => void;
  /** Begins to edit a row, by F2. */
  onEdit?: ((row: Row) => void) | undefined;
  sort?: TableSort | undefined;
  onSort?: (sort: TableSort | undefined) => void;
  selection?: { keys: ReadonlySet<string>; onChange: (keys: ReadonlySet<string>) => void };
  /** Which rows have a box; all of them where it is left out. */
  canSelect?: (row: Row) => boolean;
  widths?: Readonly<Record<string, number>>;
  onResize?: (column: string, width: number) => void;
  /** All rows there are, where it is known; the loaded ones may be fewer. */
  rowCount?: number | undefined;
  /** Asked for when the last loaded rows come into sight. */
  onEnd?: (() => void) | undefined;
  /** Whether j, k, x and Enter work wherever the focus is; for the one main table of a page. */
  hasPageKeys?: boolean;
  /** Rows of 28 pixels rather than 32. */
  isCompact?: boolean;
  className?: string;
}

const rowHeights = { normal: 32, compact: 28 };
const endDistance = 30;
const headerHeight = 30;
const noWidths: Readonly<Record<string, number>> = {};

/** A grid of any number of rows: only those in sight are drawn, and all of it works by keyboard. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { columns, rows, rowKey, selection, canSelect, widths = noWidths } = props;
  const selectable = useMemo(() => (canSelect ? rows.filter(canSelect) : rows).map(rowKey), [rows, rowKey, canSelect]);
  const header = useMemo(() => selection && headerSelection(selectable, selection), [selectable, selection]);
  const id = useId();
  const { scroller, virtual, active, setActive, onKeyDown } = useGrid(props);
  const select = useSelect(selection);
  const tracks = gridTracks(columns, widths, selection !== undefined);
  const width = tableWidth(columns, widths, selection !== undefined);
  // The same list for the same columns: rows are not drawn again for a new one.
  const leftsText = JSON.stringify(stickyLefts(columns, widths, selection !== undefined).map((left) => left ?? null));
  const lefts = useMemo(() => (JSON.parse(leftsText) as (string | null)[]).map((left) => left ?? undefined), [leftsText]);
  return (
    <div
      ref={scroller}
      role="grid"
      aria-label={props.label}
      aria-rowcount={props.rowCount === undefined ? -1 : props.rowCount + 1}
      aria-multiselectable={selection ? true : undefined}
      aria-activedescendant={active === undefined ? undefined : `${id}-${active}`}
      tabIndex={0}
      onKeyDown={onKeyDown}
      className={clsx("relative overflow-auto overscroll-contain -outline-offset-2", props.className)}
    >
      <div style={{ minWidth: width }} role="presentation">
        <TableHeader
          columns={columns}
          tracks={tracks}
          lefts={lefts}
          widths={widths}
          sort={props.sort}
          onSort={props.onSort}
          onResize={props.onResize}
          selection={header}
        />
        <div role="rowgroup" className="relative" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start, size }) => {
            const row = rows[index];
            if (row === undefined) return null;
            const key = rowKey(row);
            const place = { index, top: start, height: size, id: `${id}-${index}`, rowKey: key };
            return (
              <TableRow
                key={key}
                {...place}
                row={row}
                label={props.rowLabel(row)}
                columns={columns}
                tracks={tracks}
                lefts={lefts}
                isActive={active === index}
                isSelected={selection?.keys.has(key)}
                isSelectable={canSelect?.(row) ?? true}
                onSelect={select}
                onPress={setActive}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

/** Which rows are in sight, which one the keys are on, and when to ask for more. */
function useGrid<Row>({
  rows,
  rowKey,
  selection,
  canSelect,
  onOpen,
  onEdit,
  onEnd,
  hasPageKeys = true,
  isCompact = false,
}: DataTableProps<Row>) {
  const rowHeight = isCompact ? rowHeights.compact : rowHeights.normal;
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollPaddingStart: headerHeight,
    getItemKey: (index) => keyAt(rows, index, rowKey),
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: heights are measured anew only where they changed
  useEffect(() => virtual.measure(), [rowHeight]);
  const lastSeen = virtual.getVirtualItems().at(-1)?.index ?? 0;
  const isNearEnd = rows.length > 0 && lastSeen >= rows.length - endDistance;
  useEffect(() => {
    if (isNearEnd) onEnd?.();
  }, [isNearEnd, onEnd]);
  const select = useSelect(selection);
  const keys = useRowKeys({
    rows,
    rowKey,
    scrollTo: (index) => virtual.scrollToIndex(index),
    pageSize: Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 2),
    onOpen,
    onEdit,
    onToggle: selection && ((row) => (canSelect?.(row) ?? true) && select(rowKey(row), !selection.keys.has(rowKey(row)))),
    hasPageKeys,
  });
  return { scroller, virtual, ...keys };
}

type Selection = NonNullable<DataTableProps<unknown>["selection"]>;

/** One function for the life of the table, so that rows are not drawn again for a new one. */
function useSelect(selection: Selection | undefined): (key: string, isSelected: boolean) => void {
  const latest = useRef(selection);
  useEffect(() => {
    latest.current = selection;
  }, [selection]);
  return useCallback((key, isSelected) => {
    if (!latest.current) return;
    const keys = new Set(latest.current.keys);
    if (isSelected) keys.add(key);
    else keys.delete(key);
    // Whoever keeps the selection may take a moment: a second press until then adds to the first.
    latest.current = { ...latest.current, keys };
    latest.current.onChange(keys);
  }, []);
}

function keyAt<Row>(rows: readonly Row[], index: number, rowKey: (row: Row) => string): string | number {
  const row = rows[index];
  return row === undefined ? index : rowKey(row);
}

function headerSelection(loaded: readonly string[], selection: Selection) {
  const chosen = loaded.filter((key) => selection.keys.has(key)).length;
  const state = chosen === 0 ? ("none" as const) : chosen === loaded.length ? ("all" as const) : ("some" as const);
  return { state, onToggle: () => selection.onChange(new Set(state === "all" ? [] : loaded)) };
}
