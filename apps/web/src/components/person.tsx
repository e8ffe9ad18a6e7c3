import { Avatar } from "@plumbline/ui/avatar";
import type { ReactNode } from "react";

/** Somebody in a table: name over e-mail; on a phone no wider than leaves room for what the table says of them. */
export function Person({ name, email, children }: { name: string; email: string; children?: ReactNode }) {
  return (
    <span className="flex items-center gap-2.5 py-1">
      <span className="max-sm:hidden">
        <Avatar name={name} />
      </span>
      <span className="min-w-0 max-sm:max-w-36">
        <span className="flex items-center gap-2 font-medium">
          <span className="truncate" title={name}>
            {name}
          </span>
          {children}
        </span>
        <span className="block truncate text-ink-3 text-small" title={email}>
          {email}
        </span>
      </span>
    </span>
  );
}
