"use client";
import type { Me } from "@plumbline/contracts/access/session";
import {
  isPlatformPermission,
  isWorkspacePermission,
  type Permission,
  platformRolePermissions,
  type Role,
} from "@plumbline/contracts/permissions";
import { createContext, type ReactNode, useContext } from "react";

export interface Viewer {
  me: Me;
  workspace: string;
  role: Role;
  can: (permission: Permission) => boolean;
}

const Context = createContext<Viewer | undefined>(undefined);

export function ViewerProvider(props: { me: Me; workspace: string; children: ReactNode }) {
  return <Context value={viewerOf(props.me, props.workspace)}>{props.children}</Context>;
}

/** Who is looking, and what they may do in this workspace. */
export function useViewer(): Viewer {
  const viewer = useContext(Context);
  if (!viewer) throw new Error("useViewer is for pages of a workspace");
  return viewer;
}

function viewerOf(me: Me, workspace: string): Viewer {
  const entered = me.workspaces.find(({ name }) => name === workspace);
  const can = (permission: Permission) => {
    if (isWorkspacePermission(permission)) return entered?.permissions.includes(permission) ?? false;
    if (isPlatformPermission(permission)) return me.platformRole !== null && platformRolePermissions[me.platformRole].includes(permission);
    return true;
  };
  return { me, workspace, role: entered?.role ?? "viewer", can };
}
