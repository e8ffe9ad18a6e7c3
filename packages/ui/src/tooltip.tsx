"use client";
import * as Primitive from "radix-ui/tooltip";
import type { ReactNode } from "react";

export const TooltipProvider = Primitive.Provider;

export function Tooltip(props: { text: ReactNode; side?: "top" | "right" | "bottom" | "left"; children: ReactNode }) {
  return (
    <Primitive.Root>
      <Primitive.Trigger asChild>{props.children}</Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          side={props.side ?? "top"}
          sideOffset={5}
          collisionPadding={8}
          className="z-50 max-w-72 animate-appear rounded-md bg-ink px-2 py-1 text-small text-bg shadow-float"
        >
          {props.text}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
