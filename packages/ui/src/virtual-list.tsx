"use client";
import { useVirtualizer } from "@tanstack/react-virtual";
import { clsx } from "clsx";
import { type ReactNode, useEffect, useRef } from "react";

export interface VirtualListProps<Item> {
  /** What is listed, for assistive technology. */
  label: string;
  items: readonly Item[];
  itemKey: (item: Item) => string;
  item: (item: Item) => ReactNode;
  /** Asked for when the last items come into sight. */
  onEnd?: (() => void) | undefined;
  className?: string;
}

const itemHeight = 28;
const endDistance = 20;

/** Any number of items of one height, of which those in sight are drawn. */
export function VirtualList<Item>({ label, items, itemKey, item, onEnd, className }: VirtualListProps<Item>) {
  const scroller = useRef<HTMLElement>(null);
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => itemHeight,
    overscan: 10,
  });
  const isNearEnd = (virtual.getVirtualItems().at(-1)?.index ?? 0) >= items.length - endDistance;
  useEffect(() => {
    if (isNearEnd) onEnd?.();
  }, [isNearEnd, onEnd]);
  return (
    <section
      ref={scroller}
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      className={clsx("overflow-y-auto overscroll-contain -outline-offset-2", className)}
    >
      <ul className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const shown = items[index];
          if (shown === undefined) return null;
          return (
            <li key={itemKey(shown)} className="absolute inset-x-0" style={{ top: start, height: itemHeight }}>
              {item(shown)}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
