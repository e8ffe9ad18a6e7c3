import { clsx } from "clsx";
import type { ReactNode } from "react";

export type Tone = "neutral" | "accent" | "good" | "warn" | "bad";

const shapes = {
  good: "rounded-full bg-good",
  bad: "bg-bad rotate-45 rounded-[1px]",
  warn: "bg-warn [clip-path:polygon(50%_0,100%_100%,0_100%)]",
  running: "rounded-full border-[1.5px] border-accent",
  waiting: "rounded-full border-[1.5px] border-dashed border-ink-3",
  neutral: "rounded-full bg-ink-3",
  stopped: "rounded-[1.5px] bg-ink-3",
};

export type StatusShape = keyof typeof shapes;

/** A state by shape, colour and word together, so that none of them carries it alone. */
export function Status(props: { shape: StatusShape; children: ReactNode; className?: string }) {
  return (
    <span className={clsx("inline-flex items-center gap-1.5 whitespace-nowrap align-bottom", props.className)}>
      <i aria-hidden="true" className={clsx("inline-block size-[7px] flex-none", shapes[props.shape])} />
      {props.children}
    </span>
  );
}

const chips: Record<Tone, string> = {
  neutral: "border-line bg-sunken text-ink-2",
  accent: "border-accent-line bg-accent-soft text-accent",
  good: "border-transparent bg-good-soft text-good",
  warn: "border-transparent bg-warn-soft text-warn",
  bad: "border-transparent bg-bad-soft text-bad",
};

export function Chip(props: { tone?: Tone; children: ReactNode; className?: string; title?: string }) {
  return (
    <span
      title={props.title}
      className={clsx(
        "inline-flex h-5 max-w-full items-center gap-1 overflow-hidden text-ellipsis whitespace-nowrap rounded-sm border px-1.5 text-small",
        chips[props.tone ?? "neutral"],
        props.className,
      )}
    >
      {props.children}
    </span>
  );
}

/** The colour that stands for one run, model or series across the whole portal. */
export function Swatch(props: { color: number; className?: string }) {
  return (
    <i
      aria-hidden="true"
      style={{ background: `var(--s${props.color})` }}
      className={clsx("inline-block size-[9px] flex-none rounded-[2px]", props.className)}
    />
  );
}
