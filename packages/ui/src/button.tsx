"use client";
import { clsx } from "clsx";
import * as Slot from "radix-ui/slot";
import type { ComponentProps, MouseEvent, ReactNode } from "react";
import { Spinner } from "./spinner.tsx";
import { Tooltip } from "./tooltip.tsx";

const tones = {
  primary: "border-accent bg-accent text-accent-ink not-aria-disabled:hover:border-accent-strong not-aria-disabled:hover:bg-accent-strong",
  plain: "border-line-strong bg-surface text-ink not-aria-disabled:hover:bg-hover",
  ghost: "border-transparent text-ink-2 not-aria-disabled:hover:bg-hover not-aria-disabled:hover:text-ink",
  danger: "border-line-strong bg-surface text-bad not-aria-disabled:hover:border-bad not-aria-disabled:hover:bg-bad-soft",
  destroy: "border-bad bg-bad text-accent-ink",
};
const sizes = { small: "h-6 gap-1 px-2 text-small", medium: "h-7 gap-1.5 px-2.5", large: "h-8 gap-1.5 px-3" };

interface Look {
  tone?: keyof typeof tones | undefined;
  size?: keyof typeof sizes | undefined;
}

function look({ tone = "plain", size = "medium" }: Look): string {
  return clsx(
    "inline-flex flex-none items-center justify-center whitespace-nowrap rounded-md border font-medium transition-colors",
    tones[tone],
    sizes[size],
  );
}

export interface ButtonProps extends Omit<ComponentProps<"button">, "disabled">, Look {
  /** The action is running: the button stays in place and cannot be pressed twice. */
  busy?: boolean | undefined;
  /** Why the action cannot be taken now; the button is shown, cannot be pressed, and says this. */
  denied?: string | undefined;
}

export function Button({ tone, size, busy = false, denied, className, onClick, children, ...rest }: ButtonProps) {
  const isOff = busy || denied !== undefined;
  const press = (event: MouseEvent<HTMLButtonElement>) => (isOff ? event.preventDefault() : onClick?.(event));
  const button = (
    <button
      type="button"
      {...rest}
      onClick={press}
      aria-disabled={isOff || undefined}
      aria-busy={busy || undefined}
      className={clsx(look({ tone, size }), isOff && "opacity-55", className)}
    >
      {busy && <Spinner />}
      {children}
    </button>
  );
  return denied === undefined ? button : <Tooltip text={denied}>{button}</Tooltip>;
}

/** A link that looks like a button: `<ButtonLink><Link href=…>Open</Link></ButtonLink>`. */
export function ButtonLink({ tone, size, className, children }: Look & { className?: string; children: ReactNode }) {
  return <Slot.Root className={clsx(look({ tone, size }), className)}>{children}</Slot.Root>;
}

export interface IconButtonProps extends ButtonProps {
  /** What it does: its name for assistive technology and its tooltip. */
  label: string;
}

const squares = { small: "w-6", medium: "w-7", large: "w-8" };

export function IconButton({ label, tone = "ghost", size = "medium", className, ...rest }: IconButtonProps) {
  const shape = clsx("px-0!", squares[size], className);
  const button = <Button {...rest} tone={tone} size={size} aria-label={label} className={shape} />;
  return rest.denied === undefined ? <Tooltip text={label}>{button}</Tooltip> : button;
}
