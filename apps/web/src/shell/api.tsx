"use client";
import { type Client, createClient } from "@plumbline/contracts/client";
import { createContext, type ReactNode, useContext, useMemo } from "react";

/** The api as seen from one workspace. Its name begins every query key, so that no two workspaces share a cache. */
export interface WorkspaceApi extends Client {
  workspace: string;
  /** Address of a GET operation for an image, a frame or a download, which cannot send the workspace's header. */
  href: Client["url"];
}

const Context = createContext<WorkspaceApi | undefined>(undefined);

export function ApiProvider(props: { workspace: string; children: ReactNode }) {
  const api = useMemo(() => workspaceApi(props.workspace), [props.workspace]);
  return <Context value={api}>{props.children}</Context>;
}

export function useApi(): WorkspaceApi {
  const api = useContext(Context);
  if (!api) throw new Error("useApi is for pages of a workspace");
  return api;
}

function workspaceApi(workspace: string): WorkspaceApi {
  const client = createClient({ baseUrl: "", headers: () => ({ "x-plumbline-workspace": workspace }) });
  const href: Client["url"] = (operation, input) => {
    const address = client.url(operation, input);
    return `${address}${address.includes("?") ? "&" : "?"}workspace=${encodeURIComponent(workspace)}`;
  };
  return { ...client, workspace, href };
}

/** The api outside any workspace: the caller's own account. */
export const accountApi = createClient({ baseUrl: "" });
