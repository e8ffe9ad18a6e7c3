"use client";
import * as Slot from "radix-ui/slot";
import { type ReactNode, type RefObject, useEffect, useId, useRef, useState } from "react";
import type { Side } from "./floating/place.ts";
import { usePlaced } from "./floating/use-placed.ts";

export interface TooltipProps {
  text: ReactNode;
  side?: Side;
  /** One element that takes a ref and handlers. */
  children: ReactNode;
}

const waitMs = 350;
const gap = 5;

/** A few words on what the pointer rests on or the keyboard has reached. Escape takes them away. */
export function Tooltip({ text, side = "top", children }: TooltipProps) {
  const [isOpen, setOpen] = useState(false);
  const anchor = useRef<HTMLElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const id = useId();
  useEffect(() => () => clearTimeout(timer.current), []);
  const hide = () => {
    clearTimeout(timer.current);
    setOpen(false);
  };
  const wait = () => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setOpen(true), waitMs);
  };
  const onFocus = () => {
    if (anchor.current?.matches(":focus-visible")) setOpen(true);
  };
  return (
    <>
      <Slot.Root
        ref={anchor}
        aria-describedby={isOpen ? id : undefined}
        onPointerEnter={wait}
        onPointerLeave={hide}
        onPointerDown={hide}
        onFocus={onFocus}
        onBlur={hide}
      >
        {children}
      </Slot.Root>
      {isOpen && (
        <Bubble id={id} anchor={anchor} side={side} onHide={hide}>
          {text}
        </Bubble>
      )}
    </>
  );
}

interface BubbleProps {
  id: string;
  anchor: RefObject<HTMLElement | null>;
  side: Side;
  onHide: () => void;
  children: ReactNode;
}

function Bubble({ id, anchor, side, onHide, children }: BubbleProps) {
  const element = useRef<HTMLSpanElement>(null);
  const hide = useRef(onHide);
  useEffect(() => {
    hide.current = onHide;
  });
  useEffect(() => {
    element.current?.showPopover();
    const onKeyDown = (event: KeyboardEvent) => event.key === "Escape" && hide.current();
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);
  usePlaced({ isOpen: true, anchor, floating: element, side, align: "center", gap });
  return (
    <span
      ref={element}
      id={id}
      popover="manual"
      role="tooltip"
      className="pointer-events-none fixed inset-auto m-0 max-w-72 overflow-visible rounded-md border-0 bg-ink px-2 py-1 text-bg text-small shadow-float"
    >
      {children}
    </span>
  );
}
