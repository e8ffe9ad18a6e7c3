"use client";
import type { Me } from "@plumbline/contracts/access/session";
import { useRouter } from "next/navigation";
import { type ReactNode, useEffect, useState } from "react";
import { ApiProvider } from "./api.tsx";
import { CommandMenuHost } from "./command-menu-host.tsx";
import { LiveProvider } from "./live/live.tsx";
import { fromMlflowLink } from "./mlflow-link.ts";
import { remember, sidebarCookie, type Theme, workspaceCookie } from "./preferences.ts";
import { ShellStateProvider } from "./shell-state.tsx";
import { Sidebar } from "./sidebar.tsx";
import { ViewerProvider } from "./viewer.tsx";

export interface ShellProps {
  me: Me;
  workspace: string;
  kept: { theme: Theme; isNarrow: boolean };
  children: ReactNode;
}

/** What stands around every page of a workspace. */
export function Shell({ me, workspace, kept, children }: ShellProps) {
  const [isNarrow, setNarrow] = useState(kept.isNarrow);
  useEffect(() => {
    remember(workspaceCookie, workspace);
  }, [workspace]);
  const router = useRouter();
  useEffect(() => {
    const target = fromMlflowLink(location.hash, workspace);
    if (target) router.replace(target);
  }, [workspace, router]);
  const toggle = () => {
    setNarrow(!isNarrow);
    remember(sidebarCookie, isNarrow ? "wide" : "narrow");
  };
  return (
    <ViewerProvider me={me} workspace={workspace}>
      <ApiProvider workspace={workspace}>
        <LiveProvider workspace={workspace}>
          <ShellStateProvider theme={kept.theme}>
            <a href="#content" className="-top-12 absolute left-2 z-50 rounded-md bg-accent px-3 py-1.5 text-accent-ink focus:top-2">
              Skip to the page
            </a>
            <div className="flex min-h-dvh">
              <Sidebar isNarrow={isNarrow} onToggle={toggle} />
              <div className="flex min-w-0 flex-1 flex-col">{children}</div>
            </div>
            <CommandMenuHost />
          </ShellStateProvider>
        </LiveProvider>
      </ApiProvider>
    </ViewerProvider>
  );
}
