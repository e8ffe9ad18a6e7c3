"use client";
import { Panel } from "@plumbline/ui/panel";
import { clsx } from "clsx";
import { ChevronRight, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { useIsPhone } from "./use-phone.ts";

export interface SectionProps {
  icon: LucideIcon;
  title: string;
  aside?: ReactNode;
  actions?: ReactNode;
  flush?: boolean;
  /** On a phone, at the end of the folded line. */
  value?: ReactNode;
  /** On a phone, below the folded line. */
  brief?: ReactNode;
  /** On a phone, a drawing between the two. */
  plot?: ReactNode;
  tone?: "good" | "bad" | "plain";
  /** On a phone, whether it begins unfolded. */
  isOpen?: boolean;
  className?: string;
  children: ReactNode;
}

const tones = { good: "text-good", bad: "text-bad", plain: "text-ink-3" };

/** A part of a request: a panel, or on a phone a line that says the most of it and unfolds. */
export function Section(props: SectionProps) {
  const isPhone = useIsPhone();
  const { title, flush = false, children } = props;
  if (!isPhone) {
    return (
      <Panel
        title={title}
        aside={props.aside}
        actions={props.actions}
        flush={flush}
        className={clsx("break-inside-avoid", props.className)}
      >
        {children}
      </Panel>
    );
  }
  return (
    <details open={props.isOpen} className="group -mx-4 border-b bg-surface">
      <summary className="grid list-none grid-cols-[24px_minmax(0,1fr)] px-4 py-2 -outline-offset-2 [&::-webkit-details-marker]:hidden">
        <props.icon className={clsx("icon mt-0.5", tones[props.tone ?? "plain"])} aria-hidden="true" />
        <span className="min-w-0">
          <span className="flex items-center gap-2">
            <h2 className="min-w-0 flex-1 truncate font-semibold">{title}</h2>
            {props.value && <span className="flex-none text-ink-2 tabular-nums">{props.value}</span>}
            <ChevronRight className="icon-small text-ink-3 transition-transform group-open:rotate-90" aria-hidden="true" />
          </span>
          {props.plot}
          {props.brief && <span className="block text-ink-2 text-small">{props.brief}</span>}
        </span>
      </summary>
      <div className={clsx("border-t", !flush && "px-4 py-3")}>
        {props.actions && <div className="flex justify-end gap-2 border-b px-4 py-1.5">{props.actions}</div>}
        {children}
      </div>
    </details>
  );
}
