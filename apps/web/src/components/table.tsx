import { clsx } from "clsx";
import type { ReactNode } from "react";

export interface Heading {
  label: string;
  align?: "end";
  /** The label is for assistive technology alone, as above a column of buttons. */
  isHidden?: boolean;
  className?: string;
}

/**
 * A table short enough to be drawn whole; it scrolls sideways on a narrow screen. It is positioned, or its hidden labels
 * would stick out of it and widen the page.
 */
export function Table({ label, headings, children }: { label: string; headings: readonly Heading[]; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keyboard
    <section aria-label={label} tabIndex={0} className="relative overflow-x-auto -outline-offset-2">
      <table className="w-full border-collapse">
        <thead>
          <tr className="text-ink-3 text-small">
            {headings.map((heading) => (
              <th
                key={heading.label}
                scope="col"
                className={clsx(
                  "h-[30px] whitespace-nowrap border-b px-3 font-medium",
                  heading.align === "end" ? "text-right" : "text-left",
                  heading.className,
                )}
              >
                <span className={heading.isHidden ? "sr-only" : undefined}>{heading.label}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="[&>tr:last-child>td]:border-0">{children}</tbody>
      </table>
    </section>
  );
}

export function Cell({ align, className, children }: { align?: "end"; className?: string; children?: ReactNode }) {
  return (
    <td className={clsx("h-8 whitespace-nowrap border-b px-3", align === "end" && "text-right tabular-nums", className)}>{children}</td>
  );
}
