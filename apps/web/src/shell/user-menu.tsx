"use client";
import { Avatar } from "@plumbline/ui/avatar";
import { Menu, MenuChoice, MenuItem, MenuLabel, MenuSeparator } from "@plumbline/ui/menu";
import { Keyboard, LogOut, UserRound } from "lucide-react";
import Link from "next/link";
import { signOut } from "#src/domains/access/sign-in.ts";
import { paths } from "./paths.ts";
import { useShell } from "./shell-state.tsx";
import { useViewer } from "./viewer.tsx";

const themes = [
  { value: "system", label: "As the system" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
] as const;

export function UserMenu() {
  const { me, workspace, role } = useViewer();
  const { theme, setTheme, show } = useShell();
  const trigger = (
    <button type="button" aria-label={`Your menu, ${me.name}`} className="flex-none rounded-full">
      <Avatar name={me.name} />
    </button>
  );
  return (
    <Menu trigger={trigger} className="w-56">
      <div className="px-2 py-1">
        <p className="truncate font-medium">{me.name}</p>
        <p className="truncate text-ink-3 text-small">{me.email}</p>
        <p className="text-ink-3 text-small">
          {role} in {workspace}
        </p>
      </div>
      <MenuSeparator />
      <MenuItem asChild>
        <Link href={paths.account(workspace)}>
          <UserRound className="icon-small text-ink-3" />
          Your account
        </Link>
      </MenuItem>
      <MenuItem onSelect={() => show("keys")}>
        <Keyboard className="icon-small text-ink-3" />
        Keys
      </MenuItem>
      <MenuSeparator />
      <MenuLabel>Theme</MenuLabel>
      <MenuChoice label="Theme" value={theme} onChange={setTheme} options={themes} />
      <MenuSeparator />
      <MenuItem onSelect={() => void signOut()}>
        <LogOut className="icon-small text-ink-3" />
        Sign out
      </MenuItem>
    </Menu>
  );
}
