"use client";
import { clsx } from "clsx";
import * as Primitive from "radix-ui/popover";
import type { ReactNode } from "react";

export interface PopoverProps {
  trigger: ReactNode;
  /** The panel's name for assistive technology. */
  label: string;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  align?: "start" | "center" | "end";
  className?: string;
  children: ReactNode;
}

export function Popover({ trigger, label, align = "start", className, children, ...state }: PopoverProps) {
  return (
    <Primitive.Root {...state}>
      <Primitive.Trigger asChild>{trigger}</Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          aria-label={label}
          align={align}
          sideOffset={5}
          collisionPadding={8}
          className={clsx(
            "z-50 max-h-(--radix-popover-content-available-height) w-72 animate-appear overflow-y-auto rounded-lg border border-line bg-surface p-3 shadow-float",
            className,
          )}
        >
          {children}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
