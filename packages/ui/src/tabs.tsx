"use client";
import { clsx } from "clsx";
import * as ToggleGroup from "radix-ui/toggle-group";
import type { ReactNode } from "react";

const tab = "-mb-px inline-flex items-center gap-1.5 whitespace-nowrap border-b-2 pt-1.5 pb-2 text-ink-2 transition-colors hover:text-ink";
const bar = "flex gap-4.5 overflow-x-auto overflow-y-hidden border-b";

/** Tabs whose panels are pages: each child is a link made by `linkTabClass`. */
export function LinkTabs(props: { label: string; children: ReactNode }) {
  return (
    <nav aria-label={props.label} className={bar}>
      {props.children}
    </nav>
  );
}

export function linkTabClass(isCurrent: boolean): string {
  return clsx(tab, isCurrent ? "border-accent font-medium text-ink" : "border-transparent");
}

export interface SegmentsProps<Value extends string> {
  label: string;
  value: Value;
  onChange: (value: Value) => void;
  options: readonly { value: Value; label: ReactNode }[];
  size?: "small" | "medium";
}

/** A choice between a few views of the same thing. */
export function Segments<Value extends string>({ size = "medium", ...props }: SegmentsProps<Value>) {
  return (
    <ToggleGroup.Root
      type="single"
      aria-label={props.label}
      value={props.value}
      onValueChange={(value) => value && props.onChange(value as Value)}
      className={clsx(
        "inline-flex flex-none overflow-hidden rounded-md border border-line-strong bg-surface",
        size === "small" ? "h-6 text-small" : "h-7",
      )}
    >
      {props.options.map((option) => (
        <ToggleGroup.Item
          key={option.value}
          value={option.value}
          className="px-2.5 text-ink-2 -outline-offset-2 hover:text-ink data-[state=on]:bg-accent-soft data-[state=on]:font-medium data-[state=on]:text-accent"
        >
          {option.label}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
