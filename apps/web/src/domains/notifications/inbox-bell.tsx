"use client";
import { Tooltip } from "@plumbline/ui/tooltip";
import { useQuery } from "@tanstack/react-query";
import { Bell } from "lucide-react";
import Link from "next/link";
import { useApi } from "#src/shell/api.tsx";
import { paths } from "#src/shell/paths.ts";
import { useViewer } from "#src/shell/viewer.tsx";
import { unreadQuery } from "./queries.ts";

const mostShown = 99;

/** The way to the inbox, with how much of it is unread. */
export function InboxBell() {
  const { me, workspace, can } = useViewer();
  const api = useApi();
  const mayRead = can("notification:self");
  const unread = useQuery({ ...unreadQuery(api, me.id), enabled: mayRead }).data ?? 0;
  if (!mayRead) return null;
  const label = unread === 0 ? "Inbox" : `Inbox, ${unread} unread`;
  return (
    <Tooltip text={label} side="bottom">
      <Link
        href={paths.inbox(workspace)}
        aria-label={label}
        className="relative grid size-7 flex-none place-items-center rounded-md text-ink-2 transition-colors hover:bg-hover hover:text-ink"
      >
        <Bell className="icon" aria-hidden="true" />
        {unread > 0 && (
          <span
            aria-hidden="true"
            className="absolute -top-0.5 -right-0.5 min-w-3.5 rounded-full bg-accent px-0.5 text-center font-semibold text-[9.5px] text-accent-ink leading-3.5 tabular-nums"
          >
            {unread > mostShown ? `${mostShown}+` : unread}
          </span>
        )}
      </Link>
    </Tooltip>
  );
}
