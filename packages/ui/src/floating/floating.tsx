"use client";
import { clsx } from "clsx";
import * as Slot from "radix-ui/slot";
import { type KeyboardEvent, type ReactNode, type RefObject, type ToggleEvent, useEffect, useId, useRef, useState } from "react";
import type { Align, Side } from "./place.ts";
import { usePlaced } from "./use-placed.ts";

export interface FloatingProps {
  /** The button that opens and closes it. */
  trigger: ReactNode;
  role: "menu" | "dialog";
  /** Its name for assistive technology; a menu without one is named by its button. */
  label?: string;
  /** Held from outside; by default the button alone decides. */
  open?: boolean | undefined;
  onOpenChange?: ((open: boolean) => void) | undefined;
  side: Side;
  align: Align;
  className?: string;
  onKeyDown?: (event: KeyboardEvent<HTMLDivElement>) => void;
  children: (box: { element: RefObject<HTMLDivElement | null>; close: () => void }) => ReactNode;
}

const gap = 5;

/**
 * What opens beside a button. The browser's own popover keeps it above everything, closes it by Escape or a press
 * outside, and gives the focus back; its content is drawn while it is open.
 */
export function Floating({ trigger, role, label, open, onOpenChange, side, align, className, onKeyDown, children }: FloatingProps) {
  const [isOpen, setOpen] = useState(false);
  const anchor = useRef<HTMLButtonElement>(null);
  const element = useRef<HTMLDivElement>(null);
  const id = useId();
  usePlaced({ isOpen, anchor, floating: element, side, align, gap });
  // The browser opens it by itself: whoever pressed the button of a page from the server was heard by nobody yet.
  useEffect(() => setOpen(element.current?.matches(":popover-open") ?? false), []);
  useEffect(() => {
    if (open !== undefined) element.current?.togglePopover(open);
  }, [open]);
  const onBeforeToggle = (event: ToggleEvent<HTMLDivElement>) => {
    const next = event.newState === "open";
    setOpen(next);
    onOpenChange?.(next);
  };
  const close = () => {
    element.current?.hidePopover();
    anchor.current?.focus();
  };
  return (
    <>
      <Slot.Root ref={anchor} id={`${id}-trigger`} aria-haspopup={role} aria-expanded={isOpen} {...{ popoverTarget: id }}>
        {trigger}
      </Slot.Root>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it has its role while it is open, and takes keys only then */}
      {/* biome-ignore lint/a11y/useAriaPropsSupportedByRole: it has its name with its role */}
      <div
        ref={element}
        id={id}
        popover="auto"
        role={isOpen ? role : undefined}
        aria-label={isOpen ? label : undefined}
        aria-labelledby={isOpen && !label ? `${id}-trigger` : undefined}
        tabIndex={-1}
        onBeforeToggle={onBeforeToggle}
        onKeyDown={onKeyDown}
        className={clsx(
          "fixed inset-auto m-0 overflow-y-auto rounded-lg border border-line bg-surface text-body text-ink shadow-float outline-none open:animate-appear",
          className,
        )}
      >
        {isOpen && children({ element, close })}
      </div>
    </>
  );
}
