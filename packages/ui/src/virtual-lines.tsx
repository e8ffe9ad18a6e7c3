"use client";
import { useVirtualizer } from "@tanstack/react-virtual";
import { clsx } from "clsx";
import { type ReactNode, type Ref, type UIEvent, useEffect, useImperativeHandle, useLayoutEffect, useRef } from "react";

export interface VirtualLinesHandle {
  /** Brings a line into the middle of what is in sight. */
  show: (index: number) => void;
}

export interface VirtualLinesProps {
  /** What the lines are, for assistive technology. */
  label: string;
  handle: Ref<VirtualLinesHandle>;
  count: number;
  /** Lines that were put before the first ones since it was drawn: what is in sight stays in sight. */
  prepended?: number;
  line: (index: number) => ReactNode;
  onVisible: (range: { first: number; last: number }) => void;
  /** Keeps the last line in sight. */
  isFollowing: boolean;
  /** The reader has left the end, or has come back to it. */
  onFollow: (isFollowing: boolean) => void;
  className?: string;
}

export const lineHeight = 20;
const slack = 2 * lineHeight;

/** Any number of lines of one height, of which those in sight are drawn. A line wider than the frame scrolls sideways. */
export function VirtualLines({ label, handle, count, prepended = 0, line, isFollowing, onFollow, ...props }: VirtualLinesProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => lineHeight,
    overscan: 20,
  });
  useImperativeHandle(handle, () => ({ show: (index) => virtual.scrollToIndex(index, { align: "center" }) }), [virtual]);
  useFollowing(scroller, count, isFollowing);
  usePrepended(scroller, prepended);
  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? -1;
  const { onVisible } = props;
  const latest = useRef(onVisible);
  useEffect(() => {
    latest.current = onVisible;
  });
  useEffect(() => {
    if (last >= first) latest.current({ first, last });
  }, [first, last]);
  const onScroll = useLeaving(count, isFollowing, onFollow);
  return (
    <div
      ref={scroller}
      role="log"
      aria-label={label}
      aria-live="off"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      onScroll={onScroll}
      className={clsx("relative overflow-auto overscroll-contain -outline-offset-2", props.className)}
    >
      <div className="relative" style={{ height: virtual.getTotalSize() }}>
        <div className="absolute top-0 left-0 w-max min-w-full" style={{ transform: `translateY(${items[0]?.start ?? 0}px)` }}>
          {items.map(({ index }) => (
            <div key={index} style={{ height: lineHeight }}>
              {line(index)}
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}

function useFollowing(scroller: { current: HTMLDivElement | null }, count: number, isFollowing: boolean): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: goes to the end for every new line
  useLayoutEffect(() => {
    const element = scroller.current;
    if (isFollowing && element) element.scrollTop = element.scrollHeight;
  }, [scroller, count, isFollowing]);
}

function usePrepended(scroller: { current: HTMLDivElement | null }, prepended: number): void {
  const before = useRef(prepended);
  useLayoutEffect(() => {
    const added = prepended - before.current;
    before.current = prepended;
    if (added > 0 && scroller.current) scroller.current.scrollTop += added * lineHeight;
  }, [scroller, prepended]);
}

/** Tells the reader's own scrolling from that which more or fewer lines cause. */
function useLeaving(count: number, isFollowing: boolean, onFollow: (isFollowing: boolean) => void) {
  const seen = useRef({ top: 0, count });
  return ({ currentTarget: { scrollTop, scrollHeight, clientHeight } }: UIEvent<HTMLDivElement>) => {
    const isSame = seen.current.count === count;
    const isUp = scrollTop < seen.current.top;
    const isDown = scrollTop > seen.current.top;
    seen.current = { top: scrollTop, count };
    if (!isSame) return;
    const isAtEnd = scrollHeight - scrollTop - clientHeight < slack;
    if (isFollowing && isUp && !isAtEnd) onFollow(false);
    if (!isFollowing && isDown && isAtEnd) onFollow(true);
  };
}
