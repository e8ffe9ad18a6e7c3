import { clsx } from "clsx";
import { Search } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";

const frame = "rounded-md border border-line-strong bg-surface text-ink transition-colors hover:border-ink-3 aria-invalid:border-bad";

export function Input({ className, ...rest }: ComponentProps<"input">) {
  return <input {...rest} className={clsx(frame, "h-[30px] w-full min-w-0 px-2.5", className)} />;
}

export function Textarea({ className, ...rest }: ComponentProps<"textarea">) {
  return <textarea rows={4} {...rest} className={clsx(frame, "w-full min-w-0 px-2.5 py-1.5", className)} />;
}

/** A native select: the platform's own list works on phones, by keyboard and in every theme. */
export function Select({ className, children, ...rest }: ComponentProps<"select">) {
  return (
    <select {...rest} className={clsx(frame, "h-[30px] w-full min-w-0 px-2", className)}>
      {children}
    </select>
  );
}

/** A one-line search with its icon inside; `trailing` stands at the end, such as the key that focuses it. */
export function SearchInput({ className, trailing, ...rest }: ComponentProps<"input"> & { trailing?: ReactNode }) {
  return (
    <label
      className={clsx(
        frame,
        "flex h-[30px] min-w-0 items-center gap-2 px-2.5 has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:outline-offset-1",
        className,
      )}
    >
      <Search className="icon text-ink-3" aria-hidden="true" />
      <input type="search" {...rest} className="w-full min-w-0 bg-transparent outline-none" />
      {trailing}
    </label>
  );
}
