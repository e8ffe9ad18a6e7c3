"use client";
import { usePathname, useSearchParams } from "next/navigation";
import { useCallback } from "react";

/**
 * The page's state in its address. Setting a value keeps the rest, `undefined` takes it out; neither asks the
 * server for a page, and the browser's back key leads through pages, not through keystrokes.
 */
export function useUrlState() {
  const params = useSearchParams();
  const pathname = usePathname();
  const set = useCallback(
    (values: Readonly<Record<string, string | readonly string[] | undefined>>) => {
      const next = new URLSearchParams(location.search);
      for (const [name, value] of Object.entries(values)) {
        next.delete(name);
        for (const item of textsOf(value)) next.append(name, item);
      }
      const query = next.toString();
      history.replaceState(null, "", query ? `${pathname}?${query}` : pathname);
    },
    [pathname],
  );
  return { get: (name: string) => params.get(name) ?? undefined, getAll: (name: string) => params.getAll(name), set };
}

function textsOf(value: string | readonly string[] | undefined): readonly string[] {
  return (typeof value === "string" ? [value] : (value ?? [])).filter(Boolean);
}
