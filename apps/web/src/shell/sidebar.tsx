"use client";
import { IconButton } from "@plumbline/ui/button";
import { Tooltip } from "@plumbline/ui/tooltip";
import { clsx } from "clsx";
import { PanelLeftClose, PanelLeftOpen } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { WaitingCount } from "#src/domains/approvals/waiting-count.tsx";
import { currentDestination, type Destination, destinations } from "./navigation.ts";
import { useShell } from "./shell-state.tsx";
import { useViewer } from "./viewer.tsx";
import { WorkspaceSwitch } from "./workspace-switch.tsx";

const Sheet = dynamic(() => import("@plumbline/ui/dialog").then((module) => module.Sheet));

/** Beside the page on a wide screen; behind the top bar's button on a narrow one. */
export function Sidebar({ isNarrow, onToggle }: { isNarrow: boolean; onToggle: () => void }) {
  const { overlay, show } = useShell();
  const Toggle = isNarrow ? PanelLeftOpen : PanelLeftClose;
  return (
    <>
      <aside
        className={clsx(
          "sticky top-0 hidden h-dvh flex-none flex-col gap-0.5 border-r bg-sunken px-2 py-2.5 md:flex print:hidden",
          isNarrow ? "w-13" : "w-52",
        )}
      >
        <WorkspaceSwitch isNarrow={isNarrow} />
        <Navigation isNarrow={isNarrow} />
        <div className="mt-auto">
          <IconButton label={isNarrow ? "Widen the sidebar" : "Narrow the sidebar"} onClick={onToggle}>
            <Toggle className="icon" />
          </IconButton>
        </div>
      </aside>
      {overlay === "navigation" && (
        <Sheet side="left" title="Pages" open onOpenChange={() => show("none")}>
          <WorkspaceSwitch isNarrow={false} />
          <Navigation isNarrow={false} onGo={() => show("none")} />
        </Sheet>
      )}
    </>
  );
}

function Navigation({ isNarrow, onGo }: { isNarrow: boolean; onGo?: () => void }) {
  const { can, workspace } = useViewer();
  const current = currentDestination(usePathname(), workspace);
  const seen = destinations.filter((item) => can(item.permission));
  return (
    <nav aria-label="Main" className="min-h-0 overflow-y-auto overflow-x-hidden">
      <ul className="flex flex-col gap-0.5">
        {seen.map((item, at) => (
          <li key={item.id}>
            {item.group && item.group !== seen[at - 1]?.group && <GroupTitle name={item.group} isNarrow={isNarrow} />}
            <NavigationLink item={item} isCurrent={item === current} isNarrow={isNarrow} onGo={onGo} />
          </li>
        ))}
      </ul>
    </nav>
  );
}

function GroupTitle({ name, isNarrow }: { name: string; isNarrow: boolean }) {
  if (isNarrow) return <hr className="mx-2 my-2" aria-label={name} />;
  return <p className="px-2 pt-3 pb-1 text-caption text-ink-3">{name}</p>;
}

interface LinkProps {
  item: Destination;
  isCurrent: boolean;
  isNarrow: boolean;
  onGo: (() => void) | undefined;
}

function NavigationLink({ item, isCurrent, isNarrow, onGo }: LinkProps) {
  const { workspace } = useViewer();
  const link = (
    <Link
      href={item.path(workspace)}
      {...(onGo && { onClick: onGo })}
      aria-current={isCurrent ? "page" : undefined}
      aria-label={isNarrow ? item.label : undefined}
      className={clsx(
        "relative flex items-center gap-2.5 rounded-md px-2 py-1 transition-colors",
        isNarrow && "justify-center",
        isCurrent ? "bg-surface font-medium text-ink ring-1 ring-line" : "text-ink-2 hover:bg-hover hover:text-ink",
      )}
    >
      <item.icon className={clsx("icon", isCurrent ? "text-accent" : "text-ink-3")} aria-hidden="true" />
      {!isNarrow && item.label}
      {item.id === "approvals" && <WaitingCount isNarrow={isNarrow} />}
    </Link>
  );
  return isNarrow ? (
    <Tooltip text={item.label} side="right">
      {link}
    </Tooltip>
  ) : (
    link
  );
}
