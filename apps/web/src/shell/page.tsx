"use client";
import { clsx } from "clsx";
import type { ReactNode } from "react";
import { type Crumb, TopBar } from "./top-bar.tsx";

export interface PageProps {
  /** The page's heading and the last crumb. */
  title: string;
  /** A richer heading than its text. */
  heading?: ReactNode;
  /** What leads here, from the outside in. */
  crumbs?: readonly Crumb[];
  /** Beside the heading, quieter. */
  aside?: ReactNode;
  /** One line below the heading. */
  lead?: ReactNode;
  actions?: ReactNode;
  /** Links to the page's parts. */
  tabs?: ReactNode;
  /** Takes exactly the window's height; its content scrolls in itself. */
  isFilled?: boolean;
  size?: "title" | "display";
  children: ReactNode;
}

/** The top bar and the page below it. */
export function Page({ title, heading, crumbs = [], isFilled = false, size = "title", ...props }: PageProps) {
  return (
    <div className={clsx("flex min-w-0 flex-1 flex-col", isFilled && "md:h-dvh md:flex-none")}>
      <title>{`${title} · Plumbline`}</title>
      <TopBar crumbs={crumbs} title={title} />
      <main id="content" tabIndex={-1} className={clsx("flex min-w-0 flex-1 flex-col p-4 outline-none", isFilled && "min-h-0")}>
        <header className="mb-3 flex flex-none flex-wrap items-center gap-x-3 gap-y-2">
          <div
            className={clsx(
              "flex min-w-0 flex-1 flex-wrap items-center gap-x-3 gap-y-1",
              props.lead ? "max-sm:basis-full" : "max-sm:basis-auto",
            )}
          >
            <h1 title={title} className={clsx("truncate font-semibold tracking-tight", size === "display" ? "text-display" : "text-title")}>
              {heading ?? title}
            </h1>
            {props.aside}
            {props.lead && <div className="w-full text-ink-2">{props.lead}</div>}
          </div>
          {props.actions && <div className="flex flex-wrap items-center gap-2 print:hidden">{props.actions}</div>}
        </header>
        {props.tabs && <div className="mb-3 flex-none print:hidden">{props.tabs}</div>}
        {props.children}
      </main>
    </div>
  );
}
