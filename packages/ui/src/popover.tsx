"use client";
import { clsx } from "clsx";
import { type ReactNode, type RefObject, useEffect } from "react";
import { Floating } from "./floating/floating.tsx";
import type { Align } from "./floating/place.ts";

export interface PopoverProps {
  trigger: ReactNode;
  /** The panel's name for assistive technology. */
  label: string;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  align?: Align;
  className?: string;
  /** Given as a function, it is told how to close the panel. */
  children: ReactNode | ((close: () => void) => ReactNode);
}

export function Popover({ align = "start", className, children, ...rest }: PopoverProps) {
  return (
    <Floating {...rest} role="dialog" side="bottom" align={align} className={clsx("max-w-[calc(100vw-16px)] p-3", className ?? "w-72")}>
      {({ element, close }) => <Content element={element}>{typeof children === "function" ? children(close) : children}</Content>}
    </Floating>
  );
}

const focusable = "a[href], button, input, select, textarea, [tabindex='0']";

/** The focus goes to the first thing that can take it, and back to the button when the panel closes. */
function Content({ element, children }: { element: RefObject<HTMLDivElement | null>; children: ReactNode }) {
  useEffect(() => {
    const first = element.current?.querySelector<HTMLElement>(focusable);
    (first ?? element.current)?.focus();
  }, [element]);
  return children;
}
