"use client";
import { Mark } from "@plumbline/ui/mark";
import { Menu, MenuItem, MenuLabel, MenuSeparator } from "@plumbline/ui/menu";
import { clsx } from "clsx";
import { Check, ChevronsUpDown, Plus } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useState } from "react";
import { paths } from "./paths.ts";
import { useViewer } from "./viewer.tsx";

const NewWorkspace = dynamic(() => import("#src/domains/workspaces/new-workspace.tsx").then((module) => module.NewWorkspace));

/** Which workspace this is, and the way to the others. */
export function WorkspaceSwitch({ isNarrow }: { isNarrow: boolean }) {
  const { me, workspace, can } = useViewer();
  const [isMaking, setMaking] = useState(false);
  const trigger = (
    <button
      type="button"
      {...(isNarrow ? { "aria-label": `${workspace}, change workspace` } : {})}
      className={clsx(
        "mb-1.5 flex w-full items-center gap-2.5 rounded-md px-2 py-1 text-left hover:bg-hover",
        isNarrow && "justify-center",
      )}
    >
      <Mark className="h-5 w-3.5 flex-none text-accent" />
      {!isNarrow && (
        <>
          <span className="min-w-0 flex-1">
            <span className="block truncate font-semibold leading-[18px]">Plumbline</span>
            <span className="block truncate text-[11.5px] text-ink-3 leading-[15px]">{workspace}</span>
            <span className="sr-only">change workspace</span>
          </span>
          <ChevronsUpDown className="icon-small text-ink-3" aria-hidden="true" />
        </>
      )}
    </button>
  );
  return (
    <>
      <Menu trigger={trigger} align="start" className="w-60">
        <MenuLabel>Workspaces</MenuLabel>
        {me.workspaces.map((item) => (
          <MenuItem key={item.name} asChild>
            <Link href={paths.home(item.name)}>
              <span className="grid w-4 place-items-center">{item.name === workspace && <Check className="icon-small text-accent" />}</span>
              <span className="min-w-0 flex-1 truncate">{item.name}</span>
              <span className="text-ink-3 text-small">{item.role}</span>
            </Link>
          </MenuItem>
        ))}
        {can("platform:workspaces") && (
          <>
            <MenuSeparator />
            <MenuItem onSelect={() => setMaking(true)}>
              <Plus className="icon-small ml-px text-ink-3" />
              New workspace
            </MenuItem>
          </>
        )}
      </Menu>
      {isMaking && <NewWorkspace onClose={() => setMaking(false)} />}
    </>
  );
}
