"use client";
import { clsx } from "clsx";
import { Check, Minus } from "lucide-react";
import * as CheckboxPrimitive from "radix-ui/checkbox";
import * as SwitchPrimitive from "radix-ui/switch";
import type { ReactNode } from "react";

interface ToggleProps {
  checked: boolean;
  onChange: (checked: boolean) => void;
  disabled?: boolean;
  id?: string;
  /** The name of a box that stands without a visible label. */
  label?: string;
}

export function Checkbox({ checked, onChange, label, mixed = false, ...rest }: ToggleProps & { mixed?: boolean }) {
  return (
    <CheckboxPrimitive.Root
      {...rest}
      aria-label={label}
      checked={mixed ? "indeterminate" : checked}
      onCheckedChange={(state) => onChange(state === true)}
      className="relative inline-grid size-4 flex-none place-items-center rounded-sm border border-line-strong bg-surface text-accent-ink after:absolute after:-inset-1 hover:border-ink-3 disabled:opacity-50 data-[state=checked]:border-accent data-[state=indeterminate]:border-accent data-[state=checked]:bg-accent data-[state=indeterminate]:bg-accent"
    >
      <CheckboxPrimitive.Indicator>
        {mixed ? <Minus className="size-3 stroke-[3]" /> : <Check className="size-3 stroke-[3]" />}
      </CheckboxPrimitive.Indicator>
    </CheckboxPrimitive.Root>
  );
}

/** A box with its words; `help` says what ticking it means. */
export function CheckboxRow(props: ToggleProps & { help?: ReactNode; children: ReactNode }) {
  const { children, help, ...toggle } = props;
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the box is a button of another component
    <label className={clsx("flex gap-2.5", help ? "items-start" : "items-center")}>
      <span className={help ? "pt-0.5" : "flex"}>
        <Checkbox {...toggle} />
      </span>
      <span className="min-w-0">
        {children}
        {help && <span className="block text-ink-3 text-small">{help}</span>}
      </span>
    </label>
  );
}

export function Switch({ checked, onChange, label, ...rest }: ToggleProps) {
  return (
    <SwitchPrimitive.Root
      {...rest}
      aria-label={label}
      checked={checked}
      onCheckedChange={onChange}
      className="relative inline-flex h-[18px] w-8 flex-none items-center rounded-full border border-line-strong bg-sunken transition-colors after:absolute after:-inset-1 disabled:opacity-50 data-[state=checked]:border-accent data-[state=checked]:bg-accent"
    >
      <SwitchPrimitive.Thumb className="block size-3.5 translate-x-px rounded-full bg-ink-3 transition-transform data-[state=checked]:translate-x-[15px] data-[state=checked]:bg-accent-ink" />
    </SwitchPrimitive.Root>
  );
}
