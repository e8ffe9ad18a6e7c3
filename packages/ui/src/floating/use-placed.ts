"use client";
import { type RefObject, useLayoutEffect } from "react";
import { type Placement, place } from "./place.ts";

export interface PlacedInput extends Placement {
  isOpen: boolean;
  anchor: RefObject<HTMLElement | null>;
  floating: RefObject<HTMLElement | null>;
}

/** Keeps a floating element beside its anchor while it is open, whatever scrolls or changes its size. */
export function usePlaced({ isOpen, anchor, floating, side, align, gap }: PlacedInput): void {
  useLayoutEffect(() => {
    const element = floating.current;
    const from = anchor.current;
    if (!(isOpen && element && from)) return;
    const move = () => {
      element.style.maxHeight = "none";
      const size = { width: element.offsetWidth, height: element.offsetHeight };
      const window = { width: document.documentElement.clientWidth, height: document.documentElement.clientHeight };
      const placed = place(from.getBoundingClientRect(), size, { window, side, align, gap });
      element.style.left = `${placed.left}px`;
      element.style.top = `${placed.top}px`;
      element.style.maxHeight = `${placed.maxHeight}px`;
    };
    const observer = new ResizeObserver(move);
    observer.observe(element);
    move();
    const onScroll = (event: Event) => {
      if (!(event.target instanceof Node && element.contains(event.target))) move();
    };
    window.addEventListener("resize", move);
    document.addEventListener("scroll", onScroll, { capture: true, passive: true });
    return () => {
      observer.disconnect();
      window.removeEventListener("resize", move);
      document.removeEventListener("scroll", onScroll, { capture: true });
    };
  }, [isOpen, anchor, floating, side, align, gap]);
}
