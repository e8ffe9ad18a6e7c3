"use client";
import { clsx } from "clsx";
import { Check } from "lucide-react";
import * as Primitive from "radix-ui/dropdown-menu";
import type { ReactNode } from "react";

export interface MenuProps {
  trigger: ReactNode;
  align?: "start" | "end";
  side?: "top" | "right" | "bottom";
  className?: string;
  children: ReactNode;
}

export function Menu({ trigger, align = "end", side = "bottom", className, children }: MenuProps) {
  return (
    <Primitive.Root>
      <Primitive.Trigger asChild>{trigger}</Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          align={align}
          side={side}
          sideOffset={5}
          collisionPadding={8}
          className={clsx(
            "z-50 max-h-(--radix-dropdown-menu-content-available-height) min-w-44 animate-appear overflow-y-auto rounded-lg border border-line bg-surface p-1 shadow-float",
            className,
          )}
        >
          {children}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

const row = "flex min-h-7 items-center gap-2 rounded-md px-2 outline-none data-[highlighted]:bg-hover data-[disabled]:opacity-50";

export interface MenuItemProps {
  onSelect?: (event: Event) => void;
  tone?: "plain" | "danger";
  disabled?: boolean;
  /** The item is its only child, such as a link. */
  asChild?: boolean;
  children: ReactNode;
}

export function MenuItem({ tone = "plain", ...rest }: MenuItemProps) {
  return <Primitive.Item {...rest} className={clsx(row, tone === "danger" && "text-bad")} />;
}

export function MenuLabel(props: { children: ReactNode }) {
  return <Primitive.Label className="px-2 pt-1.5 pb-0.5 text-caption text-ink-3">{props.children}</Primitive.Label>;
}

export function MenuSeparator() {
  return <Primitive.Separator className="-mx-1 my-1 border-t" />;
}

export interface MenuChoiceProps<Value extends string> {
  value: Value;
  onChange: (value: Value) => void;
  options: readonly { value: Value; label: ReactNode }[];
}

/** One of several, with a tick beside the chosen one. */
export function MenuChoice<Value extends string>(props: MenuChoiceProps<Value>) {
  return (
    <Primitive.RadioGroup value={props.value} onValueChange={(value) => props.onChange(value as Value)}>
      {props.options.map((option) => (
        <Primitive.RadioItem key={option.value} value={option.value} className={row}>
          <span className="grid w-4 flex-none place-items-center">
            <Primitive.ItemIndicator>
              <Check className="icon-small text-accent" />
            </Primitive.ItemIndicator>
          </span>
          {option.label}
        </Primitive.RadioItem>
      ))}
    </Primitive.RadioGroup>
  );
}
