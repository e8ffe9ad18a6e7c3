"use client";
import { linkTabClass } from "@plumbline/ui/tabs";
import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";

/** A part of a page that is a page; the count stands after its name. */
export function LinkTab({ href, count, children }: { href: string; count?: number | undefined; children: ReactNode }) {
  const isCurrent = usePathname() === href;
  return (
    <Link href={href} aria-current={isCurrent ? "page" : undefined} className={linkTabClass(isCurrent)}>
      {children}
      {count !== undefined && <span className="font-normal text-ink-3 tabular-nums">{count}</span>}
    </Link>
  );
}
