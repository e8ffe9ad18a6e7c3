"use client";
import { clsx } from "clsx";
import { type ReactNode, useId } from "react";

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

/** A choice between a few views of the same thing: radio buttons, so that the arrows move through them. */
export function Segments<Value extends string>({ size = "medium", ...props }: SegmentsProps<Value>) {
  const name = useId();
  return (
    <div
      role="radiogroup"
      aria-label={props.label}
      className={clsx(
        "inline-flex max-w-full flex-none overflow-x-auto overflow-y-hidden rounded-md border border-line-strong bg-surface",
        size === "small" ? "h-6 text-small" : "h-7",
      )}
    >
      {props.options.map((option) => (
        <label
          key={option.value}
          className="relative grid place-items-center whitespace-nowrap px-2.5 text-ink-2 -outline-offset-2 max-sm:px-2 hover:text-ink has-checked:bg-accent-soft has-checked:font-medium has-checked:text-accent has-focus-visible:outline-2 has-focus-visible:outline-accent"
        >
          <input
            type="radio"
            name={name}
            checked={option.value === props.value}
            onChange={() => props.onChange(option.value)}
            className="absolute inset-0 cursor-pointer appearance-none outline-none"
          />
          {option.label}
        </label>
      ))}
    </div>
  );
}
