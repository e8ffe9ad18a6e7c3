"use client";
import { type KeyboardEvent as ReactKeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useHotkeys } from "../hotkeys.tsx";

export interface RowKeysInput<Row> {
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  scrollTo: (index: number) => void;
  pageSize: number;
  onOpen: ((row: Row) => void) | undefined;
  onToggle: ((row: Row) => void) | undefined;
  onEdit: ((row: Row) => void) | undefined;
  /** Whether the keys work wherever the focus is, not only on the table. */
  hasPageKeys: boolean;
}

/** Moves through rows by j, k, the arrows and the page keys; Enter opens, x marks, F2 edits. The place is kept by the row's key. */
export function useRowKeys<Row>(input: RowKeysInput<Row>) {
  const { rows, rowKey } = input;
  const [activeKey, setActiveKey] = useState<string>();
  const found = useMemo(
    () => (activeKey === undefined ? -1 : rows.findIndex((row) => rowKey(row) === activeKey)),
    [rows, rowKey, activeKey],
  );
  const active = found < 0 ? undefined : found;
  const latest = useRef({ rows, rowKey });
  useEffect(() => {
    latest.current = { rows, rowKey };
  });
  // One function for the life of the table, so that rows are not drawn again for a new one as they scroll by.
  const setActive = useCallback((index: number) => {
    const row = latest.current.rows[index];
    if (row !== undefined) setActiveKey(latest.current.rowKey(row));
  }, []);
  const go = (index: number) => {
    const next = Math.min(rows.length - 1, Math.max(0, index));
    setActive(next);
    if (rows.length > 0) input.scrollTo(next);
  };
  const step = (by: number) => go(active === undefined ? (by > 0 ? 0 : rows.length - 1) : active + by);
  const open = () => {
    const row = active === undefined ? undefined : rows[active];
    if (row !== undefined) input.onOpen?.(row);
  };
  const toggle = () => {
    const row = active === undefined ? undefined : rows[active];
    if (row !== undefined) input.onToggle?.(row);
  };
  const edit = () => {
    const row = active === undefined ? undefined : rows[active];
    if (row !== undefined) input.onEdit?.(row);
  };
  const keys = [
    { key: "j", does: "Next row", run: () => step(1) },
    { key: "k", does: "Previous row", run: () => step(-1) },
    ...(input.onToggle ? [{ key: "x", does: "Select the row", run: toggle }] : []),
    ...(input.onEdit ? [{ key: "F2", does: "Edit the row's name", run: edit }] : []),
    ...(input.onOpen ? [{ key: "Enter", does: "Open the row", run: openFromPage(open) }] : []),
  ];
  useHotkeys("Table", input.hasPageKeys ? keys : []);
  const acts: Record<string, () => void> = {
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    PageDown: () => step(input.pageSize),
    PageUp: () => step(-input.pageSize),
    Home: () => go(0),
    End: () => go(rows.length - 1),
    Enter: open,
    ...(input.onEdit && !input.hasPageKeys ? { F2: edit } : {}),
  };
  const onKeyDown = (event: ReactKeyboardEvent) => {
    const act = acts[event.key];
    if (!act || event.target !== event.currentTarget) return;
    event.preventDefault();
    act();
  };
  return { active, setActive, onKeyDown };
}

/** Enter on a focused button or link is theirs; only where nothing has the focus does it open the row. */
function openFromPage(open: () => void): (event: KeyboardEvent) => void {
  return (event) => {
    if (event.target === document.body) open();
  };
}
