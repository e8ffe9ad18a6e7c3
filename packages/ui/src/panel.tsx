import { clsx } from "clsx";
import type { ReactNode } from "react";

export interface PanelProps {
  title?: ReactNode;
  /** Beside the title, quieter: a count, a scope. */
  aside?: ReactNode;
  /** At the end of the header: controls or a link. */
  actions?: ReactNode;
  icon?: ReactNode;
  className?: string;
  /** Content with its own padding, such as a table or rows. */
  flush?: boolean;
  children: ReactNode;
}

export function Panel({ title, aside, actions, icon, className, flush = false, children }: PanelProps) {
  return (
    <section className={clsx("min-w-0 overflow-hidden rounded-lg border bg-surface", className)}>
      {title && (
        <header className="flex min-h-9 items-center gap-x-2 gap-y-1 border-b px-3 py-1 max-sm:flex-wrap">
          {icon}
          <h2 className="max-w-full truncate font-semibold">{title}</h2>
          {aside && <span className="truncate text-ink-3">{aside}</span>}
          {actions && <div className="ml-auto flex flex-none items-center gap-2">{actions}</div>}
        </header>
      )}
      {flush ? children : <div className="p-3">{children}</div>}
    </section>
  );
}

/** One line of a panel that is a list: parts side by side, a hairline below. */
export function PanelRow(props: { className?: string; children: ReactNode }) {
  return (
    <div className={clsx("flex min-h-9 items-center gap-3 border-b px-3 py-1.5 last:border-0", props.className)}>{props.children}</div>
  );
}
