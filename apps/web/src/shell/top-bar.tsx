"use client";
import { IconButton } from "@plumbline/ui/button";
import { Kbd } from "@plumbline/ui/kbd";
import { clsx } from "clsx";
import { Menu as MenuIcon, Search } from "lucide-react";
import Link from "next/link";
import { InboxBell } from "#src/domains/notifications/inbox-bell.tsx";
import { LiveIndicator } from "./live/live-indicator.tsx";
import { useShell } from "./shell-state.tsx";
import { UserMenu } from "./user-menu.tsx";

export interface Crumb {
  label: string;
  href: string;
}

export function TopBar({ crumbs, title }: { crumbs: readonly Crumb[]; title: string }) {
  const { show } = useShell();
  return (
    <header className="sticky top-0 z-30 flex h-11 flex-none items-center gap-2.5 border-b bg-bg px-4 print:hidden">
      <span className="-ml-2 md:hidden">
        <IconButton label="Navigation" onClick={() => show("navigation")}>
          <MenuIcon className="icon" />
        </IconButton>
      </span>
      <nav aria-label="Breadcrumb" className="min-w-0 flex-1">
        <ol className="flex items-center gap-1.5 whitespace-nowrap text-ink-3">
          {crumbs.map((crumb, at) => (
            <li key={crumb.href} className={clsx("hidden min-w-0 items-center gap-1.5 sm:flex", at === 0 && "flex-none")}>
              <Link href={crumb.href} className="truncate hover:text-ink" title={crumb.label}>
                {crumb.label}
              </Link>
              <span aria-hidden="true">/</span>
            </li>
          ))}
          <li className="min-w-0 truncate font-medium text-ink" aria-current="page">
            {title}
          </li>
        </ol>
      </nav>
      <button
        type="button"
        onClick={() => show("commands")}
        className="hidden h-7 w-64 items-center gap-2 whitespace-nowrap rounded-md border bg-surface px-2 text-ink-3 transition-colors hover:border-line-strong lg:flex"
      >
        <Search className="icon-small" aria-hidden="true" />
        Search or run a command
        <span className="ml-auto">
          <Kbd>Ctrl K</Kbd>
        </span>
      </button>
      <span className="lg:hidden">
        <IconButton label="Search or run a command" onClick={() => show("commands")}>
          <Search className="icon" />
        </IconButton>
      </span>
      <LiveIndicator />
      <InboxBell />
      <UserMenu />
    </header>
  );
}
