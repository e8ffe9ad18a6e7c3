"use client";
import { useHotkeys } from "@plumbline/ui/hotkeys";
import { type RefObject, useRef } from "react";

/** j and k, and the arrows, go through the rows of a list whose rows are links; Enter opens them, as it opens any link. */
export function useRowFocus<Element extends HTMLElement>(title: string): RefObject<Element | null> {
  const list = useRef<Element>(null);
  const step = (by: number) => (event: KeyboardEvent) => {
    const rows = [...(list.current?.querySelectorAll<HTMLElement>("a[data-row]") ?? [])];
    const at = rows.indexOf(document.activeElement as HTMLElement);
    const next = rows[at < 0 ? (by > 0 ? 0 : rows.length - 1) : at + by];
    if (!next) return;
    event.preventDefault();
    next.focus();
  };
  useHotkeys(title, [
    { key: "j", does: "Next row", run: step(1) },
    { key: "k", does: "Row before", run: step(-1) },
    { key: "ArrowDown", run: step(1) },
    { key: "ArrowUp", run: step(-1) },
  ]);
  return list;
}
