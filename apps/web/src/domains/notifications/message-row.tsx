"use client";
import type { Notification } from "@plumbline/contracts/notifications";
import { Time } from "@plumbline/ui/time";
import { clsx } from "clsx";
import { AtSign, BellRing, Flag, FlaskConical, type LucideIcon, Stamp } from "lucide-react";
import Link from "next/link";

const signs: Readonly<Record<Notification["group"], LucideIcon>> = {
  votes: Stamp,
  mentions: AtSign,
  outcomes: Flag,
  reminders: BellRing,
  runs: FlaskConical,
};

/** A message: a link to the one page that lets one act on it. */
export function MessageRow({ message, onOpen }: { message: Notification; onOpen: () => void }) {
  const Icon = signs[message.group];
  const isUnread = message.readAt === null;
  return (
    <li className="border-b last:border-0">
      <Link
        data-row=""
        href={message.link}
        onClick={onOpen}
        className="grid grid-cols-[22px_minmax(0,1fr)_auto] gap-x-1.5 px-3 py-2 -outline-offset-2 transition-colors hover:bg-hover"
      >
        <Icon className={clsx("icon mt-0.5", isUnread ? "text-accent" : "text-ink-3")} aria-hidden="true" />
        <span className="min-w-0">
          <span className={clsx("wrap-anywhere block", isUnread ? "font-semibold" : "text-ink-2")}>
            {isUnread && <span className="sr-only">Unread: </span>}
            {message.title}
          </span>
          {message.body && <span className="wrap-anywhere line-clamp-2 text-ink-2">{message.body}</span>}
        </span>
        <span className="flex items-center gap-2 text-ink-3 text-small">
          <Time at={Date.parse(message.createdAt)} />
          <i aria-hidden="true" className={clsx("size-1.5 rounded-full", isUnread && "bg-accent")} />
        </span>
      </Link>
    </li>
  );
}
