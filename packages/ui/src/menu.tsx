"use client";
import { clsx } from "clsx";
import { Check } from "lucide-react";
import * as Slot from "radix-ui/slot";
import { createContext, type KeyboardEvent, type ReactNode, type RefObject, useContext, useEffect } from "react";
import { Floating } from "./floating/floating.tsx";
import type { Align, Side } from "./floating/place.ts";

export interface MenuProps {
  trigger: ReactNode;
  align?: Align;
  side?: Side;
  className?: string;
  children: ReactNode;
}

const Close = createContext<() => void>(() => undefined);

export function Menu({ trigger, align = "end", side = "bottom", className, children }: MenuProps) {
  return (
    <Floating trigger={trigger} role="menu" side={side} align={align} className={clsx("min-w-44 p-1", className)} onKeyDown={moveByKey}>
      {({ element, close }) => (
        <Close value={close}>
          <FirstFocus element={element} />
          {children}
        </Close>
      )}
    </Floating>
  );
}

function FirstFocus({ element }: { element: RefObject<HTMLDivElement | null> }) {
  useEffect(() => itemsOf(element.current)[0]?.focus(), [element]);
  return null;
}

function itemsOf(menu: HTMLElement | null): HTMLElement[] {
  return [...(menu?.querySelectorAll<HTMLElement>('[role^="menuitem"]:not([aria-disabled="true"])') ?? [])];
}

/** Arrows, Home and End move, a letter goes to the next item that begins with it, Tab leaves. */
function moveByKey(event: KeyboardEvent<HTMLDivElement>): void {
  const items = itemsOf(event.currentTarget);
  const at = items.indexOf(document.activeElement as HTMLElement);
  const goes: Partial<Record<string, () => HTMLElement | undefined>> = {
    ArrowDown: () => items[(at + 1) % items.length],
    ArrowUp: () => items.at(at <= 0 ? -1 : at - 1),
    Home: () => items[0],
    End: () => items.at(-1),
  };
  const target = goes[event.key]?.() ?? byLetter(event, items, at);
  if (event.key === "Tab") event.currentTarget.hidePopover();
  if (!target) return;
  event.preventDefault();
  target.focus();
}

function byLetter(event: KeyboardEvent, items: readonly HTMLElement[], at: number): HTMLElement | undefined {
  if (event.key.length !== 1 || event.key === " " || event.ctrlKey || event.metaKey || event.altKey) return undefined;
  const letter = event.key.toLowerCase();
  return [...items.slice(at + 1), ...items.slice(0, at + 1)].find((item) => item.textContent?.trim().toLowerCase().startsWith(letter));
}

const row =
  "flex min-h-7 w-full items-center gap-2 rounded-md px-2 text-left outline-none hover:bg-hover focus:bg-hover aria-disabled:opacity-50";

export interface MenuItemProps {
  onSelect?: () => void;
  tone?: "plain" | "danger";
  disabled?: boolean;
  /** The item is its only child, such as a link. */
  asChild?: boolean;
  children: ReactNode;
}

export function MenuItem({ onSelect, tone = "plain", disabled = false, asChild = false, children }: MenuItemProps) {
  const close = useContext(Close);
  const shared = { role: "menuitem", tabIndex: -1, className: clsx(row, tone === "danger" && "text-bad") };
  if (asChild) {
    return (
      <Slot.Root {...shared} onClick={close}>
        {children}
      </Slot.Root>
    );
  }
  const choose = () => {
    if (disabled) return;
    close();
    onSelect?.();
  };
  return (
    <button type="button" {...shared} aria-disabled={disabled || undefined} onClick={choose}>
      {children}
    </button>
  );
}

export function MenuLabel(props: { children: ReactNode }) {
  return (
    <p role="presentation" className="px-2 pt-1.5 pb-0.5 text-caption text-ink-3">
      {props.children}
    </p>
  );
}

export function MenuSeparator() {
  return <hr className="-mx-1 my-1 border-t" />;
}

export interface MenuChoiceProps<Value extends string> {
  label: string;
  value: Value;
  onChange: (value: Value) => void;
  options: readonly { value: Value; label: ReactNode }[];
}

/** One of several, with a tick beside the chosen one. */
export function MenuChoice<Value extends string>({ label, value, onChange, options }: MenuChoiceProps<Value>) {
  const close = useContext(Close);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset has no place in a menu
    <div role="group" aria-label={label}>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          role="menuitemradio"
          aria-checked={option.value === value}
          tabIndex={-1}
          onClick={() => {
            close();
            onChange(option.value);
          }}
          className={row}
        >
          <span className="grid w-4 flex-none place-items-center">
            {option.value === value && <Check className="icon-small text-accent" aria-hidden="true" />}
          </span>
          {option.label}
        </button>
      ))}
    </div>
  );
}
